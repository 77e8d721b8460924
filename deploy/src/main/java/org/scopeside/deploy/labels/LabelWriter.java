package org.scopeside.deploy.labels;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.regex.Pattern;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.GreyPng;
import org.scopeside.source.image.LabelTiff;

/**
 * Writes label images into a folder, named as their sources: {@code P1/a01_dna.tif} gives {@code
 * P1/a01_dna.png}. 16-bit grey PNG; where there are more than 65,535 objects, a 32-bit unsigned
 * TIFF. A further page of a file gets {@code _page2} and so on.
 *
 * <p>A file appears whole or not at all; one from a former run is replaced. Threads may share a
 * writer as long as they write different planes.
 */
public final class LabelWriter {
  private static final Pattern EXTENSION =
      Pattern.compile("(?:(?:\\.(?i:ome))?\\.(?i:tiff?|png)|\\.[A-Za-z][A-Za-z0-9]{0,4})$");

  private final Path directory;

  /**
   * The plane that labels belong to.
   *
   * @param path the file it lies in, which is never replaced
   * @param name what the label image is called after: the file relative to its folder, with /
   * @param page zero-based plane in the file
   */
  public record Source(Path path, String name, int page) {}

  private LabelWriter(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the folder where it is missing.
   *
   * @param sourceFolder the replayed folder, which is never written into directly: labels beside
   *     the planes would be planes of the next replay
   * @throws UnusableSourceException if it is the source folder, a file, or cannot be written into
   */
  public static LabelWriter into(Path directory, Path sourceFolder) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new UnusableSourceException("labels go into a folder, and " + directory + " is a file");
    }
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".scopeside-", ".part"));
    } catch (IOException failure) {
      throw unwritable(directory, failure);
    }
    if (Files.isSameFile(directory, sourceFolder)) {
      throw new UnusableSourceException(
          "labels written into "
              + directory
              + " would lie among the images they come from; choose another folder");
    }
    return new LabelWriter(directory);
  }

  /**
   * Writes the labels of a plane and returns the file.
   *
   * @param labels {@code [y][x]} row-major, 0 for background, 1 and up for objects
   * @throws UnusableSourceException if the file cannot be written, or would replace its source
   */
  public Path write(Source source, int sizeX, int sizeY, int[] labels) throws IOException {
    int most = largest(labels);
    if (labels.length != sizeX * sizeY) {
      throw new IllegalArgumentException(
          labels.length + " labels for a plane of " + sizeX + "x" + sizeY);
    }
    boolean png = most <= GreyPng.MOST;
    Path target = directory.resolve(name(source, png ? ".png" : ".tif"));
    if (isSource(target, source.path())) {
      throw new UnusableSourceException("labels would replace their source " + source.path());
    }
    Path folder = Objects.requireNonNullElse(target.getParent(), directory);
    // Not createTempFile, whose files only their owner may read.
    Path part = folder.resolve("." + target.getFileName() + ".part");
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(part);
      if (png) {
        GreyPng.write(part, sizeX, sizeY, labels);
      } else {
        LabelTiff.write(part, sizeX, sizeY, labels);
      }
      publish(part, target);
    } catch (IOException failure) {
      Files.deleteIfExists(part);
      throw unwritable(target, failure);
    }
    return target;
  }

  /** A source that has gone away since it was read cannot be overwritten. */
  private static boolean isSource(Path target, Path source) throws IOException {
    return Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source);
  }

  private static String name(Source source, String extension) {
    String page = source.page() == 0 ? "" : "_page" + (source.page() + 1);
    return EXTENSION.matcher(source.name()).replaceFirst("") + page + extension;
  }

  private static int largest(int[] labels) {
    int most = 0;
    for (int label : labels) {
      if (label < 0) {
        throw new IllegalArgumentException("label " + label + " is negative");
      }
      most = Math.max(most, label);
    }
    return most;
  }

  private static void publish(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException plainFileSystem) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static UnusableSourceException unwritable(Path place, IOException failure) {
    String reason =
        failure instanceof AccessDeniedException
            ? "permission denied"
            : String.valueOf(failure.getMessage());
    return new UnusableSourceException("cannot write " + place.toAbsolutePath() + ": " + reason);
  }
}
