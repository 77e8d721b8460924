package org.scopeside.feed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Segmentation;

/**
 * What is kept of one plane's outcome: enough to take it out of its well again. A cursor over the
 * longs of a {@link NumberTable}'s row, filled anew for each plane. Not thread-safe.
 */
final class FrameNumbers {
  static final int WIDTH = 6;

  private static final String AREA = "AreaShape_Area";
  private static final String INTENSITY = "Intensity_MeanIntensity";
  private static final int FAILED = 1 << 8;
  private static final int CARRIES = 1 << 9;

  /** As a {@link NumberTable} has it. */
  final long[] row = new long[WIDTH];

  long atMicros;
  boolean failed;

  /** Of {@link PlaneFlag}. */
  int flags;

  /** Whether it carries its field's objects. */
  boolean carries;

  int count;
  int areas;
  int intensities;
  float areaSum;
  float intensitySum;
  float focus;
  float background;
  float percentSaturated;
  float signalToNoise;

  void read(PlaneOutcome outcome) {
    atMicros = micros(outcome.at());
    failed = outcome.failure() != null;
    flags = PlaneFlag.bits(outcome.flags());
    Map<String, Double> quality = outcome.quality();
    focus = value(quality, "ImageQuality_PowerLogLogSlope");
    background = value(quality, "ImageQuality_Background");
    percentSaturated = value(quality, "ImageQuality_PercentSaturated");
    signalToNoise = value(quality, "ImageQuality_SignalToNoise");
    readObjects(outcome.objects());
  }

  private void readObjects(@Nullable Segmentation objects) {
    carries = objects != null;
    count = objects == null ? 0 : objects.count();
    double[] area = objects == null ? null : objects.objects().get(AREA);
    double[] intensity = objects == null ? null : objects.objects().get(INTENSITY);
    areas = finite(area);
    areaSum = sum(area);
    intensities = finite(intensity);
    intensitySum = sum(intensity);
  }

  private static float value(Map<String, Double> quality, String name) {
    Double value = quality.get(name);
    return value == null ? Float.NaN : value.floatValue();
  }

  private static int finite(double @Nullable [] values) {
    int n = 0;
    for (double value : values == null ? new double[0] : values) {
      n += isFinite(value) ? 1 : 0;
    }
    return n;
  }

  private static float sum(double @Nullable [] values) {
    double sum = 0;
    for (double value : values == null ? new double[0] : values) {
      sum += isFinite(value) ? value : 0;
    }
    return (float) sum;
  }

  private static boolean isFinite(double value) {
    return !Double.isNaN(value) && !Double.isInfinite(value);
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  /** Reads what {@link #row} holds. */
  void unpack() {
    atMicros = row[0];
    int bits = high(row[1]);
    flags = bits & 0xFF;
    failed = (bits & FAILED) != 0;
    carries = (bits & CARRIES) != 0;
    count = low(row[1]);
    areas = high(row[2]);
    intensities = low(row[2]);
    areaSum = Float.intBitsToFloat(high(row[3]));
    intensitySum = Float.intBitsToFloat(low(row[3]));
    focus = Float.intBitsToFloat(high(row[4]));
    background = Float.intBitsToFloat(low(row[4]));
    percentSaturated = Float.intBitsToFloat(high(row[5]));
    signalToNoise = Float.intBitsToFloat(low(row[5]));
  }

  /** Writes {@link #row}. */
  void pack() {
    row[0] = atMicros;
    row[1] = both(flags | (failed ? FAILED : 0) | (carries ? CARRIES : 0), count);
    row[2] = both(areas, intensities);
    row[3] = both(areaSum, intensitySum);
    row[4] = both(focus, background);
    row[5] = both(percentSaturated, signalToNoise);
  }

  static long both(int high, int low) {
    return ((long) high << 32) | (low & 0xFFFF_FFFFL);
  }

  private static long both(float high, float low) {
    return both(Float.floatToIntBits(high), Float.floatToIntBits(low));
  }

  static int high(long both) {
    return (int) (both >> 32);
  }

  static int low(long both) {
    return (int) both;
  }
}
