package org.scopeside.source.ometiff;

import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/** A file that pages are read from. Any thread may use it. */
interface PlaneFile {
  /** For people: relative to the opened path, with {@code /}. */
  String shown();

  /**
   * Reads a page, with what the file itself says of it.
   *
   * @param page zero-based
   * @throws UnreadableImageException if it cannot be read whole; names the file
   */
  PlanePixels read(int page, PlaneBuffers buffers) throws UnreadableImageException;
}
