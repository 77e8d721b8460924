package org.scopeside.deploy.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import org.scopeside.contract.PlaneHeader;

/** Ids of acquisitions, made of the names of files and folders. */
final class AcquisitionName {
  private static final int MOST = 128;

  private AcquisitionName() {}

  /** The name of a file without its extensions, or of a folder. */
  static String of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    String name = String.valueOf(absolute.getFileName());
    return Files.isDirectory(path) ? name : name.replaceFirst("(?i)(\\.ome)?\\.[a-z0-9]{1,9}$", "");
  }

  /** An id like the name: other characters than letters, digits, '.', '_' and '-' become '-'. */
  static String idOf(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-");
    String id = plain.matches("[A-Za-z0-9].*") ? plain : "replay-" + plain;
    return id.substring(0, Math.min(MOST, id.length()));
  }

  /** The same id, which must be one. */
  static String required(String id) {
    if (!PlaneHeader.isAcquisitionId(id)) {
      throw new IllegalArgumentException(
          "--acquisition '" + id + "' is not letters, digits, '.', '_' or '-', at most 128");
    }
    return id;
  }
}
