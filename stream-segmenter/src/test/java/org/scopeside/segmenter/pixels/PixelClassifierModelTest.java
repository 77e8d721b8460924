package org.scopeside.segmenter.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.decode.threeclass.ThreeClassDecoder;
import org.scopeside.segmenter.decode.threeclass.ThreeClassSettings;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;

class PixelClassifierModelTest {
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    PixelTraining training = Discs.trained(30, 3);
    training.train(tree -> {});
    training.write(forest());
  }

  private static Path forest() {
    return folder.resolve(ForestFile.NAME);
  }

  private static LabelImage segment(GreyImage image) throws IOException {
    try (PixelClassifierModel model =
        PixelClassifierModel.open(
            forest(),
            "discs@1",
            FieldSegmentation.NUCLEI,
            ChannelRole.NUCLEUS,
            new ThreeClassDecoder(ThreeClassSettings.defaults()),
            PixelClassifierSettings.defaults())) {
      return model
          .segment(List.of(FieldInput.of(image, Double.NaN)))
          .toCompletableFuture()
          .join()
          .get(0)
          .labels();
    }
  }

  @Test
  void shouldFindDiscsInAnImageItHasNotSeen() throws IOException {
    Discs discs = Discs.of(150, 99);

    LabelImage found = segment(discs.image());

    assertEquals(discs.truth().objectCount(), found.objectCount());
    int wrong = 0;
    for (int i = 0; i < found.labels().length; i++) {
      wrong += found.labels()[i] > 0 == discs.truth().labels()[i] > 0 ? 0 : 1;
    }
    double share = wrong / (150.0 * 150);
    assertTrue(share < 0.03, () -> "share of pixels that are wrong: " + share);
  }

  @Test
  void shouldNotMindExposureAndOffset() throws IOException {
    Discs discs = Discs.of(100, 5);
    float[] brighter = discs.image().pixels().clone();
    for (int i = 0; i < brighter.length; i++) {
      brighter[i] = 8 * brighter[i] + 512;
    }

    LabelImage expected = segment(discs.image());

    assertEquals(
        Arrays.toString(expected.labels()),
        Arrays.toString(segment(new GreyImage(brighter, 100, 100)).labels()));
  }

  @Test
  void shouldGiveNothingOnPlanesWithNothingToSee() throws IOException {
    for (int[] size : new int[][] {{1, 1}, {1, 4096}, {4096, 1}, {64, 64}}) {
      for (float level : new float[] {0, 65535}) {
        float[] pixels = new float[size[0] * size[1]];
        Arrays.fill(pixels, level);
        LabelImage found = segment(new GreyImage(pixels, size[0], size[1]));
        assertEquals(0, found.objectCount(), size[0] + "x" + size[1] + " of " + level);
      }
    }
  }

  @Test
  void shouldMeasureALineOfPixels() throws IOException {
    float[] line = Discs.of(72, 5).image().pixels();
    GreyImage wide = new GreyImage(Arrays.copyOf(line, 4096), 4096, 1);

    DenseMaps maps = new PixelClassifier(ForestFile.read(forest()), 2).classify(wide);

    for (int x = 0; x < 4096; x++) {
      double sum = maps.channel(0)[x] + maps.channel(1)[x] + maps.channel(2)[x];
      assertEquals(1, sum, 1e-6);
    }
  }

  @Test
  void shouldNameThePixelThatIsNotFinite() {
    float[] pixels = new float[64];
    pixels[9] = Float.NaN;

    Exception error =
        assertThrows(NonFinitePixelsException.class, () -> segment(new GreyImage(pixels, 8, 8)));
    assertEquals("plane 8x8 holds NaN at y=1 x=1", error.getMessage());
  }

  @Test
  void shouldSettleClearPixelsAsAllTreesWould() throws IOException {
    TrainedForest forest = ForestFile.read(forest());
    GreyImage image = Discs.of(96, 8).image();

    DenseMaps quick = new PixelClassifier(forest, 0.98).classify(image);
    DenseMaps full = new PixelClassifier(forest, 2).classify(image);

    int differing = 0;
    for (int i = 0; i < image.pixels().length; i++) {
      differing += mostLikely(quick, i) == mostLikely(full, i) ? 0 : 1;
    }
    assertEquals(0, differing);
  }

  private static int mostLikely(DenseMaps maps, int i) {
    int best = 0;
    for (int c = 1; c < maps.channelCount(); c++) {
      best = maps.channel(c)[i] > maps.channel(best)[i] ? c : best;
    }
    return best;
  }
}
