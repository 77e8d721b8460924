package org.scopeside.segmenter.pixels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

class PixelTrainingTest {
  @TempDir Path folder;

  @Test
  void shouldGrowTheSameForestWhateverTheThreads() throws Exception {
    byte[] here = grown(7);
    ForkJoinPool one = new ForkJoinPool(1);
    byte[] alone = one.submit(() -> grown(7)).get();
    one.shutdown();

    assertArrayEquals(here, alone);
    assertFalse(Arrays.equals(here, grown(8)));
  }

  private byte[] grown(long seed) throws IOException {
    PixelTraining training = Discs.trained(6, seed);
    training.train(tree -> {});
    Path file = folder.resolve(ForestFile.NAME);
    training.write(file);
    return Files.readAllBytes(file);
  }

  @Test
  void shouldTellDiscsFromBackgroundOutOfBag() {
    TrainingReport report = Discs.trained(20, 1).train(tree -> {});

    assertTrue(report.outOfBagError() < 0.15, () -> "error " + report.outOfBagError());
    assertEquals(FeatureSet.defaults().count(), report.importance().size());
    double sum = report.importance().values().stream().mapToDouble(v -> v).sum();
    assertEquals(1, sum, 1e-9);
    long samples = Arrays.stream(report.confusion()).flatMapToLong(Arrays::stream).sum();
    assertTrue(samples <= report.samples() && samples > 0.95 * report.samples());
  }

  @Test
  void shouldLearnBackgroundFromImageWithoutObjects() {
    PixelTraining training = Discs.trained(3, 1);
    GreyImage noise = Discs.of(24, 5).image();
    training.add(noise, LabelImage.empty(noise.width(), noise.height()), 300);

    assertEquals(2, training.train(tree -> {}).images());
  }

  @Test
  void shouldNameTheClassesThatNoImageShows() {
    PixelTraining training = new PixelTraining(FeatureSet.defaults(), ForestSettings.defaults());
    GreyImage noise = Discs.of(24, 5).image();
    training.add(noise, LabelImage.empty(noise.width(), noise.height()), 300);

    Exception error =
        assertThrows(IllegalArgumentException.class, () -> training.train(tree -> {}));
    assertEquals(
        "no pixel of interior or boundary in 1 label images; background, interior and boundary are"
            + " all needed",
        error.getMessage());
  }

  @Test
  void shouldRefuseToTrainOnNothing() {
    PixelTraining training = new PixelTraining(FeatureSet.defaults(), ForestSettings.defaults());

    assertThrows(IllegalArgumentException.class, () -> training.train(tree -> {}));
    assertThrows(IllegalStateException.class, () -> training.write(folder.resolve("x")));
  }

  @Test
  void shouldRefuseLabelsOfAnotherSize() {
    PixelTraining training = new PixelTraining(FeatureSet.defaults(), ForestSettings.defaults());
    GreyImage image = Discs.of(24, 5).image();

    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> training.add(image, LabelImage.empty(9, 8), 9));
    assertEquals("image 24x24, label image 9x8", error.getMessage());
  }

  @Test
  void shouldDrawBoundaryOnBothSidesOfEveryEdge() {
    LabelImage truth =
        LabelImage.of(
            new int[] {
              0, 0, 0, 0, 0, 0,
              0, 1, 1, 2, 2, 0,
              0, 1, 1, 2, 2, 2,
              0, 1, 1, 2, 2, 2,
              0, 1, 1, 2, 2, 2
            },
            6,
            5);

    assertArrayEquals(
        new byte[] {
          0, 2, 2, 2, 2, 0,
          2, 2, 2, 2, 2, 2,
          2, 2, 2, 2, 1, 2,
          2, 2, 2, 2, 1, 1,
          2, 2, 2, 2, 1, 1
        },
        PixelClass.of(truth));
  }

  @Test
  void shouldPutEveryValueIntoTheBinAboveTheEdgesBelowIt() {
    FeatureBins bins = new FeatureBins(new float[][] {{-1, 0, 0.5f, 100}, {}});
    float[] values = {-7, -1, -0.5f, 0, 1e-9f, 0.5f, 99, 100, 101, Float.MAX_VALUE};
    byte[] found = new byte[2 * values.length];

    bins.bin(0, values, 0, values.length, found, 2);

    int[] binned = new int[values.length];
    Arrays.setAll(binned, i -> found[2 * i]);
    assertArrayEquals(new int[] {0, 0, 1, 1, 2, 2, 3, 3, 4, 4}, binned);
  }
}
