package org.scopeside.endtoend;

import java.awt.image.Raster;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far a protein has moved into the nuclei of a field: the ratio of its stain in each nucleus to
 * that in a ring of 4 pixels around it, background (the plane's 1st percentile) taken off both; of
 * a field the median over its nuclei.
 */
final class Translocation {
  private static final int RING = 4;

  private Translocation() {}

  /**
   * The ratio of a field.
   *
   * @param labels 0 for the background, a number a nucleus
   * @param stain the protein's channel, of the same size
   * @return NaN where no nucleus has a ring
   */
  static double ratio(Raster labels, Raster stain) {
    int width = labels.getWidth();
    int height = labels.getHeight();
    int[] label = labels.getSamples(0, 0, width, height, 0, (int[]) null);
    int[] value = stain.getSamples(0, 0, width, height, 0, (int[]) null);
    int objects = Arrays.stream(label).max().orElse(0);
    int[] sorted = value.clone();
    Arrays.sort(sorted);
    double background = sorted[sorted.length / 100];
    int[] ring = label.clone();
    for (int step = 0; step < RING; step++) {
      ring = grown(ring, width, height);
    }
    double[] inside = means(label, value, objects, label, false);
    double[] around = means(ring, value, objects, label, true);
    double[] ratios =
        IntStream.rangeClosed(1, objects)
            .mapToDouble(n -> (inside[n] - background) / (around[n] - background))
            .filter(Double::isFinite)
            .toArray();
    return ratios.length == 0
        ? Double.NaN
        : SimulatedPlateIT.median(Arrays.stream(ratios).boxed().toList());
  }

  /** Z' = 1 - 3 (σ₊ + σ₋) / |μ₊ - μ₋| (Zhang et al. 1999, J. Biomol. Screen. 4:67). */
  static double zPrime(List<Double> negative, List<Double> positive) {
    double spread = deviation(negative) + deviation(positive);
    return 1 - 3 * spread / Math.abs(mean(positive) - mean(negative));
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double deviation(List<Double> values) {
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  private static double[] means(
      int[] of, int[] value, int objects, int[] nuclei, boolean outsideOnly) {
    double[] sum = new double[objects + 1];
    int[] count = new int[objects + 1];
    for (int i = 0; i < of.length; i++) {
      if (!outsideOnly || nuclei[i] == 0) {
        sum[of[i]] += value[i];
        count[of[i]]++;
      }
    }
    return IntStream.rangeClosed(0, objects).mapToDouble(n -> sum[n] / count[n]).toArray();
  }

  /** Objects one pixel larger, 8-connected, into the background only. */
  private static int[] grown(int[] labels, int width, int height) {
    int[] grown = labels.clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (labels[y * width + x] == 0) {
          grown[y * width + x] = neighbour(labels, width, height, y, x);
        }
      }
    }
    return grown;
  }

  private static int neighbour(int[] labels, int width, int height, int y, int x) {
    for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        if (labels[v * width + u] != 0) {
          return labels[v * width + u];
        }
      }
    }
    return 0;
  }
}
