package org.scopeside.source;

/** A plane that lies in a file. May be read by any thread, also by several at once. */
public interface StoredPlane {
  /** Which plane of its acquisition it is. */
  PlanePlace place();

  /**
   * For people and for names of what is made of it: the file relative to the opened path, with /
   */
  String file();

  /** Zero-based plane within its file, in the file's own order. */
  int page();

  /**
   * Reads the plane.
   *
   * @param buffers where the array for the pixels comes from; the caller may give it back there
   * @throws UnreadableImageException if the plane cannot be read whole; names the file and why
   */
  PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException;

  /** For people: the file's name, and the page where it is not the first. */
  default String shown() {
    return page() == 0 ? file() : file() + " page " + (page() + 1);
  }
}
