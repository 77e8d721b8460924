package org.scopeside.deploy.evaluate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.evaluate.ImageEvaluation;
import org.scopeside.segmenter.evaluate.ObjectOutcomes;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Draws outlines on the grey plane, matched at the first threshold: predicted objects that are
 * right in yellow, those that are extra in green, true objects that were missed in red and two
 * pixels wide, so that they stand out without colour too.
 */
final class OverlayPainter {
  private static final int YELLOW = 0xFFE000;
  private static final int GREEN = 0x1FE07A;
  private static final int RED = 0xFF3B30;
  private static final int SHORT_SIDE = 900;
  private static final int LONG_SIDE = 1600;
  private static final int MOST_ENLARGED = 4;
  private static final double DARK_SHARE = 0.01;
  private static final double BRIGHT_SHARE = 0.998;
  private static final double GAMMA = 0.65;

  private final ImageEvaluation evaluation;
  private final LabelImage truth;
  private final LabelImage predicted;
  private final int enlarged;
  private final int reduced;
  private final int width;
  private final int height;

  OverlayPainter(ImageEvaluation evaluation, LabelImage truth, LabelImage predicted) {
    this.evaluation = evaluation;
    this.truth = truth;
    this.predicted = predicted;
    int side = Math.max(truth.width(), truth.height());
    // Whole factors keep the pixels square; small planes are enlarged so that outlines are thin.
    enlarged = Math.min(MOST_ENLARGED, Math.max(1, SHORT_SIDE / side));
    reduced = Math.max(1, (side + LONG_SIDE - 1) / LONG_SIDE);
    width = Math.max(1, truth.width() * enlarged / reduced);
    height = Math.max(1, truth.height() * enlarged / reduced);
  }

  WorstOverlays.Overlay paint(EvaluatedImage image, double badness, @Nullable GreyImage plane)
      throws IOException {
    int[] pixels = plane == null ? new int[width * height] : grey(plane);
    outline(pixels, predicted, colours(evaluation.predicted(), YELLOW, GREEN), 1);
    outline(pixels, truth, colours(evaluation.truth(), 0, RED), 2);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, width, height, pixels, 0, width);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    return new WorstOverlays.Overlay(image, badness, png.toByteArray(), width, height);
  }

  /** Colour of each label's outline; 0 for none. */
  private static int[] colours(ObjectOutcomes objects, int found, int notFound) {
    int[] colours = new int[objects.count() + 1];
    for (int label = 1; label < colours.length; label++) {
      colours[label] = objects.isFound(label, 0) ? found : notFound;
    }
    return colours;
  }

  /**
   * Draws the inner edge of every object that has a colour.
   *
   * @param thickness pixels of the picture
   */
  private void outline(int[] pixels, LabelImage labels, int[] colours, int thickness) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int label = label(labels, y, x);
        if (colours[label] != 0 && isEdge(labels, label, y, x, thickness)) {
          pixels[y * width + x] = colours[label];
        }
      }
    }
  }

  private boolean isEdge(LabelImage labels, int label, int y, int x, int reach) {
    for (int step = 1; step <= reach; step++) {
      boolean inside =
          x >= step
              && y >= step
              && x < width - step
              && y < height - step
              && label(labels, y - step, x) == label
              && label(labels, y + step, x) == label
              && label(labels, y, x - step) == label
              && label(labels, y, x + step) == label;
      if (!inside) {
        return true;
      }
    }
    return false;
  }

  private int label(LabelImage labels, int y, int x) {
    return labels.labels()[y * reduced / enlarged * labels.width() + x * reduced / enlarged];
  }

  /** The plane between its 1st and 99.8th percentile, dark values lifted. */
  private int[] grey(GreyImage plane) {
    float[] sorted = plane.pixels().clone();
    Arrays.sort(sorted);
    double dark = sorted[(int) (DARK_SHARE * (sorted.length - 1))];
    double bright = sorted[(int) (BRIGHT_SHARE * (sorted.length - 1))];
    double range = bright > dark ? bright - dark : 1;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double share = Math.min(1, Math.max(0, (mean(plane, y, x) - dark) / range));
        pixels[y * width + x] = (int) Math.round(255 * Math.pow(share, GAMMA)) * 0x010101;
      }
    }
    return pixels;
  }

  private double mean(GreyImage plane, int y, int x) {
    double sum = 0;
    int firstY = y * reduced / enlarged;
    int firstX = x * reduced / enlarged;
    int count = 0;
    for (int dy = 0; dy < reduced && firstY + dy < plane.height(); dy++) {
      for (int dx = 0; dx < reduced && firstX + dx < plane.width(); dx++) {
        sum += plane.pixels()[(firstY + dy) * plane.width() + firstX + dx];
        count++;
      }
    }
    return sum / count;
  }
}
