package org.scopeside.overlay;

import java.util.BitSet;
import org.scopeside.contract.Segmentation;

/**
 * Follows the cracks between a label and whatever is not it, with the label on the right hand.
 *
 * <p>Every loop, also that of a hole, runs east somewhere, along the top of a pixel that has
 * another label above. So one pass over the image that looks at such tops finds every loop, and
 * marking the tops that a loop has run along finds it once. The first top of a loop in the order of
 * the pass begins at a corner: were the crack west of it part of the loop, it would have been
 * found. Pixels of one label that touch at a corner only are kept apart.
 */
final class OutlineTracer {
  /** Most stored corners, 16 MiB of them: objects of 40 where a field is as full as it may be. */
  static final int MAX_CORNERS = 1 << 22;

  private static final int[] STEP_X = {1, 0, -1, 0};
  private static final int[] STEP_Y = {0, 1, 0, -1};
  private static final int EAST = 0;

  private final LabelPixels labels;
  private final BitSet followedTops;
  private final IntList corners = new IntList();
  private final IntList loopStarts = new IntList();
  private final IntList loopLabels = new IntList();
  private int largest;

  OutlineTracer(LabelPixels labels) {
    this.labels = labels;
    this.followedTops = new BitSet(labels.width * labels.height);
  }

  ObjectOutlines trace() {
    for (int y = 0; y < labels.height; y++) {
      for (int x = 0; x < labels.width; x++) {
        int label = labels.at(x, y);
        if (label != 0 && labels.at(x, y - 1) != label && !followedTops.get(y * labels.width + x)) {
          begin(x, y, label);
        }
      }
    }
    loopStarts.add(corners.size());
    return byObject();
  }

  private void begin(int x, int y, int label) {
    if (Integer.compareUnsigned(label, Segmentation.MAX_OBJECTS) > 0) {
      throw new IllegalArgumentException(
          "label "
              + Integer.toUnsignedString(label)
              + " at "
              + x
              + ", "
              + y
              + " is above the "
              + Segmentation.MAX_OBJECTS
              + " objects that a field may have");
    }
    largest = Math.max(largest, label);
    loopStarts.add(corners.size());
    loopLabels.add(label);
    follow(x, y, label);
  }

  /** Stores every corner where the loop turns from vertical to horizontal. */
  private void follow(int startX, int startY, int label) {
    int pixelX = startX; // on the right hand
    int pixelY = startY;
    int x = startX; // the corner between pixels where we stand
    int y = startY;
    int heading = EAST;
    add(x, y);
    do {
      if (heading == EAST) {
        followedTops.set(pixelY * labels.width + pixelX);
      }
      x += STEP_X[heading];
      y += STEP_Y[heading];
      int aheadX = pixelX + STEP_X[heading];
      int aheadY = pixelY + STEP_Y[heading];
      int left = (heading + 3) & 3;
      if (labels.at(aheadX, aheadY) != label) {
        heading = (heading + 1) & 3;
        addIfHorizontal(x, y, heading, startX, startY);
      } else {
        pixelX = aheadX;
        pixelY = aheadY;
        if (labels.at(aheadX + STEP_X[left], aheadY + STEP_Y[left]) == label) {
          pixelX += STEP_X[left];
          pixelY += STEP_Y[left];
          heading = left;
          addIfHorizontal(x, y, heading, startX, startY);
        }
      }
    } while (pixelX != startX || pixelY != startY || heading != EAST);
  }

  private void addIfHorizontal(int x, int y, int heading, int startX, int startY) {
    boolean closes = heading == EAST && x == startX && y == startY;
    if ((heading & 1) == 0 && !closes) {
      add(x, y);
    }
  }

  private void add(int x, int y) {
    if (corners.size() == MAX_CORNERS) {
      throw new IllegalArgumentException(
          "outlines of more than "
              + MAX_CORNERS
              + " corners by row "
              + y
              + " of "
              + labels.height
              + ": these labels are noise");
    }
    corners.add(ObjectOutlines.corner(x, y));
  }

  /** Sorts the loops, found from top to bottom, by object. */
  private ObjectOutlines byObject() {
    int[] objects = new int[largest + 1];
    for (int i = 0; i < loopLabels.size(); i++) {
      objects[loopLabels.get(i)]++;
    }
    for (int i = 0; i < largest; i++) {
      objects[i + 1] += objects[i];
    }
    int[] order = order(objects);
    int[] loops = new int[order.length + 1];
    int[] sorted = new int[corners.size()];
    for (int i = 0; i < order.length; i++) {
      int from = loopStarts.get(order[i]);
      int to = loopStarts.get(order[i] + 1);
      loops[i + 1] = loops[i] + to - from;
      for (int k = from; k < to; k++) {
        sorted[loops[i] + k - from] = corners.get(k);
      }
    }
    return new ObjectOutlines(
        labels.width, labels.height, sorted, loops, objects, bounds(sorted, loops, objects));
  }

  /** Loops in the order of their labels, where {@code objects} says how many come before each. */
  private int[] order(int[] objects) {
    int[] next = objects.clone();
    int[] order = new int[loopLabels.size()];
    for (int i = 0; i < order.length; i++) {
      order[next[loopLabels.get(i) - 1]++] = i;
    }
    return order;
  }

  private static int[] bounds(int[] corners, int[] loops, int[] objects) {
    int[] bounds = new int[2 * (objects.length - 1)];
    for (int i = 0; i + 1 < objects.length; i++) {
      int left = 0xFFFF;
      int top = 0xFFFF;
      int right = 0;
      int bottom = 0;
      for (int k = loops[objects[i]]; k < loops[objects[i + 1]]; k++) {
        left = Math.min(left, ObjectOutlines.x(corners[k]));
        right = Math.max(right, ObjectOutlines.x(corners[k]));
        top = Math.min(top, ObjectOutlines.y(corners[k]));
        bottom = Math.max(bottom, ObjectOutlines.y(corners[k]));
      }
      bounds[2 * i] = ObjectOutlines.corner(left, top);
      bounds[2 * i + 1] = ObjectOutlines.corner(right, bottom);
    }
    return bounds;
  }
}
