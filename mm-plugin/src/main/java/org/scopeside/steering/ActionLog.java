package org.scopeside.steering;

import org.scopeside.contract.AcquisitionAction;

/** Takes down what steering did to one acquisition; thread-safe, and never waits. */
public interface ActionLog {
  /** The acquisition whose log this is. */
  String acquisition();

  /** Numbers the action and keeps it. */
  void record(AcquisitionAction.Builder action);
}
