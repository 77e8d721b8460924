package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Weights that came in a zip, unpacked under their hash. Several processes may use one folder: a
 * file is written under a name of its own and moved to its place when it is whole.
 */
final class WeightsCache {
  private final Path folder;

  WeightsCache(Path folder) {
    this.folder = folder;
  }

  /** Where packages read by this user keep what they unpack. */
  static Path userFolder() {
    return Path.of(System.getProperty("user.home"), ".scopeside", "weights");
  }

  /**
   * Unpacks a file, unless it is there from an earlier time and still what it was.
   *
   * @param sha256 64 hexadecimal digits in lower case, the file's hash, checked before
   * @param limit largest size, bytes
   */
  Path keep(PackageFiles files, String source, String sha256, long limit) throws IOException {
    Path kept = folder.resolve(sha256 + ".onnx");
    if (Files.isRegularFile(kept) && hash(kept, limit).equals(sha256)) {
      return kept;
    }
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, sha256.substring(0, 8), ".partial");
    try {
      try (InputStream in = files.open(source);
          OutputStream out = Files.newOutputStream(partial)) {
        if (!Sha256.copy(in, out, limit).equals(sha256)) {
          throw new IOException(source + " changed while it was read");
        }
      }
      move(partial, kept);
      return kept;
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static String hash(Path file, long limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in, limit);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
