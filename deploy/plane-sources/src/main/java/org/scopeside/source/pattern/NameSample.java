package org.scopeside.source.pattern;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Names of some image files of a folder, from its first levels, found without listing it all. */
final class NameSample {
  private static final int FILES = 400;
  private static final int ENTRIES_A_FOLDER = 2000;
  private static final int FOLDERS = 24;
  private static final int DEPTH = 4;
  private static final Pattern IMAGE = Pattern.compile("(?i)[^.].*\\.(?:tiff?|png)");

  private NameSample() {}

  private record Level(Path folder, int depth) {}

  /** Relative names with {@code /}, at most a few hundred. */
  static List<String> of(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    Deque<Level> folders = new ArrayDeque<>(List.of(new Level(folder, 0)));
    for (int i = 0; i < FOLDERS && names.size() < FILES && !folders.isEmpty(); i++) {
      Level level = folders.removeFirst();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(level.folder())) {
        look(folder, level, entries, names, folders);
      } catch (IOException e) {
        if (level.depth() == 0) {
          throw e;
        }
      }
    }
    return names;
  }

  private static void look(
      Path top, Level level, DirectoryStream<Path> entries, List<String> names, Deque<Level> next) {
    int seen = 0;
    for (Path entry : entries) {
      if (seen++ == ENTRIES_A_FOLDER || names.size() >= FILES) {
        return;
      }
      if (IMAGE.matcher(entry.getFileName().toString()).matches()) {
        names.add(top.relativize(entry).toString().replace(File.separatorChar, '/'));
      } else if (level.depth() < DEPTH && next.size() < FOLDERS && Files.isDirectory(entry)) {
        next.addLast(new Level(entry, level.depth() + 1));
      }
    }
  }
}
