package org.scopeside.segmenter.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/**
 * Where the reference data lie that are not part of the project: outputs of other programs
 * (environment variable {@code SCOPESIDE_VECTORS}) and real images ({@code SCOPESIDE_DATA}), by
 * default beside the checkout. Tests that need them are skipped, saying so, where they are absent.
 */
public final class ReferenceData {
  private ReferenceData() {}

  public static Path vectors(String folder) {
    return required("SCOPESIDE_VECTORS", "../../shared/vectors", folder);
  }

  public static Path images(String folder) {
    return required("SCOPESIDE_DATA", "../../shared/data", folder);
  }

  private static Path required(String variable, String fallback, String folder) {
    String root = System.getenv(variable);
    Path path = Path.of(root == null ? fallback : root, folder).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.isDirectory(path), () -> "skipped: no " + path + "; " + variable + " may name it");
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
