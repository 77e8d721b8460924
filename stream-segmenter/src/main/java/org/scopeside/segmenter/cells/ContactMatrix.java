package org.scopeside.segmenter.cells;

import org.scopeside.segmenter.image.LabelImage;

/**
 * Share of a cell's outline that it has in common with each neighbour, as CellSeg weighs it (Lee et
 * al. 2022): sparse, compressed by rows, the ones on the diagonal left out.
 *
 * <p>Entry (i, j) is the number of 4-neighbour contacts of cell i's pixels with pixels of cell j,
 * divided by twice the number of i's outline pixels, those with a 4-neighbour within the plane that
 * is not i's, background included.
 */
final class ContactMatrix {
  private final int[] from;
  private final int[] column;
  private final double[] value;

  private ContactMatrix(int[] from, int[] column, double[] value) {
    this.from = from;
    this.column = column;
    this.value = value;
  }

  static ContactMatrix of(LabelImage cells) {
    PairCounts contacts = new PairCounts();
    int[] outline = count(cells, contacts);
    int[] from = new int[cells.objectCount() + 1];
    int[] column = new int[contacts.size()];
    double[] value = new double[contacts.size()];
    int[] n = {0};
    contacts.forEach(
        (cell, neighbour, times) -> {
          column[n[0]] = neighbour - 1;
          value[n[0]++] = times / (2.0 * outline[cell]);
          from[cell] = n[0];
        });
    for (int cell = 1; cell < from.length; cell++) {
      from[cell] = Math.max(from[cell], from[cell - 1]);
    }
    return new ContactMatrix(from, column, value);
  }

  /** Counts contacts; returns the number of outline pixels of cell {@code i} at {@code i}. */
  private static int[] count(LabelImage cells, PairCounts contacts) {
    int width = cells.width();
    int height = cells.height();
    int[] labels = cells.labels();
    int[] outline = new int[cells.objectCount() + 1];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        int label = labels[i];
        if (label == 0) {
          continue;
        }
        int up = y > 0 ? labels[i - width] : label;
        int left = x > 0 ? labels[i - 1] : label;
        int right = x + 1 < width ? labels[i + 1] : label;
        int down = y + 1 < height ? labels[i + width] : label;
        if (up != label || left != label || right != label || down != label) {
          outline[label]++;
          touch(contacts, label, up);
          touch(contacts, label, left);
          touch(contacts, label, right);
          touch(contacts, label, down);
        }
      }
    }
    return outline;
  }

  private static void touch(PairCounts contacts, int label, int neighbour) {
    if (neighbour != label && neighbour != 0) {
      contacts.add(label, neighbour, 1);
    }
  }

  /** Number of cells. */
  int size() {
    return from.length - 1;
  }

  /** Entries that are not 0, off the diagonal. */
  int contacts() {
    return column.length;
  }

  /** out = x + contacts · x. */
  void multiply(double[] x, double[] out) {
    for (int row = 0; row < x.length; row++) {
      double sum = x[row];
      for (int k = from[row]; k < from[row + 1]; k++) {
        sum += value[k] * x[column[k]];
      }
      out[row] = sum;
    }
  }

  /** out = y + contactsᵀ · y. */
  void multiplyTransposed(double[] y, double[] out) {
    System.arraycopy(y, 0, out, 0, y.length);
    for (int row = 0; row < y.length; row++) {
      double factor = y[row];
      for (int k = from[row]; k < from[row + 1]; k++) {
        out[column[k]] += value[k] * factor;
      }
    }
  }
}
