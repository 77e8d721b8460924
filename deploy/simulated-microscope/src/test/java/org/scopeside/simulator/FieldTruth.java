package org.scopeside.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds for every label image of the simulator. */
final class FieldTruth {

  private FieldTruth() {}

  /** Labels are 1..count, each present and one 4-connected piece. */
  static void requireOnePieceEach(int[] labels, int sizeX, int count) {
    int[] pieces = pieces(labels, sizeX, count);
    for (int label = 1; label <= count; label++) {
      assertEquals(1, pieces[label], "pieces of label " + label);
    }
  }

  /** As above, where labels may be missing. */
  static void requireAtMostOnePieceEach(int[] labels, int sizeX, int count) {
    int[] pieces = pieces(labels, sizeX, count);
    for (int label = 1; label <= count; label++) {
      assertTrue(pieces[label] <= 1, "label " + label + " has " + pieces[label] + " pieces");
    }
  }

  private static int[] pieces(int[] labels, int sizeX, int count) {
    int[] pieces = new int[count + 1];
    boolean[] seen = new boolean[labels.length];
    int[] stack = new int[labels.length];
    for (int start = 0; start < labels.length; start++) {
      if (labels[start] == 0 || seen[start]) {
        continue;
      }
      pieces[labels[start]]++;
      int size = 0;
      seen[start] = true;
      stack[size++] = start;
      while (size > 0) {
        int i = stack[--size];
        int[] neighbours = {
          i % sizeX > 0 ? i - 1 : i,
          i % sizeX < sizeX - 1 ? i + 1 : i,
          i >= sizeX ? i - sizeX : i,
          i + sizeX < labels.length ? i + sizeX : i
        };
        for (int next : neighbours) {
          if (!seen[next] && labels[next] == labels[start]) {
            seen[next] = true;
            stack[size++] = next;
          }
        }
      }
    }
    return pieces;
  }

  /** Mean of the plane where the labels are, or are not, 0. */
  static double mean(short[] plane, int[] labels, boolean background) {
    double sum = 0;
    int pixels = 0;
    for (int i = 0; i < plane.length; i++) {
      if (labels[i] == 0 == background) {
        sum += Short.toUnsignedInt(plane[i]);
        pixels++;
      }
    }
    return sum / pixels;
  }
}
