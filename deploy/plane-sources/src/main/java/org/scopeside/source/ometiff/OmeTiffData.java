package org.scopeside.source.ometiff;

import org.jspecify.annotations.Nullable;

/**
 * Where some planes of an image lie (OME-TIFF specification, the TiffData element).
 *
 * @param ifd first page, zero-based
 * @param firstZ of the first page, as are the next two
 * @param planeCount pages, along the image's dimension order; -1 for all of the file
 * @param uuid of the file; null where it is the document's own
 * @param fileName of the file when it was written; null where it is not told
 */
record OmeTiffData(
    int ifd,
    int firstZ,
    int firstC,
    int firstT,
    int planeCount,
    @Nullable String uuid,
    @Nullable String fileName) {
  static final int ALL = -1;

  /** True where it speaks of the file that the document stands in. */
  boolean isOwnFile() {
    return uuid == null && fileName == null;
  }
}
