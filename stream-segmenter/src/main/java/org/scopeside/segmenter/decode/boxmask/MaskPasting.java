package org.scopeside.segmenter.decode.boxmask;

import java.util.Arrays;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.decode.boxmask.BoxMaskSettings.Paste;

/**
 * Stretches small masks over their boxes, bilinear between the centres of mask pixels, with zeros
 * around the mask, and gives what reaches the threshold as runs. Only the part of a box that lies
 * in its crop is computed; nothing of the size of a plane is made.
 *
 * <p>Pixels and rounding are those of {@code torchvision.ops} ({@code paste_masks_in_image}: mask
 * padded by 1, box scaled by (m + 2) / m about its centre and truncated to integers, {@code
 * interpolate(mode="bilinear", align_corners=False)} to one pixel more than their difference, in
 * single precision) or of Matterport's Mask R-CNN, which CellSeg runs ({@code unmold_mask}: box
 * rounded half to even, {@code skimage.transform.resize(order=1, mode="constant")}).
 */
final class MaskPasting {
  /** Boxes beyond it are cut: far outside any plane. */
  private static final float FAR = 1 << 22;

  private final Paste paste;
  private final float threshold;
  private int[] column = new int[0];
  private float[] weight = new float[0];
  private float[] upper = new float[0];
  private float[] lower = new float[0];

  // The box in whole pixels of the crop.
  private int top;
  private int left;
  private int rows;
  private int columns;

  MaskPasting(Paste paste, double threshold) {
    this.paste = paste;
    this.threshold = (float) threshold;
  }

  /** Places a detection's box. */
  private void place(Crop crop, int n) {
    float y1 = cut(crop.boxes()[4 * n]);
    float x1 = cut(crop.boxes()[4 * n + 1]);
    float y2 = cut(crop.boxes()[4 * n + 2]);
    float x2 = cut(crop.boxes()[4 * n + 3]);
    if (paste == Paste.MATTERPORT) {
      top = (int) Math.rint(y1);
      left = (int) Math.rint(x1);
      rows = (int) Math.rint(y2) - top;
      columns = (int) Math.rint(x2) - left;
      return;
    }
    float scale = (float) ((crop.maskSide() + 2.0) / crop.maskSide());
    top = (int) ((y2 + y1) * 0.5f - (y2 - y1) * 0.5f * scale);
    left = (int) ((x2 + x1) * 0.5f - (x2 - x1) * 0.5f * scale);
    rows = Math.max(1, (int) ((y2 + y1) * 0.5f + (y2 - y1) * 0.5f * scale) - top + 1);
    columns = Math.max(1, (int) ((x2 + x1) * 0.5f + (x2 - x1) * 0.5f * scale) - left + 1);
  }

  private static float cut(float coordinate) {
    return Math.max(-FAR, Math.min(FAR, coordinate));
  }

  /** Pixels of the crop that a detection's box covers: what {@link #paste} costs. */
  long pixels(Crop crop, int n) {
    place(crop, n);
    long height = Math.min(crop.height(), (long) top + rows) - Math.max(0, top);
    long width = Math.min(crop.width(), (long) left + columns) - Math.max(0, left);
    return Math.max(0, height) * Math.max(0, width);
  }

  /**
   * Adds the mask of detection {@code n} to the runs, in the plane's coordinates.
   *
   * @return pixels that were added
   */
  int paste(Crop crop, int n, PlaneRuns runs) {
    if (pixels(crop, n) == 0) {
      return 0;
    }
    int from = Math.max(0, left);
    int to = Math.min(crop.width(), left + columns);
    // A frame of zeros: index 0 and side + 1 lie outside the mask.
    int side = crop.maskSide() + 2;
    prepareColumns(from, to, side);
    int bottom = Math.min(crop.height(), top + rows);
    int area = 0;
    for (int y = Math.max(0, top); y < bottom; y++) {
      float at = position(y - top, rows, side);
      int above = Math.min((int) at, side - 1);
      float share = at - above;
      stretchRow(crop, n, above, to - from, side, upper);
      stretchRow(crop, n, Math.min(above + 1, side - 1), to - from, side, lower);
      area += addRuns(crop.y() + y, crop.x() + from, to - from, share, runs);
    }
    return area;
  }

  /** Where pixel {@code i} of {@code n} lies among the framed mask's pixels. */
  private float position(int i, int n, int side) {
    if (paste == Paste.MATTERPORT) {
      // The frame lies outside the box.
      float scale = (side - 2) / (float) n;
      return Math.max(0, (i + 0.5f) * scale - 0.5f + 1);
    }
    float scale = side / (float) n;
    return Math.max(0, scale * (i + 0.5f) - 0.5f);
  }

  private void prepareColumns(int from, int to, int side) {
    if (column.length < to - from) {
      column = new int[to - from];
      weight = new float[to - from];
      upper = new float[to - from];
      lower = new float[to - from];
    }
    for (int x = from; x < to; x++) {
      float at = position(x - left, columns, side);
      column[x - from] = Math.min((int) at, side - 1);
      weight[x - from] = at - column[x - from];
    }
  }

  /** Row {@code v} of the framed mask, stretched to the columns. */
  private void stretchRow(Crop crop, int n, int v, int width, int side, float[] out) {
    int m = side - 2;
    if (v == 0 || v == side - 1) {
      Arrays.fill(out, 0, width, 0);
      return;
    }
    float[] masks = crop.masks();
    int row = n * m * m + (v - 1) * m - 1;
    for (int i = 0; i < width; i++) {
      int u = column[i];
      float a = u == 0 || u > m ? 0 : masks[row + u];
      float b = u >= m ? 0 : masks[row + u + 1];
      out[i] = (1 - weight[i]) * a + weight[i] * b;
    }
  }

  private int addRuns(int y, int x, int width, float share, PlaneRuns runs) {
    int area = 0;
    int start = -1;
    for (int i = 0; i < width; i++) {
      boolean inside = (1 - share) * upper[i] + share * lower[i] >= threshold;
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        runs.add(y, x + start, x + i);
        area += i - start;
        start = -1;
      }
    }
    if (start >= 0) {
      runs.add(y, x + start, x + width);
      area += width - start;
    }
    return area;
  }
}
