package org.scopeside.source.pattern;

import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * Where a plane lies and which plane of the acquisition it is.
 *
 * @param path the file
 * @param relativeName the file's path relative to the replayed folder, with {@code /}
 * @param page zero-based page of a TIFF; 0 for a PNG
 * @param well null where the pattern tells none
 * @param field zero-based, as are the next three
 */
public record PlaneFile(
    Path path,
    String relativeName,
    int page,
    @Nullable Well well,
    int field,
    int theT,
    int theZ,
    int theC) {

  /** As a screening microscope visits them: well by row and column, field, time, z, channel. */
  public static final Comparator<PlaneFile> ACQUISITION_ORDER =
      Comparator.comparing(PlaneFile::well, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(PlaneFile::field)
          .thenComparingInt(PlaneFile::theT)
          .thenComparingInt(PlaneFile::theZ)
          .thenComparingInt(PlaneFile::theC);

  /** For people: the file's name, and the page where it is not the first. */
  public String shown() {
    return page == 0 ? relativeName : relativeName + " page " + (page + 1);
  }
}
