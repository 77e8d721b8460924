package org.scopeside.source.bioformats;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset;

/** A file opened by Bio-Formats, and how it understood it. */
public interface BioFormatsDataset extends PlaneDataset {
  /** The format as Bio-Formats calls it: {@code Zeiss CZI}. */
  String format();

  /** Number of files that it reads, metadata included. */
  int usedFiles();

  /** Its series in its own order, those that cannot be read too. */
  List<Series> series();

  /**
   * What Bio-Formats calls a series: a field, a position, or an image of its own.
   *
   * @param index zero-based
   * @param name empty where it has none
   * @param shape sizes and pixel type in words: {@code 1392×1040, 2 channels, 5 z, uint16}
   * @param place well and field in words; empty where there is no plate
   * @param refusal why it cannot be read, in words; null where it can
   */
  record Series(int index, String name, String shape, String place, @Nullable String refusal) {}
}
