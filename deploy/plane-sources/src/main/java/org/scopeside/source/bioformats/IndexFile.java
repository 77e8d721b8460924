package org.scopeside.source.bioformats;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The file of a folder that says what the others are. Looked for in the folder and in those right
 * below it, in the first few hundred names of each.
 */
final class IndexFile {
  private static final int LOOKED_AT = 500;

  private static final List<String> NAMES =
      List.of(
          "Index.idx.xml",
          "Index.xml",
          "MeasurementIndex.ColumbusIDX.xml",
          "MeasurementData.mlf",
          "Images/Index.idx.xml",
          "Images/Index.xml");

  private static final List<String> ENDINGS = List.of(".xdce", ".htd", ".mlf", ".companion.ome");

  private IndexFile() {}

  /**
   * The index of a folder; null where none is found.
   *
   * @throws IOException if the folder cannot be listed
   */
  static @Nullable Path in(Path folder) throws IOException {
    Path named = named(folder);
    if (named != null) {
      return named;
    }
    List<Path> names = firstNames(folder);
    for (Path file : names) {
      if (isIndex(file)) {
        return file;
      }
    }
    for (Path below : names) {
      Path found = Files.isDirectory(below) ? below(below) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Path below(Path folder) throws IOException {
    Path named = named(folder);
    if (named != null) {
      return named;
    }
    for (Path file : firstNames(folder)) {
      if (isIndex(file)) {
        return file;
      }
    }
    return null;
  }

  /** The index by its full name in a folder; null where there is none. */
  static @Nullable Path named(Path folder) {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  private static boolean isIndex(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  private static List<Path> firstNames(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        names.add(file);
        if (names.size() == LOOKED_AT) {
          break;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }
}
