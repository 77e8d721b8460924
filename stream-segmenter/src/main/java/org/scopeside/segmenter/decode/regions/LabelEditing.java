package org.scopeside.segmenter.decode.regions;

import java.util.Arrays;
import org.scopeside.segmenter.classical.MaskRuns;

/** What is done to labels, {@code [y][x]} with 0 for the background, in place. */
public final class LabelEditing {
  private LabelEditing() {}

  /** Paints the components of a mask with their numbers onto zeros. */
  public static void paint(MaskRuns mask, int[] labels) {
    for (int y = 0; y < mask.height(); y++) {
      int row = y * mask.width();
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        Arrays.fill(labels, row + mask.start(r), row + mask.end(r), mask.component(r));
      }
    }
  }

  /**
   * Removes labels of fewer than {@code minSize} pixels and closes the gaps in the numbers, whose
   * order stays ({@code remove_small_objects}, {@code relabel_sequential}).
   *
   * @param count largest label
   * @param minSize at least 1: labels without pixels always go
   * @return labels left
   */
  public static int dropSmallerThan(int minSize, int[] labels, int count) {
    int[] size = new int[count + 1];
    for (int label : labels) {
      size[label]++;
    }
    int[] number = new int[count + 1];
    int kept = 0;
    for (int label = 1; label <= count; label++) {
      number[label] = size[label] >= minSize ? ++kept : 0;
    }
    if (kept < count) {
      for (int i = 0; i < labels.length; i++) {
        labels[i] = number[labels[i]];
      }
    }
    return kept;
  }

  /**
   * Fills holes of fewer than {@code size} pixels: 4-connected background that does not reach the
   * plane's edge and has one label alone around it.
   */
  public static void fillHoles(int size, int[] labels, int width, int height) {
    MaskRuns covered = new MaskRuns();
    covered.covered(labels, width, height);
    MaskRuns background = new MaskRuns();
    background.complementOf(covered);
    background.label();
    int[] filling = surrounding(background, labels);
    int[] area = background.componentAreas();
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int r = background.rowStart(y); r < background.rowStart(y + 1); r++) {
        int c = background.component(r);
        if (filling[c] > 0 && area[c] < size) {
          Arrays.fill(labels, row + background.start(r), row + background.end(r), filling[c]);
        }
      }
    }
  }

  /** The only label around a component of the background, or -1. */
  private static int[] surrounding(MaskRuns background, int[] labels) {
    int width = background.width();
    int height = background.height();
    int[] only = new int[background.componentCount() + 1];
    for (int y = 0; y < height; y++) {
      int row = y * width;
      for (int r = background.rowStart(y); r < background.rowStart(y + 1); r++) {
        int c = background.component(r);
        int start = row + background.start(r);
        int end = row + background.end(r);
        if (y == 0 || y == height - 1 || start == row || end == row + width) {
          only[c] = -1;
        } else {
          only[c] = common(only[c], labels[start - 1]);
          only[c] = common(only[c], labels[end]);
          for (int i = start; i < end && only[c] >= 0; i++) {
            only[c] = common(common(only[c], labels[i - width]), labels[i + width]);
          }
        }
      }
    }
    return only;
  }

  private static int common(int only, int label) {
    return label == 0 || label == only ? only : only == 0 ? label : -1;
  }

  /**
   * Grows all labels by one pixel in the eight directions, into the background only. Where several
   * meet the largest label wins, as {@code skimage.morphology.dilation(labels, square(3))} has it.
   */
  public static void dilate(int[] labels, int width, int height) {
    int[] above = new int[width];
    int[] here = new int[width];
    int[] below = new int[width];
    largestOfThree(labels, 0, here);
    for (int y = 0; y < height; y++) {
      int row = y * width;
      if (y + 1 < height) {
        largestOfThree(labels, row + width, below);
      } else {
        Arrays.fill(below, 0);
      }
      for (int x = 0; x < width; x++) {
        int grown = Math.max(Math.max(above[x], below[x]), here[x]);
        labels[row + x] = labels[row + x] == 0 ? grown : labels[row + x];
      }
      int[] free = above;
      above = here;
      here = below;
      below = free;
    }
  }

  private static void largestOfThree(int[] labels, int row, int[] largest) {
    int width = largest.length;
    System.arraycopy(labels, row, largest, 0, width);
    for (int x = 1; x < width; x++) {
      largest[x] = Math.max(largest[x], labels[row + x - 1]);
    }
    for (int x = 0; x < width - 1; x++) {
      largest[x] = Math.max(largest[x], labels[row + x + 1]);
    }
  }
}
