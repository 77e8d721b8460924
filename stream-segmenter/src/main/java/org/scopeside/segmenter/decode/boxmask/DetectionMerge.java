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
  private final int[] plane;

  /** Detection that began object {@code k}, at {@code k}. */
  private final int[] founder;

  private int objects;

  /** Pixels that the detection in hand shares with object {@code k}; zeros between detections. */
  private final int[] shared;

  private int[] met = new int[16];
  private int metCount;

  DetectionMerge(Detections detections, BoxMaskSettings settings, int width, int height) {
    this.detections = detections;
    this.settings = settings;
    this.width = width;
    this.height = height;
    plane = new int[width * height];
    founder = new int[detections.count() + 1];
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
    int same = 0;
    for (int m = 0; m < metCount; m++) {
      int k = met[m];
      if (same == 0 && isSame(d, k)) {
        same = k;
      }
      shared[k] = 0;
    }
    int free = detections.area(d) - taken;
    if (same != 0) {
      if (continues(d, founder[same])) {
        paint(d, same);
      }
    } else if (free >= settings.minSize() && taken < settings.mergeOverlap() * detections.area(d)) {
      founder[++objects] = d;
      paint(d, objects);
    }
  }

  /** Counts what a detection shares with each object; all of it together is returned. */
  private int countShared(int d) {
    PlaneRuns runs = detections.runs();
    int taken = 0;
    metCount = 0;
    for (int r = detections.firstRun(d); r < detections.firstRun(d + 1); r++) {
      int row = runs.y(r) * width;
      for (int i = row + runs.start(r); i < row + runs.end(r); i++) {
        int k = plane[i];
        if (k != 0) {
          taken++;
          if (shared[k]++ == 0) {
            meet(k);
          }
        }
      }
    }
    return taken;
  }

  private void meet(int k) {
    if (metCount == met.length) {
      met = Arrays.copyOf(met, 2 * metCount);
    }
    met[metCount++] = k;
  }

  private boolean isSame(int d, int k) {
    int other = founder[k];
    int smaller = Math.min(comparable(d, other), comparable(other, d));
    return shared[k] >= settings.mergeOverlap() * Math.max(1, smaller);
  }

  /**
   * Pixels of a detection that could be part of another: of a cut one, those in the other's crop.
   */
  private int comparable(int d, int other) {
    return detections.isCut(d)
        ? detections.areaWithin(d, detections.crop(other))
        : detections.area(d);
  }

  /** Whether the crops of two detections of one object each show a part of it. */
  private boolean continues(int d, int other) {
    return detections.isCut(d) && detections.isCut(other) && !detections.areOfOneCrop(d, other);
  }

  private void paint(int d, int k) {
    PlaneRuns runs = detections.runs();
    for (int r = detections.firstRun(d); r < detections.firstRun(d + 1); r++) {
      int row = runs.y(r) * width;
      for (int i = row + runs.start(r); i < row + runs.end(r); i++) {
        if (plane[i] == 0) {
          plane[i] = k;
        }
      }
    }
  }

  /** Numbers the objects in reading order. */
  private FoundObjects number() {
    int[] number = new int[objects + 1];
    float[] scores = new float[objects];
    int[] classes = new int[objects];
    boolean classed = false;
    int count = 0;
    for (int i = 0; i < plane.length; i++) {
      int k = plane[i];
      if (k != 0 && number[k] == 0) {
        number[k] = ++count;
        scores[count - 1] = detections.score(founder[k]);
        classes[count - 1] = detections.classOf(founder[k]);
        classed |= classes[count - 1] != 0;
      }
      plane[i] = number[k];
    }
    LabelImage labels = LabelImage.ofConsecutive(plane, width, height, objects);
    return new FoundObjects(labels, scores, classed ? classes : new int[0]);
  }
}
