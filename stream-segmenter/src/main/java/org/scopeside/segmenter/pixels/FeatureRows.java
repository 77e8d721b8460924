package org.scopeside.segmenter.pixels;

import java.util.List;

/**
 * Measures the features of a plane, a row at a time from the top. Keeps scratch of about 500 rows
 * with the default scales: one instance a thread.
 */
final class FeatureRows {
  private final List<ScaleRows> scales;

  FeatureRows(FeatureSet features) {
    scales = features.scales().stream().map(ScaleRows::new).toList();
  }

  /**
   * Begins with a plane.
   *
   * @param plane {@code [y][x]}, finite; read until its last row was asked for
   */
  void begin(float[] plane, int width, int height) {
    scales.forEach(scale -> scale.begin(plane, width, height));
  }

  /**
   * Measures row {@code y}; rows are asked for from 0 on, none left out.
   *
   * @param out {@code [feature][x]}
   */
  void row(int y, float[][] out) {
    for (int s = 0; s < scales.size(); s++) {
      scales.get(s).row(y, out, s * FeatureSet.PER_SCALE);
    }
  }
}
