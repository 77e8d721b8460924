package org.scopeside.segmenter.decode.distance;

import java.util.Arrays;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;

/**
 * What a network of {@link DistanceDecoder} is trained to give, from labels.
 *
 * <ul>
 *   <li>Outer distance: Euclidean distance of a pixel to the nearest one that is not of its object,
 *       in pixels, divided by the largest of the object: above 0 to 1, 0 on the background.
 *   <li>Inner distance: {@code 1 / (1 + β d² / √area)} with d the distance to the object's centre,
 *       the mean of its pixels weighted by their outer distance: 1 at the centre, 0 on the
 *       background. As DeepCell computes it, with the square of d.
 * </ul>
 */
public final class DistanceTargets {
  private DistanceTargets() {}

  /**
   * Channel 0 the inner, channel 1 the outer distance.
   *
   * @param beta how fast the inner distance falls; DeepCell takes 1
   */
  public static DenseMaps of(LabelImage labels, double beta) {
    float[] outer = distances(labels);
    float[] inner = inner(labels, outer, beta);
    normalise(labels, outer);
    return new DenseMaps(new float[][] {inner, outer}, labels.width(), labels.height());
  }

  private static float[] inner(LabelImage labels, float[] weight, double beta) {
    int width = labels.width();
    int[] label = labels.labels();
    double[] total = new double[labels.objectCount() + 1];
    double[] centreY = new double[total.length];
    double[] centreX = new double[total.length];
    int[] area = new int[total.length];
    for (int i = 0; i < label.length; i++) {
      int y = i / width;
      total[label[i]] += weight[i];
      centreY[label[i]] += (double) weight[i] * y;
      centreX[label[i]] += (double) weight[i] * (i - y * width);
      area[label[i]]++;
    }
    float[] inner = new float[label.length];
    for (int i = 0; i < label.length; i++) {
      int l = label[i];
      if (l > 0) {
        int y = i / width;
        double dy = y - centreY[l] / total[l];
        double dx = i - y * width - centreX[l] / total[l];
        inner[i] = (float) (1 / (1 + beta / Math.sqrt(area[l]) * (dy * dy + dx * dx)));
      }
    }
    return inner;
  }

  private static void normalise(LabelImage labels, float[] distance) {
    int[] label = labels.labels();
    float[] largest = new float[labels.objectCount() + 1];
    for (int i = 0; i < label.length; i++) {
      largest[label[i]] = Math.max(largest[label[i]], distance[i]);
    }
    for (int i = 0; i < label.length; i++) {
      distance[i] = label[i] == 0 ? 0 : distance[i] / largest[label[i]];
    }
  }

  /**
   * Distance to the nearest pixel of another label, 0 on the background. Separable: along the
   * column first, then along the row until nothing can be nearer (Meijster et al. 2000). A plane
   * that is one object alone has no such pixel; its distances are all equal.
   */
  private static float[] distances(LabelImage labels) {
    int width = labels.width();
    int height = labels.height();
    int[] label = labels.labels();
    int far = width + height;
    int[] vertical = new int[label.length];
    Arrays.fill(vertical, far);
    for (int i = width; i < label.length; i++) {
      vertical[i] = label[i] == label[i - width] ? Math.min(far, vertical[i - width] + 1) : 1;
    }
    for (int i = label.length - width - 1; i >= 0; i--) {
      int below = label[i] == label[i + width] ? vertical[i + width] + 1 : 1;
      vertical[i] = Math.min(vertical[i], below);
    }
    float[] distance = new float[label.length];
    for (int i = 0; i < label.length; i++) {
      if (label[i] > 0) {
        distance[i] = (float) Math.sqrt((double) nearest(label, vertical, i, width));
      }
    }
    return distance;
  }

  private static long nearest(int[] label, int[] vertical, int i, int width) {
    int x = i % width;
    long best = (long) vertical[i] * vertical[i];
    int left = 1;
    int right = 1;
    for (long d = 1; d * d < best && (left > 0 || right > 0); d++) {
      if (left > 0) {
        int j = i - left;
        boolean same = left <= x && label[j] == label[i];
        long g = same ? vertical[j] : 0;
        best = left <= x ? Math.min(best, d * d + g * g) : best;
        left = same ? left + 1 : 0;
      }
      if (right > 0) {
        int j = i + right;
        boolean inside = right < width - x;
        boolean same = inside && label[j] == label[i];
        long g = same ? vertical[j] : 0;
        best = inside ? Math.min(best, d * d + g * g) : best;
        right = same ? right + 1 : 0;
      }
    }
    return best;
  }
}
