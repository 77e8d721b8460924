package org.scopeside.contract;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Planes of 2048 x 2048 to measure codecs with.
 *
 * <p>No real image at hand is that large. Distinct ones are put side by side and follow each other
 * row by row, so that no image comes again within 512 KiB, the window of zstd's fast levels, in any
 * of the layouts compared; mirrored or repeated images would be found by the match search and
 * flatter every ratio.
 */
final class BenchPlanes {
  private static final int SIDE = CodecBench.SIDE;

  private BenchPlanes() {}

  static void real(Path images, Map<String, short[]> into) throws IOException {
    String hela = "HeLaS_Control_%s_WF1_MMStack_Pos0.ome.tif";
    Path micromanager = images.resolve("micromanager");
    into.put(
        "HeLa, Zyla 4.2",
        mosaic(
            List.of(
                micromanager.resolve(
                    "control_53bp1_a488_wf1/" + hela.formatted("53BP1_IF_FISH_A488")),
                micromanager.resolve(
                    "control_53bp1_a647_wf1/" + hela.formatted("53BP1_IF_FISH_A647")),
                micromanager.resolve("control_a647_wf1/" + hela.formatted("IFFISH_A647")),
                micromanager.resolve("control_a750_wf1/" + hela.formatted("IFFISH_A750")))));
    Path multichannel = images.resolve("multichannel");
    into.put(
        "BBBC022, U2OS",
        mosaic(
            List.of(
                multichannel.resolve("bbbc022_a02_s9_w1.tif"),
                multichannel.resolve("bbbc022_a02_s9_w2.tif"),
                multichannel.resolve("bbbc022_a02_s9_w3.tif"))));
    into.put("ImageXpress plate", mosaic(imageXpress(images.resolve("plate_mx"))));
  }

  /** z0 alone: z1 of two channels is the same image. */
  private static List<Path> imageXpress(Path folder) {
    List<Path> files = new ArrayList<>();
    for (int channel = 1; channel <= 3; channel++) {
      for (String site : List.of("b02_s1", "b02_s2", "b03_s1", "b03_s2")) {
        files.add(folder.resolve(site + "_w" + channel + "_z0.tif"));
      }
    }
    return files;
  }

  private static short[] mosaic(List<Path> files) throws IOException {
    List<Raster> tiles = new ArrayList<>();
    int width = SIDE;
    int height = SIDE;
    for (Path file : files) {
      Raster tile = ImageIO.read(file.toFile()).getRaster();
      tiles.add(tile);
      width = Math.min(width, tile.getWidth());
      height = Math.min(height, tile.getHeight());
    }
    int columns = (SIDE + width - 1) / width;
    short[] plane = new short[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        Raster tile = tiles.get((y / height * columns + x / width) % tiles.size());
        plane[y * SIDE + x] = (short) tile.getSample(x % width, y % height, 0);
      }
    }
    return plane;
  }

  /**
   * Nuclei of sigmoid edges on a flat background, in photo-electrons, with shot noise (normal
   * approximation), 1.6 e- read noise, 0.46 e- a count and an offset of 100, as an sCMOS camera.
   */
  static short[] simulated(long seed) {
    Random random = new Random(seed);
    double[] electrons = new double[SIDE * SIDE];
    java.util.Arrays.fill(electrons, 30);
    for (int nucleus = 0; nucleus < 400; nucleus++) {
      addNucleus(electrons, random);
    }
    short[] plane = new short[SIDE * SIDE];
    for (int i = 0; i < plane.length; i++) {
      double mean = electrons[i];
      double read = mean + Math.sqrt(mean) * random.nextGaussian() + 1.6 * random.nextGaussian();
      plane[i] = (short) Math.max(0, Math.min(65535, Math.round(100 + read / 0.46)));
    }
    return plane;
  }

  private static void addNucleus(double[] electrons, Random random) {
    double centreX = random.nextDouble() * SIDE;
    double centreY = random.nextDouble() * SIDE;
    double radiusX = 18 + 8 * random.nextDouble();
    double radiusY = 14 + 6 * random.nextDouble();
    double peak = 200 + 600 * random.nextDouble();
    int reach = 40;
    for (int y = (int) Math.max(0, centreY - reach); y < Math.min(SIDE, centreY + reach); y++) {
      for (int x = (int) Math.max(0, centreX - reach); x < Math.min(SIDE, centreX + reach); x++) {
        double distance = Math.hypot((x - centreX) / radiusX, (y - centreY) / radiusY);
        electrons[y * SIDE + x] += peak / (1 + Math.exp((distance - 1) * 12));
      }
    }
  }
}
