package org.scopeside.segmenter.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/**
 * Where the reference data lie that are not part of the project: outputs of other programs
 * (environment variable {@code SCOPESIDE_VECTORS}, one or more folders of the same layout with a
 * colon between them) and real images ({@code SCOPESIDE_DATA}), by default beside the checkout.
 * Tests that need them are skipped, saying so, where they are absent.
 */
public final class ReferenceData {
  private ReferenceData() {}

  /** A folder of reference outputs, in each place where there are any; for a parameterised test. */
  public static List<Path> vectors(String folder) {
    String roots = System.getenv("SCOPESIDE_VECTORS");
    List<Path> found =
        Arrays.stream((roots == null ? "../../shared/vectors" : roots).split(":"))
            .map(root -> Path.of(root, folder).toAbsolutePath().normalize())
            .filter(Files::isDirectory)
            .toList();
    Assumptions.assumeFalse(
        found.isEmpty(), () -> "skipped: no " + folder + "; SCOPESIDE_VECTORS may name it");
    return found;
  }

  /**
   * The cases in such a folder, each a folder of its own.
   *
   * @param name what their names match
   */
  public static List<Path> cases(String folder, String name) throws IOException {
    List<Path> cases = new ArrayList<>();
    for (Path place : vectors(folder)) {
      try (Stream<Path> entries = Files.list(place)) {
        entries
            .filter(entry -> Files.isDirectory(entry))
            .filter(entry -> entry.getFileName().toString().matches(name))
            .sorted()
            .forEach(cases::add);
      }
    }
    Assumptions.assumeFalse(cases.isEmpty(), () -> "skipped: no " + name + " in " + folder);
    return cases;
  }

  /** Skips the test, saying so, where a file that it needs is absent. */
  public static void require(Path file) {
    Assumptions.assumeTrue(Files.exists(file), () -> "skipped: no " + file);
  }

  public static Path images(String folder) {
    String root = System.getenv("SCOPESIDE_DATA");
    Path path =
        Path.of(root == null ? "../../shared/data" : root, folder).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.isDirectory(path), () -> "skipped: no " + path + "; SCOPESIDE_DATA may name it");
    return path;
  }

  /** The files in a folder whose name ends as given, by name. */
  public static List<Path> filesEndingIn(String suffix, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** The first band of a PNG, {@code [y][x]}. */
  public static GreyImage readPng(Path file) throws IOException {
    Raster raster = ImageIO.read(file.toFile()).getRaster();
    int width = raster.getWidth();
    int height = raster.getHeight();
    return new GreyImage(
        raster.getSamples(0, 0, width, height, 0, new float[width * height]), width, height);
  }

  /** A label PNG, {@code [y][x]}. */
  public static LabelImage readLabels(Path file) throws IOException {
    GreyImage image = readPng(file);
    int[] labels = new int[image.pixels().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (int) image.pixels()[i];
    }
    return LabelImage.of(labels, image.width(), image.height());
  }
}
