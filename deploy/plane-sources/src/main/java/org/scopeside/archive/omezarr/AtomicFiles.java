package org.scopeside.archive.omezarr;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files below a folder so that each is there whole or not at all: first beside all others in
 * a folder of its own, then moved to its place. What a killed process left there is deleted.
 * Thread-safe.
 */
final class AtomicFiles {
  private static final String UNFINISHED = ".unfinished";

  private final Path unfinished;
  private final AtomicLong unique = new AtomicLong();

  AtomicFiles(Path folder) throws IOException {
    unfinished = folder.resolve(UNFINISHED);
    if (!Files.isDirectory(unfinished)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(unfinished)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Writes a file and the folders above it; replaces what was there. */
  void write(Path target, byte[] bytes) throws IOException {
    Path part = unfinished.resolve(unique.incrementAndGet() + ".part");
    try {
      writePart(part, bytes);
      move(part, target);
    } catch (IOException failure) {
      Files.deleteIfExists(part);
      throw new IOException(target + " cannot be written: " + failure, failure);
    }
  }

  private void writePart(Path part, byte[] bytes) throws IOException {
    try {
      Files.write(part, bytes, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (NoSuchFileException firstOfAll) {
      Files.createDirectories(unfinished);
      Files.write(part, bytes, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException noFolder) {
      Files.createDirectories(target.resolveSibling("").normalize());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
