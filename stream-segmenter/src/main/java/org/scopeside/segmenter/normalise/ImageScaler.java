package org.scopeside.segmenter.normalise;

import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Resizes images: grey values and dense maps bilinearly ({@link LinearAxis}), labels by the nearest
 * pixel.
 */
public final class ImageScaler {
  private ImageScaler() {}

  /** A plane in another size, as {@code cv2.resize(image, (width, height), INTER_LINEAR)}. */
  public static GreyImage resize(GreyImage image, int width, int height) {
    float[] pixels =
        resize(
            image.pixels(),
            0,
            image.width(),
            LinearAxis.whole(image.height(), height),
            LinearAxis.whole(image.width(), width));
    return new GreyImage(pixels, width, height);
  }

  /**
   * A part of a map in another size.
   *
   * @param origin index of source pixel (0, 0) of the axes; negative where the array begins later
   * @param stride from one source row to the next
   * @return row-major, as long as the axes
   */
  public static float[] resize(
      float[] source, int origin, int stride, LinearAxis rows, LinearAxis columns) {
    float[] target = new float[Math.multiplyExact(rows.length(), columns.length())];
    LinearRows reader = new LinearRows(source, origin, stride, rows, columns);
    for (int y = 0; y < rows.length(); y++) {
      reader.read(y, target, y * columns.length());
    }
    return target;
  }

  /**
   * Objects in another size, each pixel from the one that its centre falls into. Objects that no
   * pixel is left of are dropped, with their scores and classes.
   */
  public static FoundObjects nearest(FoundObjects found, int width, int height) {
    LabelImage labels = found.labels();
    return nearest(
        found,
        positions(labels.height(), height, 0, height, 0, labels.height()),
        positions(labels.width(), width, 0, width, 0, labels.width()));
  }

  /**
   * Source pixels for a part of an axis.
   *
   * @param sourceLength pixels of the whole source axis
   * @param targetLength pixels of the whole target axis
   * @param from first target pixel wanted
   * @param to the one after the last
   * @param sourceFrom source pixel that index 0 shall mean
   * @param sourceTo the one after the last that may be named
   */
  public static int[] positions(
      int sourceLength, int targetLength, int from, int to, int sourceFrom, int sourceTo) {
    int[] positions = new int[to - from];
    for (int i = from; i < to; i++) {
      // 2i+1 over twice the length is the pixel's centre, in whole numbers.
      long source = (2L * i + 1) * sourceLength / (2L * targetLength);
      positions[i - from] = (int) Math.max(sourceFrom, Math.min(sourceTo - 1, source)) - sourceFrom;
    }
    return positions;
  }

  /** Objects seen at chosen rows and columns, numbered anew. */
  public static FoundObjects nearest(FoundObjects found, int[] rows, int[] columns) {
    int[] source = found.labels().labels();
    int stride = found.labels().width();
    int[] target = new int[Math.multiplyExact(rows.length, columns.length)];
    int[] kept = new int[found.labels().objectCount() + 1];
    int objects = 0;
    for (int y = 0; y < rows.length; y++) {
      int row = rows[y] * stride;
      for (int x = 0; x < columns.length; x++) {
        int label = source[row + columns[x]];
        if (label != 0) {
          if (kept[label] == 0) {
            kept[label] = ++objects;
          }
          target[y * columns.length + x] = kept[label];
        }
      }
    }
    LabelImage labels = LabelImage.ofConsecutive(target, columns.length, rows.length, objects);
    return new FoundObjects(
        labels, selected(found.scores(), kept, objects), selected(found.classes(), kept, objects));
  }

  private static float[] selected(float[] values, int[] kept, int objects) {
    float[] result = new float[values.length == 0 ? 0 : objects];
    for (int i = 0; i < values.length; i++) {
      if (kept[i + 1] != 0) {
        result[kept[i + 1] - 1] = values[i];
      }
    }
    return result;
  }

  private static int[] selected(int[] values, int[] kept, int objects) {
    int[] result = new int[values.length == 0 ? 0 : objects];
    for (int i = 0; i < values.length; i++) {
      if (kept[i + 1] != 0) {
        result[kept[i + 1] - 1] = values[i];
      }
    }
    return result;
  }
}
