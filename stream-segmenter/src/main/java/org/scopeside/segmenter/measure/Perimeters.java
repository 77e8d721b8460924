package org.scopeside.segmenter.measure;

import org.scopeside.segmenter.image.LabelImage;

/**
 * Perimeters as {@code skimage.measure.perimeter} with four neighbours: the line through the
 * centres of an object's border pixels, its steps weighted by what each border pixel's neighbours
 * say (Benkrid, Crookes, Danny 2000). Border pixels are those with a neighbour above, below, left
 * or right that is not of the object.
 */
final class Perimeters {
  private static final int EDGE = 2;
  private static final int CORNER = 10;

  /** Length by 1 + 2 × border neighbours at an edge + 10 × those at a corner. */
  private static final double[] LENGTH = new double[64];

  static {
    for (int code : new int[] {5, 7, 15, 17, 25, 27}) {
      LENGTH[code] = 1;
    }
    for (int code : new int[] {21, 33}) {
      LENGTH[code] = Math.sqrt(2);
    }
    for (int code : new int[] {13, 23}) {
      LENGTH[code] = (1 + Math.sqrt(2)) / 2;
    }
  }

  private Perimeters() {}

  /** Perimeter of every object, in pixels; index is label − 1. */
  static double[] of(LabelImage objects) {
    double[] perimeters = new double[objects.objectCount()];
    int width = objects.width();
    int height = objects.height();
    // Border pixels' labels of the rows above, at and below, framed by a column on either side.
    int[] above = new int[width + 2];
    int[] here = new int[width + 2];
    int[] below = new int[width + 2];
    markBorder(objects, 0, here);
    for (int y = 0; y < height; y++) {
      markBorder(objects, y + 1, below);
      for (int x = 1; x <= width; x++) {
        if (here[x] > 0) {
          perimeters[here[x] - 1] += LENGTH[code(above, here, below, x)];
        }
      }
      int[] free = above;
      above = here;
      here = below;
      below = free;
    }
    return perimeters;
  }

  private static void markBorder(LabelImage objects, int y, int[] border) {
    int[] labels = objects.labels();
    int width = objects.width();
    int last = objects.height() - 1;
    for (int x = 0; x < width; x++) {
      int label = y > last ? 0 : labels[y * width + x];
      boolean inside =
          label == 0
              || (x > 0
                  && x < width - 1
                  && y > 0
                  && y < last
                  && labels[y * width + x - 1] == label
                  && labels[y * width + x + 1] == label
                  && labels[(y - 1) * width + x] == label
                  && labels[(y + 1) * width + x] == label);
      border[x + 1] = inside ? 0 : label;
    }
  }

  private static int code(int[] above, int[] here, int[] below, int x) {
    int label = here[x];
    int code = 1;
    code += above[x] == label ? EDGE : 0;
    code += below[x] == label ? EDGE : 0;
    code += here[x - 1] == label ? EDGE : 0;
    code += here[x + 1] == label ? EDGE : 0;
    code += above[x - 1] == label ? CORNER : 0;
    code += above[x + 1] == label ? CORNER : 0;
    code += below[x - 1] == label ? CORNER : 0;
    code += below[x + 1] == label ? CORNER : 0;
    return code;
  }
}
