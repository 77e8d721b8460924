package org.scopeside.segmenter.quality;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures of one plane; intensities in the camera's units.
 *
 * @param focusScore Σ(I − μ)² / (N μ), 0 if μ is 0: normalised variance, higher is sharper, for
 *     planes of the same content only
 * @param laplacianVariance variance over the plane of the Laplacian (0 1 0, 1 −4 1, 0 1 0), edge
 *     pixels repeated outwards: energy of Laplacian (Pertuz et al. 2013, Pattern Recognit.
 *     46:1415); grows with the square of the brightness
 * @param powerLogLogSlope slope of the logarithm of radial power against that of the frequency, see
 *     {@link PowerSpectrumSlope}; about −1 to −2 in focus, lower when blurred
 * @param percentMaximal percent of pixels that equal the plane's largest value
 * @param percentMinimal percent of pixels that equal the plane's smallest value
 * @param percentSaturated percent of pixels at or above the sensor's largest value; 0 if that is
 *     not known
 * @param mean mean
 * @param std standard deviation (over N)
 * @param median 50th percentile
 * @param mad median of the absolute deviations from the median
 * @param min smallest value
 * @param max largest value
 * @param p1 1st percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param background 5th percentile: the background, as long as it takes a twentieth of the plane
 * @param noiseSigma standard deviation of the pixels' noise after Immerkær (1996, Comput. Vis.
 *     Image Underst. 64:300): √(π/2) / 6 times the mean of |I * (1 −2 1, −2 4 −2, 1 −2 1)|;
 *     structures finer than the optics' blur would count as noise
 * @param signalToNoise (p99 − background) / noiseSigma, the noise taken to be at least that of
 *     rounding, 1/√12 of a grey step; about 4 in a plane of noise alone, as its p99 lies 4.0 σ
 *     above its p5
 * @param peakToNoise (p999 − median) / noiseSigma, the noise taken as above: 3.1 in a plane of
 *     noise alone; a thousandth of the plane is enough to raise it, a few hot pixels are not
 */
public record QualityMetrics(
    double focusScore,
    double laplacianVariance,
    double powerLogLogSlope,
    double percentMaximal,
    double percentMinimal,
    double percentSaturated,
    double mean,
    double std,
    double median,
    double mad,
    double min,
    double max,
    double p1,
    double p99,
    double p999,
    double background,
    double noiseSigma,
    double signalToNoise,
    double peakToNoise) {

  /** Share of pixels at the sensor's largest value, 0 to 1. */
  public double saturatedFraction() {
    return percentSaturated / 100;
  }

  /**
   * The measures under CellProfiler's names where it has one, in a fixed order; all finite.
   *
   * @return an unmodifiable map from measurement to value
   */
  public Map<String, Double> toMeasurements() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("ImageQuality_FocusScore", focusScore);
    map.put("ImageQuality_LaplacianVariance", laplacianVariance);
    map.put("ImageQuality_PowerLogLogSlope", powerLogLogSlope);
    map.put("ImageQuality_PercentMaximal", percentMaximal);
    map.put("ImageQuality_PercentMinimal", percentMinimal);
    map.put("ImageQuality_PercentSaturated", percentSaturated);
    map.put("ImageQuality_MeanIntensity", mean);
    map.put("ImageQuality_StdIntensity", std);
    map.put("ImageQuality_MedianIntensity", median);
    map.put("ImageQuality_MADIntensity", mad);
    map.put("ImageQuality_MinIntensity", min);
    map.put("ImageQuality_MaxIntensity", max);
    map.put("ImageQuality_Percentile1Intensity", p1);
    map.put("ImageQuality_Percentile99Intensity", p99);
    map.put("ImageQuality_Percentile99.9Intensity", p999);
    map.put("ImageQuality_Background", background);
    map.put("ImageQuality_NoiseSigma", noiseSigma);
    map.put("ImageQuality_SignalToNoise", signalToNoise);
    map.put("ImageQuality_PeakToNoise", peakToNoise);
    return Collections.unmodifiableMap(map);
  }
}
