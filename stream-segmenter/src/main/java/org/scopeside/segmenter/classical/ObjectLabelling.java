package org.scopeside.segmenter.classical;

import java.util.Arrays;

/**
 * From components and seeds to numbered objects: components with several seeds are flooded, objects
 * that are too small go, the rest is numbered in reading order.
 *
 * <p>A component with one seed is one object as it stands: no pixel of it is flooded. Keeps
 * scratch: one instance a thread.
 */
final class ObjectLabelling {
  private final Watershed watershed = new Watershed();

  // The seeds of component c are seeds[from[c]] to seeds[from[c + 1] - 1]; under its index s
  // are kept the area of its flood and, in the end, its object's number.
  private int[] from = new int[0];
  private int[] seeds = new int[0];
  private int[] area = new int[0];

  /**
   * Labels the objects.
   *
   * @param mask with components
   * @param found at least one seed a component
   * @param plane smoothed distance map, restricted to the mask, its components as labels; used up
   * @param minArea smallest object kept, in pixels
   * @param objects zeros, {@code [y][x]}; receives the objects' numbers
   * @return number of objects
   */
  int label(MaskRuns mask, SeedFinder found, FloodPlane plane, int minArea, int[] objects) {
    groupByComponent(mask.componentCount(), found, plane.labels());
    flood(mask, plane);
    countAreas(mask, plane);
    return number(mask, plane, minArea, objects);
  }

  private void groupByComponent(int components, SeedFinder found, int[] labels) {
    from = new int[components + 2];
    seeds = new int[found.seedCount()];
    for (int s = 0; s < seeds.length; s++) {
      from[labels[found.seed(s)] + 1]++;
    }
    for (int c = 1; c < from.length; c++) {
      from[c] += from[c - 1];
    }
    int[] next = from.clone();
    for (int s = 0; s < seeds.length; s++) {
      seeds[next[labels[found.seed(s)]]++] = found.seed(s);
    }
  }

  private boolean isShared(int component) {
    return from[component + 1] - from[component] > 1;
  }

  private void flood(MaskRuns mask, FloodPlane plane) {
    int[] pixels = new int[mask.componentCount() + 1];
    for (int y = 0; y < plane.height(); y++) {
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        if (isShared(mask.component(r))) {
          pixels[mask.component(r)] += mask.end(r) - mask.start(r);
          plane.openRun(y, mask.start(r), mask.end(r));
        }
      }
    }
    for (int c = 1; c <= mask.componentCount(); c++) {
      if (isShared(c)) {
        watershed.flood(plane.labels(), plane.stride(), seeds, from[c], from[c + 1], pixels[c]);
      }
    }
  }

  private void countAreas(MaskRuns mask, FloodPlane plane) {
    area = new int[seeds.length];
    int[] labels = plane.labels();
    for (int y = 0; y < plane.height(); y++) {
      int row = plane.row(y);
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        int component = mask.component(r);
        if (isShared(component)) {
          for (int i = row + mask.start(r); i < row + mask.end(r); i++) {
            area[Watershed.taken(labels[i])]++;
          }
        } else {
          area[from[component]] += mask.end(r) - mask.start(r);
        }
      }
    }
  }

  private int number(MaskRuns mask, FloodPlane plane, int minArea, int[] objects) {
    int[] number = new int[area.length];
    int[] labels = plane.labels();
    int count = 0;
    for (int y = 0; y < plane.height(); y++) {
      int shift = plane.row(y) - y * plane.width();
      int row = y * plane.width();
      for (int r = mask.rowStart(y); r < mask.rowStart(y + 1); r++) {
        int start = row + mask.start(r);
        int end = row + mask.end(r);
        if (isShared(mask.component(r))) {
          for (int i = start; i < end; i++) {
            int seed = Watershed.taken(labels[i + shift]);
            if (number[seed] == 0 && area[seed] >= minArea) {
              number[seed] = ++count;
            }
            objects[i] = number[seed];
          }
        } else {
          int seed = from[mask.component(r)];
          if (number[seed] == 0 && area[seed] >= minArea) {
            number[seed] = ++count;
          }
          Arrays.fill(objects, start, end, number[seed]);
        }
      }
    }
    return count;
  }
}
