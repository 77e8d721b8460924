package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * What seeds are found in and floods run over: heights and labels. Both arrays have a frame that
 * never belongs to an object, so that no neighbour of an object's pixel has to be checked for lying
 * in the plane:
 *
 * <pre>
 *   . . . . .      row y, column x of the plane: index (y + 1) * stride + x, stride = width + 1
 *   p p p p .      the one frame column on the right is also what lies left of the next row
 *   p p p p .
 *   . . . . .
 * </pre>
 *
 * <p>Reused from plane to plane: one instance a thread.
 */
public final class FloodPlane {
  /** Height and label of the frame and the background. */
  public static final int CLOSED = -1;

  private int width;
  private int height;
  private int stride;
  private float[] heights = new float[0];
  private int[] labels = new int[0];

  /** Takes on the size of a plane; heights and labels are whatever was there before. */
  public void resize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    stride = width + 1;
    int length = stride * (height + 2);
    if (heights.length != length) {
      heights = new float[length];
      labels = new int[length];
    }
  }

  /** Closes everything but the mask, and gives every pixel of the mask its component as label. */
  public void restrictTo(MaskRuns mask) {
    Arrays.fill(labels, CLOSED);
    Arrays.fill(heights, 0, stride, CLOSED);
    for (int y = 0; y < height; y++) {
      int row = row(y);
      int x = 0;
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        Arrays.fill(heights, row + x, row + mask.start(r), CLOSED);
        x = mask.end(r);
        Arrays.fill(labels, row + mask.start(r), row + x, mask.component(r));
      }
      Arrays.fill(heights, row + x, row + stride, CLOSED);
    }
    Arrays.fill(heights, row(height), heights.length, CLOSED);
  }

  /** Turns the labels of a run of row {@code y} into cells to be flooded. */
  public void openRun(int y, int start, int end) {
    for (int i = row(y) + start; i < row(y) + end; i++) {
      labels[i] = Float.floatToRawIntBits(heights[i]);
    }
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Distance between the indices of two pixels one above the other. */
  public int stride() {
    return stride;
  }

  /** Index of the first pixel of row {@code y}. */
  public int row(int y) {
    return (y + 1) * stride;
  }

  /** At least 0 on the mask, elsewhere {@link #CLOSED}. */
  public float[] heights() {
    return heights;
  }

  /** Components on the mask, elsewhere {@link #CLOSED}; a flood's cells afterwards. */
  public int[] labels() {
    return labels;
  }
}
