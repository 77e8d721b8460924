package org.scopeside.segmenter.pixels;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.ReferenceData;

/**
 * CPU time of a pixel classifier on one thread: {@code PixelClassifierBench forest.bin side
 * rounds}.
 *
 * <p>The plane is made of the images of {@code nuclei/val}, put together like tiles.
 */
public final class PixelClassifierBench {
  private PixelClassifierBench() {}

  public static void main(String[] args) throws IOException {
    TrainedForest forest = ForestFile.read(Path.of(args[0]));
    int side = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    GreyImage plane = plane(side);
    time("features", rounds, () -> features(forest, plane));
    for (double certainty : new double[] {PixelClassifierSettings.defaults().certainty(), 2}) {
      PixelClassifier classifier = new PixelClassifier(forest, certainty);
      time("whole, certainty " + certainty, rounds, () -> classifier.classify(plane));
    }
  }

  private static void features(TrainedForest forest, GreyImage plane) {
    float[][] row = new float[forest.features().count()][plane.width()];
    FeatureRows rows = new FeatureRows(forest.features());
    rows.begin(forest.scale().apply(plane), plane.width(), plane.height());
    for (int y = 0; y < plane.height(); y++) {
      rows.row(y, row);
    }
  }

  private static void time(String what, int rounds, Runnable work) {
    double[] ms = new double[rounds];
    for (int round = -2; round < rounds; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      work.run();
      long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      ms[Math.max(0, round)] = spent / 1e6;
    }
    Arrays.sort(ms);
    System.out.printf("%-22s median %.0f ms CPU, least %.0f ms%n", what, ms[rounds / 2], ms[0]);
  }

  private static GreyImage plane(int side) throws IOException {
    float[] pixels = new float[side * side];
    Path folder = ReferenceData.images("nuclei/val").resolve("images");
    List<Path> files = ReferenceData.filesEndingIn(".png", folder);
    int x = 0;
    for (int i = 0; x < side; i++) {
      GreyImage image = ReferenceData.readPng(files.get(i % files.size()));
      int columns = Math.min(image.width(), side - x);
      for (int y = 0; y < side; y++) {
        int from = y % image.height() * image.width();
        System.arraycopy(image.pixels(), from, pixels, y * side + x, columns);
      }
      x += columns;
    }
    return new GreyImage(pixels, side, side);
  }
}
