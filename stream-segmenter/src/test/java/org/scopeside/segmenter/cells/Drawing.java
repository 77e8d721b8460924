package org.scopeside.segmenter.cells;

import java.util.SplittableRandom;
import org.scopeside.segmenter.image.LabelImage;

/** Label images for experiments. */
final class Drawing {
  private Drawing() {}

  /** A row a string: digits are labels, letters labels from 10, a dot is background. */
  static LabelImage labels(String... rows) {
    int[] labels = new int[rows.length * rows[0].length()];
    for (int i = 0; i < labels.length; i++) {
      char c = rows[i / rows[0].length()].charAt(i % rows[0].length());
      labels[i] = c == '.' ? 0 : Character.digit(c, 36);
    }
    return LabelImage.of(labels, rows[0].length(), rows.length);
  }

  static String[] rows(LabelImage image) {
    String[] rows = new String[image.height()];
    for (int y = 0; y < rows.length; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < image.width(); x++) {
        int label = image.at(y, x);
        row.append(label == 0 ? '.' : Character.forDigit(label, 36));
      }
      rows[y] = row.toString();
    }
    return rows;
  }

  /** Discs in a jittered grid, the later over the earlier; those that vanish leave no gap. */
  static LabelImage discs(int width, int height, int pitch, double radius, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[width * height];
    int next = 1;
    for (int cy = pitch / 2; cy < height; cy += pitch) {
      for (int cx = pitch / 2; cx < width; cx += pitch) {
        double y = cy + (random.nextDouble() - 0.5) * pitch * 0.6;
        double x = cx + (random.nextDouble() - 0.5) * pitch * 0.6;
        paint(labels, width, height, y, x, radius * (0.6 + 0.7 * random.nextDouble()), next++);
      }
    }
    return Relabelled.compact(labels, width, height, next - 1).labels();
  }

  private static void paint(
      int[] labels, int width, int height, double y, double x, double radius, int label) {
    for (int py = (int) Math.max(0, y - radius); py <= Math.min(height - 1, y + radius); py++) {
      for (int px = (int) Math.max(0, x - radius); px <= Math.min(width - 1, x + radius); px++) {
        if ((py - y) * (py - y) + (px - x) * (px - x) <= radius * radius) {
          labels[py * width + px] = label;
        }
      }
    }
  }
}
