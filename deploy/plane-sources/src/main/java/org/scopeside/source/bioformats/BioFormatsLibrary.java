package org.scopeside.source.bioformats;

import java.nio.file.Path;
import java.util.List;
import org.scopeside.source.UnusableSourceException;

/**
 * A Bio-Formats that was loaded. Whatever goes wrong in it, an error of linkage included, comes as
 * an {@link UnusableSourceException} in words. Thread-safe.
 */
public interface BioFormatsLibrary {
  /** As it calls itself: {@code 8.1.0}. */
  String version() throws UnusableSourceException;

  /** What it has readers for, in the order in which it asks them. */
  List<Format> formats() throws UnusableSourceException;

  /** Whether one of its readers takes the file; each may look at the file's first bytes. */
  boolean reads(Path file) throws UnusableSourceException;

  /**
   * Opens a file with all that belongs to it.
   *
   * @param opened what the user named: the file, or a folder above it, which names of files are
   *     relative to
   */
  BioFormatsDataset open(Path opened, Path file) throws UnusableSourceException;

  /**
   * A reader.
   *
   * @param name of the format, for people: {@code Zeiss CZI}
   * @param reader class of the reader, without its package
   * @param jar name of the file that it comes from
   */
  record Format(String name, String reader, String jar) {}
}
