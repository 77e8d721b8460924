package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * The background of a plane where illumination is uneven: a low percentile of each block, linear
 * between the blocks' centres and on from there to the edges. It is CellProfiler's
 * CorrectIlluminationCalculate on the background of one image, with a percentile in the place of
 * the minimum, which is that of the noise.
 *
 * <p>Every second pixel of every second row is looked at. Keeps scratch: one instance a thread.
 */
final class BackgroundPlane {
  private static final int STEP = 2;

  private final int block;
  private final double percentile;
  private float[] values = new float[0];
  private float[] grid = new float[0];
  private int columns;
  private int rows;

  /**
   * @param block side of a block, pixels
   * @param percentile 0 to 100
   */
  BackgroundPlane(int block, double percentile) {
    this.block = block;
    this.percentile = percentile;
  }

  /** Subtracts from {@code plane}, {@code [y][x]}, its background. */
  void subtract(float[] plane, int width, int height) {
    columns = Math.max(1, (width + block / 2) / block);
    rows = Math.max(1, (height + block / 2) / block);
    grid = new float[columns * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        grid[row * columns + column] = backgroundOf(plane, width, height, row, column);
      }
    }
    float[] line = new float[columns];
    float[] background = new float[width];
    for (int y = 0; y < height; y++) {
      interpolateRow((y + 0.5) * rows / height - 0.5, line);
      spread(line, background, width);
      int at = y * width;
      for (int x = 0; x < width; x++) {
        plane[at + x] -= background[x];
      }
    }
  }

  private float backgroundOf(float[] plane, int width, int height, int row, int column) {
    int top = (int) ((long) row * height / rows);
    int bottom = (int) ((long) (row + 1) * height / rows);
    int left = (int) ((long) column * width / columns);
    int right = (int) ((long) (column + 1) * width / columns);
    int most = ((bottom - top) / STEP + 1) * ((right - left) / STEP + 1);
    if (values.length < most) {
      values = new float[most];
    }
    int count = 0;
    for (int y = top; y < bottom; y += STEP) {
      for (int x = left; x < right; x += STEP) {
        values[count++] = plane[y * width + x];
      }
    }
    Arrays.sort(values, 0, count);
    return values[(int) (percentile / 100 * (count - 1))];
  }

  /** The grid at a height between its rows, or beyond the outermost. */
  private void interpolateRow(double at, float[] line) {
    int upper = Math.max(0, Math.min(rows - 2, (int) Math.floor(at)));
    int lower = Math.min(rows - 1, upper + 1);
    float share = (float) (at - upper);
    for (int column = 0; column < columns; column++) {
      float a = grid[upper * columns + column];
      line[column] = a + share * (grid[lower * columns + column] - a);
    }
  }

  private void spread(float[] line, float[] background, int width) {
    for (int x = 0; x < width; x++) {
      double at = (x + 0.5) * columns / width - 0.5;
      int left = Math.max(0, Math.min(columns - 2, (int) Math.floor(at)));
      float a = line[left];
      background[x] = a + (float) (at - left) * (line[Math.min(columns - 1, left + 1)] - a);
    }
  }
}
