package org.scopeside.segmenter.pixels;

import java.util.Arrays;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

/**
 * Says of every pixel how likely it is of each class.
 *
 * <p>Rows are measured and asked one after the other, so that beside the scaled plane and the
 * result memory grows with the width only. Most pixels of a plane are plain background: those on
 * which the first {@value #FIRST_TREES} trees agree are not shown to the others.
 *
 * <p>Not thread-safe: one instance a thread.
 */
final class PixelClassifier {
  private static final int FIRST_TREES = 16;

  /** Pixels of a row that are asked together. */
  private static final int BATCH = 1024;

  /** Pixels that wait for the other trees. */
  private static final int WAITING = 8192;

  private final TrainedForest trained;
  private final int certain;
  private final int firstTrees;
  private final FeatureRows rows;
  private final int stride;
  private final byte[] bins;
  private final long[] sums = new long[BATCH];
  private final byte[] waitingBins;
  private final long[] waitingSums = new long[WAITING];
  private final int[] waitingAt = new int[WAITING];
  private int waiting;
  private float[][] features = new float[0][];

  /**
   * @param certainty mean probability, 0 to 1, that the first trees must give to one class for the
   *     others not to be asked; above 1 all trees are asked of every pixel
   */
  PixelClassifier(TrainedForest trained, double certainty) {
    this.trained = trained;
    firstTrees = Math.min(FIRST_TREES, trained.forest().trees());
    certain = (int) Math.ceil(certainty * firstTrees * Forest.ONE);
    rows = new FeatureRows(trained.features());
    // A power of two, so that no pixel's bins lie on two cache lines.
    stride = Integer.highestOneBit(2 * trained.features().count() - 1);
    bins = new byte[BATCH * stride];
    waitingBins = new byte[WAITING * stride];
  }

  /**
   * The probabilities of the classes, one channel for each {@link PixelClass}, in their order.
   *
   * @param plane any size from 1×1
   * @throws NonFinitePixelsException if a value is NaN or infinite
   */
  DenseMaps classify(GreyImage plane) {
    int width = plane.width();
    int height = plane.height();
    float[] scaled = trained.scale().apply(plane);
    float[][] maps = new float[PixelClass.COUNT][width * height];
    if (features.length == 0 || features[0].length != width) {
      features = new float[trained.features().count()][width];
    }
    waiting = 0;
    rows.begin(scaled, width, height);
    for (int y = 0; y < height; y++) {
      rows.row(y, features);
      for (int x = 0; x < width; x += BATCH) {
        classify(x, Math.min(BATCH, width - x), maps, y * width + x);
      }
    }
    askWaiting(maps);
    return new DenseMaps(maps, width, height);
  }

  private void classify(int x, int count, float[][] maps, int at) {
    for (int f = 0; f < features.length; f++) {
      trained.bins().bin(f, features[f], x, count, bins, stride);
    }
    Arrays.fill(sums, 0, count, 0);
    trained.forest().ask(bins, stride, count, sums, 0, firstTrees);
    for (int i = 0; i < count; i++) {
      if (isCertain(sums[i])) {
        put(sums[i], firstTrees, maps, at + i);
      } else {
        if (waiting == WAITING) {
          askWaiting(maps);
        }
        System.arraycopy(bins, i * stride, waitingBins, waiting * stride, stride);
        waitingSums[waiting] = sums[i];
        waitingAt[waiting++] = at + i;
      }
    }
  }

  private void askWaiting(float[][] maps) {
    int trees = trained.forest().trees();
    trained.forest().ask(waitingBins, stride, waiting, waitingSums, firstTrees, trees);
    for (int i = 0; i < waiting; i++) {
      put(waitingSums[i], trees, maps, waitingAt[i]);
    }
    waiting = 0;
  }

  private boolean isCertain(long sum) {
    return Forest.part(sum, 0) >= certain
        || Forest.part(sum, 1) >= certain
        || Forest.part(sum, 2) >= certain;
  }

  private static void put(long sum, int trees, float[][] maps, int pixel) {
    float one = trees * Forest.ONE;
    for (int c = 0; c < maps.length; c++) {
      maps[c][pixel] = Forest.part(sum, c) / one;
    }
  }
}
