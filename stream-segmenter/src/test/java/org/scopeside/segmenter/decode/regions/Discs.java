package org.scopeside.segmenter.decode.regions;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.scopeside.segmenter.image.LabelImage;

/** Synthetic objects, and whether they were found again. */
public final class Discs {
  private Discs() {}

  /** Discs of radius 5 to 10 at random; the later ones lie below the earlier ones. */
  public static LabelImage touching(int width, int height, int count, long seed) {
    Random random = new Random(seed);
    int[] labels = new int[width * height];
    int objects = 0;
    for (int n = 0; n < count; n++) {
      double cy = height * random.nextDouble();
      double cx = width * random.nextDouble();
      double r = 5 + 5 * random.nextDouble();
      boolean any = false;
      for (int i = 0; i < labels.length; i++) {
        int y = i / width;
        double dy = y - cy;
        double dx = i - y * width - cx;
        if (labels[i] == 0 && dy * dy + dx * dx < r * r) {
          labels[i] = objects + 1;
          any = true;
        }
      }
      objects += any ? 1 : 0;
    }
    return LabelImage.ofConsecutive(labels, width, height, objects);
  }

  /** Intersection over union of true object {@code t} with what overlaps it best. */
  public static double bestIou(LabelImage truth, int t, LabelImage found) {
    int[] shared = new int[found.objectCount() + 1];
    int[] area = new int[found.objectCount() + 1];
    int trueArea = 0;
    for (int i = 0; i < truth.labels().length; i++) {
      int f = found.labels()[i];
      area[f]++;
      if (truth.labels()[i] == t) {
        trueArea++;
        shared[f]++;
      }
    }
    double best = 0;
    for (int f = 1; f < shared.length; f++) {
      best = Math.max(best, (double) shared[f] / (trueArea + area[f] - shared[f]));
    }
    return best;
  }

  /** Objects of at least {@code area} pixels, which nothing covers in part, have a counterpart. */
  public static void assertEveryLargeObjectFound(
      LabelImage truth, LabelImage found, int area, double iou) {
    int[] areas = new int[truth.objectCount() + 1];
    for (int label : truth.labels()) {
      areas[label]++;
    }
    for (int t = 1; t < areas.length; t++) {
      if (areas[t] >= area && isRound(truth, t, areas[t])) {
        double best = bestIou(truth, t, found);
        assertTrue(best >= iou, "object %d of %d pixels: IoU %.2f".formatted(t, areas[t], best));
      }
    }
  }

  /** Whether an object fills its box as a disc does and does not reach the edge. */
  private static boolean isRound(LabelImage truth, int t, int area) {
    int top = Integer.MAX_VALUE;
    int left = Integer.MAX_VALUE;
    int bottom = -1;
    int right = -1;
    for (int i = 0; i < truth.labels().length; i++) {
      if (truth.labels()[i] == t) {
        top = Math.min(top, i / truth.width());
        bottom = i / truth.width();
        left = Math.min(left, i % truth.width());
        right = Math.max(right, i % truth.width());
      }
    }
    int height = bottom - top + 1;
    int width = right - left + 1;
    return area > 0.72 * height * width
        && Math.abs(height - width) <= 2
        && Math.min(top, left) > 0
        && bottom < truth.height() - 1
        && right < truth.width() - 1;
  }
}
