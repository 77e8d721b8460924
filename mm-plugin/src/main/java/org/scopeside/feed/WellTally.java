package org.scopeside.feed;

import java.util.Map;

/**
 * One well at one time point: the sum of its planes' last outcomes, from which any plane can be
 * taken out again without rounding. Not thread-safe.
 */
final class WellTally {
  private static final int FLAGS = PlaneFlag.values().length;

  final int[] flagged = new int[FLAGS];
  long fieldsCounted;
  long fieldsSettled;
  long count;
  long countSquared;
  private long planes;
  private final ExactSum area = new ExactSum();
  private final ExactSum intensity = new ExactSum();
  private final ExactSum focus = new ExactSum();
  private final ExactSum background = new ExactSum();
  private final ExactSum percentSaturated = new ExactSum();
  private final ExactSum signalToNoise = new ExactSum();
  private double toldArea = Double.NaN;
  private double toldIntensity = Double.NaN;

  /** Adds ({@code sign} 1) or takes away (-1) a plane. */
  void change(FrameNumbers plane, int sign) {
    planes += sign;
    for (int flag = 0; flag < FLAGS; flag++) {
      flagged[flag] += sign * (plane.flags >> flag & 1);
    }
    if (plane.carries) {
      fieldsCounted += sign;
      count += sign * (long) plane.count;
      countSquared += sign * (long) plane.count * plane.count;
    }
    if (sign > 0) {
      add(plane);
    } else {
      subtract(plane);
    }
  }

  private void add(FrameNumbers plane) {
    area.add(plane.areas, plane.areaSum);
    intensity.add(plane.intensities, plane.intensitySum);
    focus.add(plane.focus);
    background.add(plane.background);
    percentSaturated.add(plane.percentSaturated);
    signalToNoise.add(plane.signalToNoise);
  }

  private void subtract(FrameNumbers plane) {
    area.subtract(plane.areas, plane.areaSum);
    intensity.subtract(plane.intensities, plane.intensitySum);
    focus.subtract(plane.focus);
    background.subtract(plane.background);
    percentSaturated.subtract(plane.percentSaturated);
    signalToNoise.subtract(plane.signalToNoise);
  }

  /** Takes measures of objects that a service made, for outcomes that come without the objects. */
  void told(Map<Measure, Double> measures) {
    toldArea = measures.getOrDefault(Measure.MEAN_AREA, Double.NaN);
    toldIntensity = measures.getOrDefault(Measure.MEAN_INTENSITY, Double.NaN);
  }

  boolean vacant() {
    return planes == 0;
  }

  /** Values in the order of {@link Measure}; NaN where unknown. */
  double[] measures() {
    boolean counted = fieldsCounted > 0;
    double[] values = new double[Measure.values().length];
    values[Measure.COUNT.index()] = counted ? count : Double.NaN;
    values[Measure.COUNT_PER_FIELD.index()] = counted ? countMean() : Double.NaN;
    values[Measure.MEAN_AREA.index()] = known(area.mean(), toldArea);
    values[Measure.MEAN_INTENSITY.index()] = known(intensity.mean(), toldIntensity);
    values[Measure.FOCUS.index()] = focus.mean();
    values[Measure.BACKGROUND.index()] = background.mean();
    values[Measure.SATURATED_FRACTION.index()] = percentSaturated.mean() / 100;
    values[Measure.SIGNAL_TO_NOISE.index()] = signalToNoise.mean();
    return values;
  }

  private static double known(double own, double told) {
    return Double.isNaN(own) ? told : own;
  }

  double countMean() {
    return fieldsCounted == 0 ? Double.NaN : (double) count / fieldsCounted;
  }

  /** Of the sample (over n - 1); NaN for fewer than two fields. */
  double countVariance() {
    if (fieldsCounted < 2) {
      return Double.NaN;
    }
    double n = fieldsCounted;
    return Math.max(0, (countSquared - (double) count * count / n) / (n - 1));
  }
}
