package org.scopeside.segmenter.decode.boxmask;

import java.util.Arrays;
import java.util.List;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.decode.NonFiniteOutputException;

/**
 * The detections of a plane that are sure and large enough, with their pixels: detection {@code d}
 * has runs {@code firstRun(d)} to {@code firstRun(d + 1) - 1}.
 */
final class Detections {
  /** Mean number of boxes over a pixel beyond which a network is taken to be broken. */
  private static final int MOST_BOXES_A_PIXEL = 256;

  /** Pixels of boxes that are always accepted. */
  private static final long FEW_PIXELS = 1 << 26;

  private final List<Crop> crops;
  private final PlaneRuns runs = new PlaneRuns();
  private int count;
  private int[] firstRun = new int[64];
  private int[] cropOf = new int[64];
  private int[] indexOf = new int[64];
  private int[] areaOf = new int[64];
  private boolean[] cutOf = new boolean[64];

  private Detections(List<Crop> crops) {
    this.crops = crops;
  }

  /**
   * @throws IllegalArgumentException if a crop's arrays do not fit, or if its boxes cover the plane
   *     so often that nothing can come of it
   */
  static Detections of(List<Crop> crops, BoxMaskSettings settings, int width, int height) {
    Detections found = new Detections(crops);
    MaskPasting pasting = new MaskPasting(settings.paste(), settings.maskThreshold());
    long most = Math.max(FEW_PIXELS, (long) MOST_BOXES_A_PIXEL * width * height);
    long pixels = 0;
    for (int c = 0; c < crops.size(); c++) {
      Crop crop = crops.get(c);
      checkShape(crop, width, height);
      NonFiniteOutputException.check(crop.scores(), 1, crop.scores().length);
      for (int n = 0; n < crop.scores().length; n++) {
        if (crop.scores()[n] >= (float) settings.scoreThreshold()) {
          checkFinite(crop, n);
          pixels += pasting.pixels(crop, n);
          if (pixels > most) {
            throw new IllegalArgumentException(
                "the boxes cover a plane of %dx%d more than %d times: no objects can be told apart"
                    .formatted(width, height, most / ((long) width * height)));
          }
          found.add(c, n, pasting, settings.minSize(), width, height);
        }
      }
    }
    return found;
  }

  private static void checkShape(Crop crop, int width, int height) {
    int n = crop.scores().length;
    long mask = (long) crop.maskSide() * crop.maskSide();
    if (crop.maskSide() < 1
        || crop.boxes().length != 4L * n
        || crop.masks().length != n * mask
        || (crop.classes().length != 0 && crop.classes().length != n)) {
      throw new IllegalArgumentException(
          "%d scores with %d box numbers, %d classes and %d mask values of side %d"
              .formatted(
                  n,
                  crop.boxes().length,
                  crop.classes().length,
                  crop.masks().length,
                  crop.maskSide()));
    }
    if (crop.x() < 0
        || crop.y() < 0
        || crop.width() < 0
        || crop.height() < 0
        || (long) crop.x() + crop.width() > width
        || (long) crop.y() + crop.height() > height) {
      throw new IllegalArgumentException(
          "crop %dx%d at y=%d x=%d exceeds plane %dx%d"
              .formatted(crop.width(), crop.height(), crop.y(), crop.x(), width, height));
    }
  }

  private static void checkFinite(Crop crop, int n) {
    for (int i = 4 * n; i < 4 * n + 4; i++) {
      if (!Float.isFinite(crop.boxes()[i])) {
        throw new NonFiniteOutputException(0, i, 4, crop.boxes()[i]);
      }
    }
    int pixels = crop.maskSide() * crop.maskSide();
    for (int i = n * pixels; i < (n + 1) * pixels; i++) {
      if (!Float.isFinite(crop.masks()[i])) {
        throw new NonFiniteOutputException(3, i, crop.maskSide(), crop.masks()[i]);
      }
    }
  }

  private void add(int c, int n, MaskPasting pasting, int minSize, int width, int height) {
    Crop crop = crops.get(c);
    int first = runs.count();
    int area = pasting.paste(crop, n, runs);
    if (area < minSize) {
      runs.truncate(first);
      return;
    }
    if (count + 1 == firstRun.length) {
      firstRun = Arrays.copyOf(firstRun, 2 * firstRun.length);
      cropOf = Arrays.copyOf(cropOf, firstRun.length);
      indexOf = Arrays.copyOf(indexOf, firstRun.length);
      areaOf = Arrays.copyOf(areaOf, firstRun.length);
      cutOf = Arrays.copyOf(cutOf, firstRun.length);
    }
    cropOf[count] = c;
    indexOf[count] = n;
    areaOf[count] = area;
    cutOf[count] = touchesInnerEdge(crop, first, width, height);
    firstRun[++count] = runs.count();
  }

  /** Whether pixels lie at an edge of the crop that is none of the plane. */
  private boolean touchesInnerEdge(Crop crop, int first, int width, int height) {
    int top = crop.y() == 0 ? -1 : crop.y();
    int left = crop.x() == 0 ? -1 : crop.x();
    int bottom = crop.y() + crop.height() == height ? -1 : crop.y() + crop.height() - 1;
    int right = crop.x() + crop.width() == width ? -1 : crop.x() + crop.width();
    for (int r = first; r < runs.count(); r++) {
      if (runs.y(r) == top
          || runs.y(r) == bottom
          || runs.start(r) == left
          || runs.end(r) == right) {
        return true;
      }
    }
    return false;
  }

  /** Pixels of a detection that lie in a crop. */
  int areaWithin(int d, Crop crop) {
    int area = 0;
    for (int r = firstRun[d]; r < firstRun[d + 1]; r++) {
      if (runs.y(r) >= crop.y() && runs.y(r) < crop.y() + crop.height()) {
        int start = Math.max(runs.start(r), crop.x());
        int end = Math.min(runs.end(r), crop.x() + crop.width());
        area += Math.max(0, end - start);
      }
    }
    return area;
  }

  PlaneRuns runs() {
    return runs;
  }

  int count() {
    return count;
  }

  int firstRun(int d) {
    return firstRun[d];
  }

  int area(int d) {
    return areaOf[d];
  }

  /** Whether the edge of its crop may have cut it. */
  boolean isCut(int d) {
    return cutOf[d];
  }

  boolean areOfOneCrop(int d, int other) {
    return cropOf[d] == cropOf[other];
  }

  Crop crop(int d) {
    return crops.get(cropOf[d]);
  }

  float score(int d) {
    return crop(d).scores()[indexOf[d]];
  }

  /** 0 where the network has one class. */
  int classOf(int d) {
    int[] classes = crop(d).classes();
    return classes.length == 0 ? 0 : classes[indexOf[d]];
  }
}
