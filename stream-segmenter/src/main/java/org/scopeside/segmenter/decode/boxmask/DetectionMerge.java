package org.scopeside.segmenter.decode.boxmask;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.scopeside.segmenter.decode.boxmask.BoxMaskSettings.Prefer;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Puts detections onto the plane one after the other, the preferred ones first. What a detection
 * meets there decides what becomes of it:
 *
 * <ul>
 *   <li>The two share {@code merge_overlap} of the smaller one, of which only that part counts that
 *       the other's crop shows if its own crop cut it: it is the same object once more. Where both
 *       are cut, in different crops, it adds its pixels; else it is dropped.
 *   <li>It has lost that share of itself to several objects together, or too little is left: it is
 *       dropped.
 *   <li>Otherwise it takes the pixels that are free.
 * </ul>
 *
 * <p>Time goes with the pixels of the masks, not with pairs of objects: the plane itself tells what
 * a detection meets.
 */
final class DetectionMerge {
  private final Detections detections;
  private final BoxMaskSettings settings;
  private final int width;
  private final int height;

  /** The detection a pixel was given to, by its number among those that were painted, from 1. */
  private final int[] plane;

  private final int[] painted;
  private int paintedCount;

  /** The first one painted of the same object, at the number of each that was painted. */
  private final int[] object;

  /** Pixels that the detection in hand shares with painted ones; zeros between detections. */
  private final int[] shared;

  private int[] met = new int[16];
  private int metCount;

  DetectionMerge(Detections detections, BoxMaskSettings settings, int width, int height) {
    this.detections = detections;
    this.settings = settings;
    this.width = width;
    this.height = height;
    plane = new int[width * height];
    painted = new int[detections.count() + 1];
    object = new int[detections.count() + 1];
    shared = new int[detections.count() + 1];
  }

  FoundObjects run() {
    for (int d : order()) {
      place(d);
    }
    return number();
  }

  private int[] order() {
    Comparator<Integer> byScore =
        Comparator.comparing((Integer d) -> detections.isCut(d))
            .thenComparing(d -> -detections.score(d));
    Comparator<Integer> bySize = Comparator.comparing((Integer d) -> -detections.area(d));
    return IntStream.range(0, detections.count())
        .boxed()
        .sorted(settings.prefer() == Prefer.SCORE ? byScore : bySize)
        .mapToInt(d -> d)
        .toArray();
  }

  private void place(int d) {
    int taken = countShared(d);
    int same = sameObject(d);
    if (same != 0) {
      if (continues(d, painted[same])) {
        paint(d, object[same]);
      }
    } else if (detections.area(d) - taken >= settings.minSize()
        && taken < settings.mergeOverlap() * detections.area(d)) {
      paint(d, paintedCount + 1);
    }
  }

  /** The painted one of the same object that shares most pixels, or 0; clears the counts. */
  private int sameObject(int d) {
    int same = 0;
    int most = 0;
    for (int m = 0; m < metCount; m++) {
      int p = met[m];
      if (shared[p] > most && isSame(d, p)) {
        same = p;
        most = shared[p];
      }
      shared[p] = 0;
    }
    return same;
  }

  /** Counts what a detection shares with each painted one; all of it together is returned. */
  private int countShared(int d) {
    PlaneRuns runs = detections.runs();
    int taken = 0;
    metCount = 0;
    for (int r = detections.firstRun(d); r < detections.firstRun(d + 1); r++) {
      int row = runs.y(r) * width;
      for (int i = row + runs.start(r); i < row + runs.end(r); i++) {
        int p = plane[i];
        if (p != 0) {
          taken++;
          if (shared[p]++ == 0) {
            meet(p);
          }
        }
      }
    }
    return taken;
  }

  private void meet(int p) {
    if (metCount == met.length) {
      met = Arrays.copyOf(met, 2 * metCount);
    }
    met[metCount++] = p;
  }

  private boolean isSame(int d, int p) {
    int other = painted[p];
    int smaller = Math.min(comparable(d, other), comparable(other, d));
    return shared[p] >= settings.mergeOverlap() * smaller;
  }

  /** Pixels that could belong to both: of a cut detection those that the other's crop shows. */
  private int comparable(int d, int other) {
    return detections.isCut(d)
        ? detections.areaWithin(d, detections.crop(other))
        : detections.area(d);
  }

  /** Whether the crops of two detections of one object each show a part of it. */
  private boolean continues(int d, int other) {
    return detections.isCut(d) && detections.isCut(other) && !detections.areOfOneCrop(d, other);
  }

  private void paint(int d, int of) {
    painted[++paintedCount] = d;
    object[paintedCount] = of;
    PlaneRuns runs = detections.runs();
    for (int r = detections.firstRun(d); r < detections.firstRun(d + 1); r++) {
      int row = runs.y(r) * width;
      for (int i = row + runs.start(r); i < row + runs.end(r); i++) {
        plane[i] = plane[i] == 0 ? paintedCount : plane[i];
      }
    }
  }

  /** Numbers the objects in reading order. */
  private FoundObjects number() {
    int[] number = new int[paintedCount + 1];
    float[] scores = new float[paintedCount];
    int[] classes = new int[paintedCount];
    boolean classed = false;
    int count = 0;
    for (int i = 0; i < plane.length; i++) {
      int first = object[plane[i]];
      if (first != 0 && number[first] == 0) {
        scores[count] = detections.score(painted[first]);
        classes[count] = detections.classOf(painted[first]);
        classed |= classes[count] != 0;
        number[first] = ++count;
      }
      plane[i] = number[first];
    }
    return new FoundObjects(
        LabelImage.ofConsecutive(plane, width, height, count),
        Arrays.copyOf(scores, count),
        classed ? Arrays.copyOf(classes, count) : new int[0]);
  }
}
