package org.scopeside.segmenter.pixels;

import java.util.SplittableRandom;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/** Bright discs on a grid, in noise, and their labels. */
record Discs(GreyImage image, LabelImage truth) {
  private static final int SPACING = 24;
  private static final int RADIUS = 8;

  static Discs of(int side, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int inRow = side / SPACING;
    float[] pixels = new float[side * side];
    int[] labels = new int[side * side];
    for (int i = 0; i < pixels.length; i++) {
      int column = i % side / SPACING;
      int row = i / side / SPACING;
      int dx = i % side % SPACING - SPACING / 2;
      int dy = i / side % SPACING - SPACING / 2;
      boolean inside = dx * dx + dy * dy < RADIUS * RADIUS && column < inRow && row < inRow;
      labels[i] = inside ? 1 + row * inRow + column : 0;
      pixels[i] = (inside ? 1500 : 200) + random.nextInt(200);
    }
    return new Discs(new GreyImage(pixels, side, side), LabelImage.of(labels, side, side));
  }

  /** A forest that knows such discs. */
  static PixelTraining trained(int trees, long seed) {
    PixelTraining training =
        new PixelTraining(FeatureSet.defaults(), new ForestSettings(trees, 12, 3, seed));
    Discs discs = of(128, 1);
    training.add(discs.image(), discs.truth(), 2000);
    return training;
  }
}
