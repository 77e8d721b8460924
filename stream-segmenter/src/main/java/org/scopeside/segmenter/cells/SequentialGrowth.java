package org.scopeside.segmenter.cells;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Growth cell after cell: see {@link MaskGrowth.Variant#SEQUENTIAL}.
 *
 * <p>A cell's step needs only those of its pixels that have a neighbour of another label. Each cell
 * keeps a list in which these are (and maybe others): after its own step they are among the pixels
 * that it just took, and whoever takes a pixel away from a cell puts the neighbours of that pixel
 * on the cell's list. Work goes with the pixels taken, not with the size of the cells.
 */
final class SequentialGrowth {
  private static final int CLOSED = -1;

  private final int stride;

  /** Labels without the last row and column, with a margin of one closed pixel. */
  private final int[] labels;

  // The list of cell i begins at entry head[i]; entries are chained by `then`, 0 ends a list.
  private final int[] head;
  private int[] place = new int[1024];
  private int[] then = new int[1024];
  private int free;
  private int entries = 1;

  private int[] outline = new int[256];

  private SequentialGrowth(LabelImage cells) {
    int width = cells.width();
    int height = cells.height();
    stride = width + 1;
    labels = new int[Math.multiplyExact(stride, height + 1)];
    head = new int[cells.objectCount() + 1];
    Arrays.fill(labels, CLOSED);
    for (int y = 0; y < height - 1; y++) {
      System.arraycopy(cells.labels(), y * width, labels, (y + 1) * stride + 1, width - 1);
    }
  }

  static Relabelled grow(LabelImage cells, int growth) {
    return new SequentialGrowth(cells).run(cells, growth);
  }

  private Relabelled run(LabelImage cells, int growth) {
    listOutlines();
    for (int round = 0; round < growth; round++) {
      for (int cell = 1; cell <= cells.objectCount(); cell++) {
        step(cell);
      }
    }
    int width = cells.width();
    int[] grown = cells.labels().clone();
    for (int y = 0; y < cells.height() - 1; y++) {
      System.arraycopy(labels, (y + 1) * stride + 1, grown, y * width, width - 1);
    }
    return Relabelled.compact(grown, width, cells.height(), cells.objectCount());
  }

  private void listOutlines() {
    for (int p = stride; p < labels.length - stride; p++) {
      int label = labels[p];
      if (label > 0
          && (isOther(label, p - stride)
              || isOther(label, p - 1)
              || isOther(label, p + 1)
              || isOther(label, p + stride))) {
        push(label, p);
      }
    }
  }

  private boolean isOther(int label, int p) {
    return labels[p] != label && labels[p] != CLOSED;
  }

  private void step(int cell) {
    int count = takeOutline(cell);
    for (int i = 0; i < count; i++) {
      int p = outline[i];
      take(cell, p - stride);
      take(cell, p - 1);
      take(cell, p + 1);
      take(cell, p + stride);
    }
  }

  /** Empties a cell's list into {@link #outline}, without pixels that it has lost. */
  private int takeOutline(int cell) {
    int count = 0;
    int entry = head[cell];
    while (entry != 0) {
      if (labels[place[entry]] == cell) {
        if (count == outline.length) {
          outline = Arrays.copyOf(outline, 2 * count);
        }
        outline[count++] = place[entry];
      }
      int following = then[entry];
      then[entry] = free;
      free = entry;
      entry = following;
    }
    head[cell] = 0;
    return count;
  }

  private void take(int cell, int p) {
    int owner = labels[p];
    if (owner == cell || owner == CLOSED) {
      return;
    }
    labels[p] = cell;
    push(cell, p);
    if (owner > 0) {
      listIfOf(owner, p - stride);
      listIfOf(owner, p - 1);
      listIfOf(owner, p + 1);
      listIfOf(owner, p + stride);
    }
  }

  private void listIfOf(int owner, int p) {
    if (labels[p] == owner) {
      push(owner, p);
    }
  }

  private void push(int cell, int p) {
    int entry = free;
    if (entry != 0) {
      free = then[entry];
    } else {
      if (entries == place.length) {
        place = Arrays.copyOf(place, 2 * entries);
        then = Arrays.copyOf(then, 2 * entries);
      }
      entry = entries++;
    }
    place[entry] = p;
    then[entry] = head[cell];
    head[cell] = entry;
  }
}
