package org.scopeside.segmenter.pixels;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Draws pixels to learn from: of every image the same number from each of four strata, as far as it
 * has them: background, interior, boundaries to the background, boundaries between two objects.
 * (Caicedo 2019 draws a tenth of background and interior and half of the boundaries. The boundaries
 * between objects are few, and it is they that keep objects apart.)
 */
final class SampleCollector {
  private static final int STRATA = 4;
  private static final byte BETWEEN = 3;

  private final IntensityScale scale;
  private final FeatureSet set;
  private final FeatureRows rows;
  private final long seed;
  private float[][] values;
  private byte[] classes = new byte[1 << 14];
  private int size;
  private int images;

  SampleCollector(IntensityScale scale, FeatureSet set, long seed) {
    this.scale = scale;
    this.set = set;
    this.rows = new FeatureRows(set);
    this.seed = seed;
    values = new float[set.count()][classes.length];
  }

  /**
   * Draws from an image.
   *
   * @param wanted pixels in all
   */
  void add(GreyImage image, LabelImage truth, int wanted) {
    byte[] of = PixelClass.of(truth);
    boolean[] chosen = choose(strata(of, truth), wanted, new SplittableRandom(seed + images++));
    int width = image.width();
    float[][] features = new float[set.count()][width];
    rows.begin(scale.apply(image), width, image.height());
    for (int y = 0; y < image.height(); y++) {
      rows.row(y, features);
      for (int x = 0; x < width; x++) {
        if (chosen[y * width + x]) {
          add(features, x, of[y * width + x]);
        }
      }
    }
  }

  /** Classes, and {@link #BETWEEN} for boundary pixels that see two objects around them. */
  private static byte[] strata(byte[] classes, LabelImage truth) {
    byte[] strata = classes.clone();
    int width = truth.width();
    for (int y = 0; y < truth.height(); y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (classes[i] == PixelClass.BOUNDARY.channel() && seesTwoObjects(truth, y, x)) {
          strata[i] = BETWEEN;
        }
      }
    }
    return strata;
  }

  private static boolean seesTwoObjects(LabelImage truth, int y, int x) {
    int seen = 0;
    for (int v = Math.max(0, y - 1); v <= Math.min(truth.height() - 1, y + 1); v++) {
      for (int u = Math.max(0, x - 1); u <= Math.min(truth.width() - 1, x + 1); u++) {
        int label = truth.labels()[v * truth.width() + u];
        if (label != 0 && seen != 0 && label != seen) {
          return true;
        }
        seen = label == 0 ? seen : label;
      }
    }
    return false;
  }

  private static boolean[] choose(byte[] strata, int wanted, SplittableRandom random) {
    int[] left = new int[STRATA];
    for (byte stratum : strata) {
      left[stratum]++;
    }
    int[] open = new int[STRATA];
    Arrays.fill(open, (wanted + STRATA - 1) / STRATA);
    boolean[] chosen = new boolean[strata.length];
    for (int i = 0; i < strata.length; i++) {
      // Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each subset is as likely.
      int stratum = strata[i];
      if (random.nextInt(left[stratum]--) < open[stratum]) {
        chosen[i] = true;
        open[stratum]--;
      }
    }
    return chosen;
  }

  private void add(float[][] features, int x, byte pixelClass) {
    if (size == classes.length) {
      int more = (int) Math.min(Integer.MAX_VALUE - 8, 2L * size);
      classes = Arrays.copyOf(classes, more);
      for (int f = 0; f < values.length; f++) {
        values[f] = Arrays.copyOf(values[f], more);
      }
    }
    for (int f = 0; f < values.length; f++) {
      values[f][size] = features[f][x];
    }
    classes[size++] = pixelClass;
  }

  int size() {
    return size;
  }

  /** Bins that suit the samples. */
  FeatureBins bins() {
    float[][] sorted = new float[values.length][];
    Arrays.setAll(sorted, f -> Arrays.copyOf(values[f], size));
    return FeatureBins.quantiles(sorted);
  }

  /** The samples in these bins. */
  BinnedSamples binned(FeatureBins bins) {
    byte[][] binned = new byte[values.length][size];
    for (int f = 0; f < values.length; f++) {
      bins.binAll(f, values[f], binned[f]);
    }
    return new BinnedSamples(binned, Arrays.copyOf(classes, size));
  }
}
