package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which images belong together: a CSV file with the columns {@code name} and {@code group}, a line
 * an image, names without extension and suffix.
 *
 * @param byName the group of each name
 */
record ImageGroups(Map<String, String> byName) {
  /** Images that the file does not name. */
  static final String NONE = "(none)";

  /** All images are of no group. */
  static final ImageGroups UNKNOWN = new ImageGroups(Map.of());

  /**
   * Reads a file.
   *
   * @throws IOException that names the file and the line
   */
  static ImageGroups read(Path csv) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(csv);
    } catch (IOException unreadable) {
      throw new IOException(csv + ": cannot be read as a text file in UTF-8", unreadable);
    }
    List<String> columns = lines.isEmpty() ? List.of() : cells(lines.get(0));
    int name = columns.indexOf("name");
    int group = columns.indexOf("group");
    if (name < 0 || group < 0) {
      throw new IOException(csv + ": the first line must name the columns name and group");
    }
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        List<String> cells = cells(lines.get(i));
        if (cells.size() != columns.size()) {
          throw new IOException(
              "%s:%d: has %d columns, not %d".formatted(csv, i + 1, cells.size(), columns.size()));
        }
        String before = byName.putIfAbsent(cells.get(name), cells.get(group));
        if (before != null && !before.equals(cells.get(group))) {
          throw new IOException(
              "%s:%d: %s is of group %s already".formatted(csv, i + 1, cells.get(name), before));
        }
      }
    }
    return new ImageGroups(byName);
  }

  private static List<String> cells(String line) {
    String plain = line.startsWith("\uFEFF") ? line.substring(1) : line;
    return Arrays.stream(plain.split(",", -1))
        .map(cell -> cell.strip().replaceAll("^\"(.*)\"$", "$1"))
        .toList();
  }

  boolean isKnown() {
    return !byName.isEmpty();
  }

  /** The group of an image; of one in a sub-folder also by its bare name. */
  String of(String image) {
    String bare = image.substring(image.lastIndexOf('/') + 1);
    return byName.getOrDefault(image, byName.getOrDefault(bare, NONE));
  }

  /** The images of each group, in the order of the groups' names. */
  Map<String, List<EvaluatedImage>> split(List<EvaluatedImage> images) {
    Map<String, List<EvaluatedImage>> groups = new TreeMap<>();
    for (EvaluatedImage image : images) {
      groups.computeIfAbsent(of(image.name()), key -> new ArrayList<>()).add(image);
    }
    return groups;
  }
}
