package org.scopeside.segmenter.modelpackage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a package, a folder or a zip, by their paths within it. */
sealed interface PackageFiles extends Closeable permits FolderFiles, ZipFiles {
  /** Names of the description, the first that is there is taken. */
  List<String> DESCRIPTIONS = List.of("model.yaml", "rdf.yaml", "bioimageio.yaml");

  /**
   * Opens a package.
   *
   * @throws IOException with a message for people
   */
  static PackageFiles of(Path folderOrZip) throws IOException {
    if (Files.isDirectory(folderOrZip)) {
      return new FolderFiles(folderOrZip);
    } else if (Files.isRegularFile(folderOrZip)) {
      return ZipFiles.open(folderOrZip);
    }
    throw new NoSuchFileException("there is no folder or zip " + folderOrZip);
  }

  /** Whether a file is there; false for a path that is refused. */
  boolean has(String path);

  /**
   * Opens a file; the caller closes it.
   *
   * @throws IOException with a message for people that names the file
   */
  InputStream open(String path) throws IOException;

  /** A file of the disk that can be opened in place; null in a zip. */
  @Nullable Path inPlace(String path) throws IOException;

  /** Name of the description, or null. */
  default @Nullable String description() {
    return DESCRIPTIONS.stream().filter(this::has).findFirst().orElse(null);
  }

  /**
   * A whole file.
   *
   * @throws IOException if it has more bytes than the limit, which is checked as they come
   */
  default byte[] read(String path, int limit) throws IOException {
    try (InputStream in = open(path)) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new IOException(path + " is larger than " + limit + " bytes");
      }
      return bytes;
    }
  }

  /** SHA-256 of a file. */
  default String sha256(String path, long limit) throws IOException {
    try (InputStream in = open(path)) {
      return Sha256.of(in, limit);
    }
  }
}
