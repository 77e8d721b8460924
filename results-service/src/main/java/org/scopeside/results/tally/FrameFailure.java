package org.scopeside.results.tally;

import org.scopeside.contract.DeadLetter;

/**
 * What is kept of a plane that could not be analysed.
 *
 * @param stage the step that refused it
 * @param reason the rule or error by name
 * @param message the facts, for people
 * @param topic where its record lies, with partition and offset
 * @param at when, in microseconds since 1970
 */
public record FrameFailure(
    String stage,
    String reason,
    String message,
    String topic,
    int partition,
    long offset,
    long at) {
  /** The stage of what this service itself refused. */
  public static final String AGGREGATION = "aggregation";

  public static FrameFailure of(DeadLetter letter) {
    return new FrameFailure(
        letter.stage(),
        letter.reason(),
        letter.message(),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        Stations.micros(letter.failedAt()));
  }
}
