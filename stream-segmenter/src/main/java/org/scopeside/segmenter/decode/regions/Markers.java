package org.scopeside.segmenter.decode.regions;

/**
 * Pixels from which objects are grown, those that touch, at a corner too, in one marker: {@code
 * skimage.measure.label} of a mask that is nearly empty.
 *
 * @param pixels in reading order
 * @param marker of pixel {@code i} of the list, 1 to {@code count}, in reading order of their first
 *     pixel
 */
// Arrays: thousands of pixels, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record Markers(int[] pixels, int[] marker, int count) {

  /**
   * Joins the pixels that touch.
   *
   * @param pixels in reading order; owned by the markers from now on
   * @param width columns of the plane
   * @param scratch zeros, as many as pixels in the plane; zeros again afterwards
   */
  public static Markers join(int[] pixels, int width, int[] scratch) {
    int[] parent = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int p = pixels[i];
      int x = p % width;
      parent[i] = i;
      scratch[p] = i + 1;
      if (x > 0) {
        join(parent, i, scratch, p - 1);
        join(parent, i, scratch, p - width - 1);
      }
      join(parent, i, scratch, p - width);
      if (x < width - 1) {
        join(parent, i, scratch, p - width + 1);
      }
    }
    int count = 0;
    for (int i = 0; i < pixels.length; i++) {
      // A root is its marker's first pixel, so that parents are numbered before their children.
      parent[i] = parent[i] == i ? ++count : parent[parent[i]];
      scratch[pixels[i]] = 0;
    }
    return new Markers(pixels, parent, count);
  }

  private static void join(int[] parent, int i, int[] scratch, int neighbour) {
    if (neighbour >= 0 && scratch[neighbour] > 0) {
      int a = root(parent, i);
      int b = root(parent, scratch[neighbour] - 1);
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }

  private static int root(int[] parent, int i) {
    int r = i;
    while (parent[r] != r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  }
}
