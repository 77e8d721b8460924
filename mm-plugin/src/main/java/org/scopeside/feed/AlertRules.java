package org.scopeside.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;

/**
 * When an acquisition is to be alerted of. Give it only outcomes that are news ({@link
 * LivePlate#accept}), and its progress once a second or so. Thread-safe.
 */
public final class AlertRules {
  /** Fewer planes than this may wait without being called a growing backlog. */
  private static final long SMALL_BACKLOG = 20;

  private final String acquisition;
  private final AlertSettings settings;
  private final Alerts alerts;
  private final AnalysisLag lag = new AnalysisLag();

  /** Planes by kind and well. */
  private final Map<String, Integer> flagged = new HashMap<>();

  private long lostBefore;

  public AlertRules(String acquisition, AlertSettings settings, Alerts alerts) {
    this.acquisition = acquisition;
    this.settings = settings;
    this.alerts = alerts;
  }

  /** Looks at what became of a plane. */
  public void outcome(PlaneOutcome outcome) {
    String failure = outcome.failure();
    if (failure != null) {
      raise(AlertKind.ANALYSIS_FAILED, outcome, failure);
    }
    int flags = PlaneFlag.bits(outcome.flags());
    flagged(AlertKind.OUT_OF_FOCUS, PlaneFlag.OUT_OF_FOCUS, flags, outcome);
    flagged(AlertKind.EMPTY, PlaneFlag.EMPTY, flags, outcome);
    flagged(AlertKind.SATURATED, PlaneFlag.SATURATED, flags, outcome);
    flagged(AlertKind.LOW_SIGNAL, PlaneFlag.LOW_SIGNAL, flags, outcome);
    Segmentation objects = outcome.objects();
    if (objects != null) {
      counted(objects.count(), outcome);
    }
  }

  private void flagged(AlertKind kind, PlaneFlag flag, int flags, PlaneOutcome outcome) {
    if (PlaneFlag.of(flags).contains(flag) && isEnough(kind, outcome)) {
      raise(kind, outcome, flag.words() + facts(flag, outcome));
    }
  }

  private synchronized boolean isEnough(AlertKind kind, PlaneOutcome outcome) {
    String place = kind + " " + outcome.frame().wellLabel();
    return flagged.merge(place, 1, Integer::sum) >= settings.planes(kind);
  }

  private static String facts(PlaneFlag flag, PlaneOutcome outcome) {
    switch (flag) {
      case OUT_OF_FOCUS:
        return fact(outcome, "ImageQuality_PowerLogLogSlope", ", power spectrum slope %.2f");
      case SATURATED:
        return fact(outcome, "ImageQuality_PercentSaturated", ", %.2f %% of its pixels");
      case EMPTY:
        return fact(outcome, "ImageQuality_PeakToNoise", ", peak to noise %.1f");
      case LOW_SIGNAL:
        return fact(outcome, "ImageQuality_SignalToNoise", ", signal to noise %.1f");
      default:
        return "";
    }
  }

  private static String fact(PlaneOutcome outcome, String measurement, String format) {
    Double value = outcome.quality().get(measurement);
    return value == null ? "" : String.format(Locale.ROOT, format, value);
  }

  private void counted(int count, PlaneOutcome outcome) {
    if (count < settings.minCount()) {
      raise(
          AlertKind.COUNT_OUT_OF_RANGE,
          outcome,
          count + " objects, fewer than " + settings.minCount());
    } else if (count > settings.maxCount()) {
      raise(
          AlertKind.COUNT_OUT_OF_RANGE,
          outcome,
          count + " objects, more than " + settings.maxCount());
    }
  }

  private void raise(AlertKind kind, PlaneOutcome outcome, String facts) {
    FrameRef frame = outcome.frame();
    String words = where(frame) + ": " + facts;
    if (settings.wants(kind)) {
      alerts.raise(
          Alert.ofField(kind, acquisition, frame.well(), frame.field(), words, outcome.at()));
    }
  }

  private static String where(FrameRef frame) {
    String well = frame.well() == null ? "" : frame.wellLabel() + " ";
    return well
        + "field "
        + frame.field()
        + (frame.theT() == 0 ? "" : ", time point " + frame.theT())
        + (frame.theC() == 0 ? "" : ", channel " + frame.theC())
        + (frame.theZ() == 0 ? "" : ", section " + frame.theZ());
  }

  /**
   * Looks at how the acquisition goes.
   *
   * @param captured planes the camera delivered, those lost included
   * @param lost planes that were dropped before they reached Kafka
   * @param why the first was lost; null where none was
   * @param answered planes analysed or failed
   */
  public synchronized void progress(
      long captured, long lost, @Nullable String why, long answered, Instant now) {
    lost(lost, why, now);
    long accounted = answered + lost;
    lag.sample(now, captured, accounted);
    Duration oldest = lag.oldest(now, accounted);
    boolean old = oldest.compareTo(settings.behindAfter()) >= 0;
    boolean grows = lag.pending() >= SMALL_BACKLOG && lag.growsSince(settings.behindAfter(), now);
    if (old || grows) {
      String words =
          lag.pending()
              + " planes wait for an answer"
              + (grows ? " and become more" : "")
              + ", the oldest for "
              + oldest.toMillis() / 1000
              + " s";
      raise(AlertKind.ANALYSIS_BEHIND, words, now);
    } else {
      alerts.over(AlertKind.ANALYSIS_BEHIND, acquisition, now);
    }
  }

  private void lost(long lost, @Nullable String why, Instant now) {
    if (lost > lostBefore) {
      lostBefore = lost;
      raise(
          AlertKind.PLANES_LOST,
          lost + " planes were lost" + (why == null ? "" : "; the first: " + why),
          now);
    }
  }

  /**
   * Says whether the broker is there.
   *
   * @param problem in words; null where it is there
   */
  public void broker(@Nullable String problem, Instant now) {
    if (problem == null) {
      alerts.over(AlertKind.BROKER_AWAY, acquisition, now);
    } else {
      raise(AlertKind.BROKER_AWAY, problem, now);
    }
  }

  private void raise(AlertKind kind, String words, Instant now) {
    if (settings.wants(kind)) {
      alerts.raise(Alert.ofAcquisition(kind, acquisition, words, now));
    }
  }
}
