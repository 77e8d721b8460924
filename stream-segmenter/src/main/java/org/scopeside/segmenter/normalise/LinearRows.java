package org.scopeside.segmenter.normalise;

/**
 * Rows of a bilinearly rescaled image, one after the other. The two source rows around a position
 * are kept, so that each is resized along x once while positions ascend. Belongs to one thread.
 */
public final class LinearRows {
  private final float[] source;
  private final int origin;
  private final int stride;
  private final LinearAxis rows;
  private final LinearAxis columns;
  private float[] below;
  private float[] above;
  private int belowRow = -1;
  private int aboveRow = -1;

  /**
   * @param source holds source pixel (0, 0) at {@code origin}, which may be negative if only later
   *     ones are asked for
   * @param stride from one source row to the next
   */
  public LinearRows(float[] source, int origin, int stride, LinearAxis rows, LinearAxis columns) {
    this.source = source;
    this.origin = origin;
    this.stride = stride;
    this.rows = rows;
    this.columns = columns;
    below = new float[columns.length()];
    above = new float[columns.length()];
  }

  /** Writes row {@code i} of the positions wanted, which must not be nowhere. */
  public void read(int i, float[] target, int to) {
    hold(rows.lower(i), rows.upper(i));
    float w = rows.weight(i);
    float v = 1 - w;
    float[] a = below;
    float[] b = above;
    for (int x = 0; x < a.length; x++) {
      target[to + x] = a[x] * v + b[x] * w;
    }
  }

  private void hold(int lower, int upper) {
    if (lower == aboveRow && lower != belowRow) {
      float[] swapped = below;
      below = above;
      above = swapped;
      aboveRow = belowRow;
      belowRow = lower;
    }
    if (lower != belowRow) {
      columns.read(source, origin + lower * stride, below);
      belowRow = lower;
    }
    if (upper != aboveRow) {
      columns.read(source, origin + upper * stride, above);
      aboveRow = upper;
    }
  }
}
