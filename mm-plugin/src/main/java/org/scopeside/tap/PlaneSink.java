package org.scopeside.tap;

import org.scopeside.contract.AcquisitionStarted;

/** Where acquisitions go. Called on Micro-Manager's threads: no method waits. */
public interface PlaneSink {
  /** Announces an acquisition and returns what takes its planes. */
  RunSink begin(AcquisitionStarted plan);
}
