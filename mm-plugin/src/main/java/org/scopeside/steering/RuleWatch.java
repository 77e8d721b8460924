package org.scopeside.steering;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.feed.PlaneOutcome;

/**
 * Counts what one rule watches. It fires once; {@link #arm} lets it count from nothing again. Not
 * thread-safe.
 */
final class RuleWatch {
  /** What happened when a rule fired. */
  static final class Firing {
    final StopRule rule;
    final double found;
    final String words;

    private Firing(StopRule rule, double found, String words) {
      this.rule = rule;
      this.found = found;
      this.words = words;
    }
  }

  private static final String OUT_OF_FOCUS = "OUT_OF_FOCUS";

  private final StopRule rule;
  private boolean armed = true;
  private int inRow;
  private Instant lastPlane;

  RuleWatch(StopRule rule, Instant now) {
    this.rule = rule;
    this.lastPlane = now;
  }

  StopRule rule() {
    return rule;
  }

  void arm(Instant now) {
    armed = true;
    inRow = 0;
    lastPlane = now;
  }

  void plane(Instant now) {
    lastPlane = now;
  }

  /** Takes an outcome; null unless the rule fires by it. */
  @Nullable Firing outcome(PlaneOutcome outcome) {
    switch (rule.trigger()) {
      case FAILURES_IN_ROW:
        return count(outcome.failure() != null, outcome);
      case FOCUS_LOST:
        return outcome.objects() == null
            ? null
            : count(outcome.flags().contains(OUT_OF_FOCUS), outcome);
      default:
        return null;
    }
  }

  private @Nullable Firing count(boolean bad, PlaneOutcome last) {
    inRow = bad ? inRow + 1 : 0;
    if (inRow < rule.limit()) {
      return null;
    }
    String what =
        rule.trigger() == StopRule.Trigger.FOCUS_LOST
            ? inRow + " fields in a row were out of focus, the last one " + last.frame().id()
            : inRow
                + " planes in a row could not be analysed, the last one "
                + last.frame().id()
                + ": "
                + last.failure();
    return fire(inRow, what);
  }

  /** Looks at the clock; null unless the rule fires by it. */
  @Nullable Firing silence(Instant now) {
    double seconds = Duration.between(lastPlane, now).toMillis() / 1000.0;
    if (rule.trigger() != StopRule.Trigger.NO_PLANES || seconds < rule.limit()) {
      return null;
    }
    String words =
        String.format(
            Locale.ROOT, "no plane came for %.1f s, expected within %.1f s", seconds, rule.limit());
    return fire(seconds, words);
  }

  private @Nullable Firing fire(double found, String words) {
    if (!armed) {
      return null;
    }
    armed = false;
    return new Firing(rule, found, words);
  }
}
