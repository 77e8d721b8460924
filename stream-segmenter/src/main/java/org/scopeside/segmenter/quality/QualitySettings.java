package org.scopeside.segmenter.quality;

import java.util.EnumSet;
import java.util.Set;

/**
 * Thresholds above or below which a plane is flagged. The defaults are meant to be silent on planes
 * that are worth analysing.
 *
 * @param minPowerLogLogSlope below it a plane is {@link QualityFlag#OUT_OF_FOCUS}, −10 to 0
 * @param maxPercentSaturated above it a plane is {@link QualityFlag#SATURATED}, 0 to 100
 * @param minPeakToNoise below it a plane is {@link QualityFlag#EMPTY}, 0 to 1000
 * @param minSignalToNoise below it a plane that is not empty has {@link QualityFlag#LOW_SIGNAL}, 0
 *     to 1000
 */
public record QualitySettings(
    double minPowerLogLogSlope,
    double maxPercentSaturated,
    double minPeakToNoise,
    double minSignalToNoise) {

  /** Checks every range; a wrong setting is to stop the start. */
  public QualitySettings {
    inRange("minPowerLogLogSlope", minPowerLogLogSlope, -10, 0);
    inRange("maxPercentSaturated", maxPercentSaturated, 0, 100);
    inRange("minPeakToNoise", minPeakToNoise, 0, 1000);
    inRange("minSignalToNoise", minSignalToNoise, 0, 1000);
  }

  /**
   * The defaults. Slope: of 310 nuclear images of BBBC038 and 96 planes of a translocation plate,
   * none as acquired lies below −2.6, blurred with σ 4 their median is −2.9 and −2.8 to −3.0.
   * Saturation: hot pixels and a speck of debris stay below a thousandth. Noise: a plane of noise
   * has a peak of 3.1 and a signal of 4.0, 19 of 20 nuclear images a signal above 40.
   */
  public static QualitySettings defaults() {
    return new QualitySettings(-2.7, 0.1, 6, 10);
  }

  /** What is wrong with a plane of the given metrics; nothing, most of the time. */
  public Set<QualityFlag> flags(QualityMetrics metrics) {
    Set<QualityFlag> flags = EnumSet.noneOf(QualityFlag.class);
    if (metrics.percentSaturated() > maxPercentSaturated) {
      flags.add(QualityFlag.SATURATED);
    }
    if (metrics.peakToNoise() < minPeakToNoise) {
      flags.add(QualityFlag.EMPTY);
      return flags;
    }
    if (metrics.signalToNoise() < minSignalToNoise) {
      flags.add(QualityFlag.LOW_SIGNAL);
    }
    if (metrics.powerLogLogSlope() < minPowerLogLogSlope) {
      flags.add(QualityFlag.OUT_OF_FOCUS);
    }
    return flags;
  }

  private static void inRange(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " = " + value + " lies outside " + min + " to " + max);
    }
  }
}
