package org.scopeside.results.aggregate;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long acquisitions are live.
 *
 * @param ended after the end and the last outcome of one that has ended
 * @param silent after the last sign of life of one that has not
 */
public record RetentionPolicy(Duration ended, Duration silent) {
  /**
   * Whether counts of an acquisition are given up.
   *
   * @param endedAt when it ended; null while it has not
   * @param lastSign its latest event or outcome
   */
  boolean expired(@Nullable Instant endedAt, Instant lastSign, Instant now) {
    return now.isAfter(lastSign.plus(endedAt == null ? silent : ended));
  }

  /** Whether its plan and tally are given up too. */
  boolean forgotten(@Nullable Instant endedAt, Instant lastSign, Instant now) {
    return now.isAfter(lastSign.plus((endedAt == null ? silent : ended).multipliedBy(2)));
  }

  /** How often to look: often enough that retention is kept within a few percent. */
  Duration sweepInterval() {
    Duration interval = ended.dividedBy(20);
    Duration longest = Duration.ofMinutes(10);
    Duration shortest = Duration.ofSeconds(1);
    return interval.compareTo(longest) > 0
        ? longest
        : interval.compareTo(shortest) < 0 ? shortest : interval;
  }
}
