package org.scopeside.archive.omezarr;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/** Writes files that appear whole or not at all, by way of a folder of parts. Thread-safe. */
final class WholeFiles {
  private final Path parts;
  private final AtomicLong number = new AtomicLong();

  /**
   * @param parts on the same file system as the files; emptied of what a killed process left
   */
  WholeFiles(Path parts) throws IOException {
    this.parts = parts;
    Files.createDirectories(parts);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(parts)) {
      for (Path part : left) {
        Files.delete(part);
      }
    }
  }

  /** Writes or replaces a file; folders above it are made. */
  void write(Path file, byte[] content) throws IOException {
    Path part = parts.resolve(Long.toString(number.getAndIncrement()));
    try {
      Files.write(part, content);
      moveIntoPlace(part, file);
    } catch (IOException failure) {
      deleteQuietly(part, failure);
      throw new IOException(file + " cannot be written: " + failure.getMessage(), failure);
    }
  }

  /** Most folders are there already, so they are made only when the move misses one. */
  private static void moveIntoPlace(Path part, Path file) throws IOException {
    try {
      move(part, file);
    } catch (NoSuchFileException noFolder) {
      Path folder = file.getParent();
      if (folder == null) {
        throw noFolder;
      }
      Files.createDirectories(folder);
      move(part, file);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteQuietly(Path part, IOException failure) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }
}
