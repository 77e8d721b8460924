package org.scopeside.results.live;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.tally.Stations;

/**
 * How long planes of one acquisition took, in all and from station to station, as HDR histograms
 * (about 130 kB an acquisition, whatever the number of planes; quantiles within 1 %).
 *
 * <p>Stations have clocks of their own: a step that seems to take less than nothing counts as 0.
 * Not thread-safe.
 */
public final class LatencyReceipts {
  private static final long HIGHEST_MICROS = 3_600_000_000L;
  private static final int SIGNIFICANT_DIGITS = 2;

  /** A station of the receipt: its time is that since the station before it. */
  public enum Station {
    PUBLISHED,
    RECEIVED,
    SEGMENTED,
    AGGREGATED
  }

  /**
   * Quantiles in milliseconds.
   *
   * @param p50 half of the planes took no longer
   * @param p99 99 % took no longer
   */
  public record Quantiles(double p50, double p99) {}

  private final IntCountsHistogram total = histogram();
  private final Map<Station, IntCountsHistogram> steps = new EnumMap<>(Station.class);

  LatencyReceipts() {
    for (Station station : Station.values()) {
      steps.put(station, histogram());
    }
  }

  private static IntCountsHistogram histogram() {
    return new IntCountsHistogram(1, HIGHEST_MICROS, SIGNIFICANT_DIGITS);
  }

  void record(Stations at) {
    Long published = at.published();
    record(total, at.aggregated() - at.captured());
    if (published != null) {
      record(Station.PUBLISHED, published - at.captured());
    }
    record(Station.RECEIVED, at.received() - (published == null ? at.captured() : published));
    record(Station.SEGMENTED, at.segmented() - at.received());
    record(Station.AGGREGATED, at.aggregated() - at.segmented());
  }

  private void record(Station station, long micros) {
    IntCountsHistogram histogram = steps.get(station);
    if (histogram != null) {
      record(histogram, micros);
    }
  }

  private static void record(IntCountsHistogram histogram, long micros) {
    histogram.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, micros)));
  }

  /** From capture to aggregation; null before the first plane. */
  @Nullable Quantiles total() {
    return quantiles(total);
  }

  Map<Station, Quantiles> steps() {
    Map<Station, Quantiles> quantiles = new EnumMap<>(Station.class);
    steps.forEach(
        (station, histogram) -> {
          Quantiles of = quantiles(histogram);
          if (of != null) {
            quantiles.put(station, of);
          }
        });
    return quantiles;
  }

  private static @Nullable Quantiles quantiles(IntCountsHistogram histogram) {
    return histogram.getTotalCount() == 0
        ? null
        : new Quantiles(
            histogram.getValueAtPercentile(50) / 1000.0,
            histogram.getValueAtPercentile(99) / 1000.0);
  }
}
