package org.scopeside.results.aggregate;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.WellKey;
import org.scopeside.results.tally.WellTally;

/**
 * Told of every change of the aggregated state, on the thread that made it, so it must be quick and
 * thread-safe. A change is told before it is durable; after a crash it is told again.
 */
public interface AggregationListener {
  /** The state of a partition follows from its stores: forget what was told of it before. */
  void partitionAssigned(int partition);

  /** This instance no longer has the partition. */
  void partitionRevoked(int partition);

  /** A well's tally, null when nothing is left of it. */
  void wellChanged(int partition, WellKey well, @Nullable WellTally tally);

  /** An outcome of a frame that was aggregated just now; {@code first} unless it replaces one. */
  void outcome(FrameOutcome outcome, boolean first);

  /** An outcome of a frame as the stores of an assigned partition have it. */
  void outcomeRestored(int partition, FrameOutcome outcome);

  /** The outcome of a frame no longer counts: it expired or was withdrawn. */
  void outcomeRemoved(String frame);

  /**
   * Failures that cannot be charged to a frame.
   *
   * @param total of the partition since its state began
   */
  void unattributed(int partition, FrameOutcome failure, long total);

  /** A plan, null when it is forgotten. */
  void planChanged(String acquisition, @Nullable AcquisitionStarted plan);

  /** A source's tally, null when it is forgotten. */
  void tallyChanged(String acquisition, @Nullable AcquisitionTally tally);

  /** What steering did as the acquisition's action of that number, null when it is forgotten. */
  void actionChanged(String acquisition, int number, @Nullable AcquisitionAction action);

  /** An acquisition is no longer live, as far as this partition has to do with it. */
  void expired(int partition, String acquisition);
}
