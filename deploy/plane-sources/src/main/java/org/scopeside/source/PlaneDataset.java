package org.scopeside.source;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;

/**
 * An opened source: the acquisitions it holds. Closing it ends what its planes can be read with.
 */
public interface PlaneDataset extends Closeable {
  /** At least one; a file or folder may hold several plates or positions of different shape. */
  List<StoredAcquisition> acquisitions();

  /** What lies there and cannot be read. */
  List<Unread> unread();

  /** What the user should know before it is used: files left out, planes that are missing. */
  List<String> remarks();

  /**
   * A file that cannot be read.
   *
   * @param reason in words, without the file's name
   */
  record Unread(Path file, String reason) {}
}
