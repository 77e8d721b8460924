package org.scopeside.segmenter.quality;

import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.image.ValueRange;

/**
 * Measures the quality of raw planes.
 *
 * <p>Not thread-safe: keeps scratch for the next plane (about 1.5 bytes a pixel). One instance a
 * worker thread.
 */
public final class PlaneQuality {
  /** Standard deviation of rounding to steps of 1. */
  private static final double ROUNDING_SIGMA = 1 / Math.sqrt(12);

  private static final double BACKGROUND_QUANTILE = 0.05;

  private final ValueHistogram histogram = new ValueHistogram();
  private final PowerSpectrumSlope spectrum = new PowerSpectrumSlope();

  /**
   * Measures one plane as the camera gave it.
   *
   * @param plane raw values {@code [y][x]}
   * @param sensorMax largest value that the sensor can give, (1 << significantBits) − 1; null if it
   *     is not known
   * @throws NonFinitePixelsException if a value is NaN or infinite
   */
  public QualityMetrics measure(GreyImage plane, @Nullable Integer sensorMax) {
    ValueRange range = ValueRange.of(plane);
    histogram.fill(plane.pixels(), range);
    FineDetail detail = FineDetail.of(plane.pixels(), plane.width(), plane.height());
    double mean = histogram.mean();
    double variance = histogram.variance(mean);
    double median = histogram.quantile(0.5);
    double p99 = histogram.quantile(0.99);
    double p999 = histogram.quantile(0.999);
    double background = histogram.quantile(BACKGROUND_QUANTILE);
    double noise = Math.max(detail.noiseSigma(), histogram.step() * ROUNDING_SIGMA);
    return new QualityMetrics(
        mean == 0 ? 0 : variance / mean,
        detail.laplacianVariance(),
        range.min() == range.max()
            ? 0
            : spectrum.of(plane.pixels(), plane.width(), plane.height(), mean),
        histogram.percentFrom(range.max() - histogram.step() / 2),
        histogram.percentMinimal(),
        sensorMax == null ? 0 : histogram.percentFrom(sensorMax),
        mean,
        Math.sqrt(variance),
        median,
        histogram.medianDeviation(median),
        range.min(),
        range.max(),
        histogram.quantile(0.01),
        p99,
        p999,
        background,
        detail.noiseSigma(),
        (p99 - background) / noise,
        (p999 - median) / noise);
  }
}
