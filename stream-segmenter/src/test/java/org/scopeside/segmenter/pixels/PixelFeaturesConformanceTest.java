package org.scopeside.segmenter.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.NpyArray;

/** Features as SciPy gives them; {@code src/test/python/pixel_features.py} wrote the goldens. */
@Tag("conformance")
class PixelFeaturesConformanceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/pixels");

  @Test
  void shouldMeasureFeaturesLikeSciPy() throws IOException {
    NpyArray image = NpyArray.read(GOLDEN.resolve("image.npy"));
    NpyArray expected = NpyArray.read(GOLDEN.resolve("features.npy"));
    FeatureSet set = FeatureSet.defaults();
    int width = image.width();
    float[][] row = new float[set.count()][width];
    FeatureRows rows = new FeatureRows(set);
    rows.begin(image.floats(), width, image.height());

    assertEquals(set.count(), expected.shape()[0]);
    for (int y = 0; y < image.height(); y++) {
      rows.row(y, row);
      for (int f = 0; f < set.count(); f++) {
        for (int x = 0; x < width; x++) {
          double wanted = expected.values()[(f * image.height() + y) * width + x];
          String where = set.names().get(f) + " at y=" + y + " x=" + x;
          assertEquals(wanted, row[f][x], 2e-6 + 1e-5 * Math.abs(wanted), where);
        }
      }
    }
  }
}
