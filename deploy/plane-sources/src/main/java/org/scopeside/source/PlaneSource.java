package org.scopeside.source;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A kind of storage that planes can be read from. Implementations are found by {@link
 * java.util.ServiceLoader}, have no state and may be used by any thread.
 */
public interface PlaneSource {
  /** One word in lower case, as {@code --source} takes it: {@code ome-tiff}. */
  String name();

  /** What it reads, in one line for people. */
  String description();

  /**
   * Whether a path is of this kind. Looks at names and at the first bytes of a few files only, so
   * that a folder of a million files is told as fast as one of ten.
   *
   * @param path a file or a folder that exists
   * @throws IOException if the path cannot be looked at
   */
  Recognition recognise(Path path, SourceOptions options) throws IOException;

  /**
   * Finds out what a path holds. Reads metadata only, no pixels. What cannot be read is named in
   * {@link PlaneDataset#unread()} and loses nothing else.
   *
   * @throws UnusableSourceException if nothing of it can be read; the message names file and reason
   */
  PlaneDataset open(Path path, SourceOptions options) throws IOException;

  /**
   * Whether a data set may be opened at any moment while it is being written: what is whole is
   * there, and nothing of it is another plane later. Others are opened when nothing changes.
   */
  default boolean readsWhatGrows() {
    return false;
  }
}
