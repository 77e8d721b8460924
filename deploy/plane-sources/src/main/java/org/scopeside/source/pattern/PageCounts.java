package org.scopeside.source.pattern;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;

/**
 * Counts the pages of many files and opens few. Two uncompressed TIFFs of one acquisition that are
 * equally long have equally many pages, as their planes are of one size; files of other lengths are
 * opened.
 */
final class PageCounts {
  private final Map<Long, Integer> pagesBySize = new HashMap<>();
  private int opened;

  /** A damaged file counts as one page: it fails by itself when it is read, and is counted. */
  int of(Path path, long size) {
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      return 1;
    }
    Integer known = pagesBySize.get(size);
    if (known != null) {
      return known;
    }
    opened++;
    try {
      int pages = PlaneReader.pages(path);
      pagesBySize.put(size, pages);
      return pages;
    } catch (UnreadableImageException damaged) {
      return 1;
    }
  }

  /** Files that were opened. */
  int opened() {
    return opened;
  }
}
