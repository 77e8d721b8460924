package org.scopeside.source.watch;

import java.nio.charset.StandardCharsets;
import org.scopeside.source.IdSet;

/** The id of an acquisition by where it lies: the same at every start, and no two alike. */
final class AcquisitionId {
  private static final int LONGEST = 100;

  private AcquisitionId() {}

  /**
   * @param key path below the watched folder; "" for the folder itself
   * @param folderName of the watched folder
   */
  static String of(String key, String folderName) {
    String path = key.isEmpty() ? folderName : key;
    String plain = path.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    if (plain.equals(path) && plain.length() <= LONGEST) {
      return plain;
    }
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    String hash = "%08x".formatted((int) IdSet.hash(bytes, bytes.length));
    String head = plain.substring(0, Math.min(LONGEST, plain.length()));
    return (head.isEmpty() ? "watched" : head) + "-" + hash;
  }
}
