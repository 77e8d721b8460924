package org.scopeside.segmenter.modelpackage;

import java.util.Arrays;
import java.util.List;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

/**
 * bioimage.io's preprocessing of a test tensor, in doubles and by the letter of its formulas:
 * percentiles of sorted values, interpolated between neighbours as NumPy does. Slow and plain on
 * purpose: what planes go through is faster, and is compared with this where a package is verified.
 */
final class TestPreprocessing {
  private TestPreprocessing() {}

  /** Applies the steps to one channel of one image, in place. */
  static void apply(List<Preprocessing> steps, double[] values) {
    for (Preprocessing step : steps) {
      apply(step, values);
    }
  }

  private static void apply(Preprocessing step, double[] values) {
    if (step instanceof ScaleRange range) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double low = percentile(sorted, range.minPercentile());
      double high = percentile(sorted, range.maxPercentile());
      linear(values, 1 / (high - low + range.eps()), -low / (high - low + range.eps()));
    } else if (step instanceof ZeroMeanUnitVariance zero) {
      double mean = Arrays.stream(values).average().orElse(0);
      double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
      double scale = 1 / (Math.sqrt(variance) + zero.eps());
      linear(values, scale, -mean * scale);
    } else if (step instanceof FixedZeroMeanUnitVariance fixed) {
      linear(values, 1 / fixed.std(), -fixed.mean() / fixed.std());
    } else if (step instanceof ScaleLinear scale) {
      linear(values, scale.gain(), scale.offset());
    } else if (step instanceof Clip clip) {
      Arrays.setAll(values, i -> Math.min(clip.max(), Math.max(clip.min(), values[i])));
    }
  }

  private static void linear(double[] values, double gain, double offset) {
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * gain + offset;
    }
  }

  private static double percentile(double[] sorted, double percent) {
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
