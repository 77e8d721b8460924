package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;

/**
 * The image files of a folder and its sub-folders by name: the path within the folder without the
 * extension and without a suffix such as {@code _masks}.
 *
 * @param folder where they lie
 * @param suffix that their names end with before the extension; may be empty
 * @param byName a file a name, in the order of the names
 * @param twice what is wrong: names that several files have
 */
record LabelledFiles(Path folder, String suffix, Map<String, Path> byName, List<String> twice) {
  private static final Pattern IMAGE =
      Pattern.compile("(.+?)(?:\\.ome)?\\.(?:tiff?|png|npy)", Pattern.CASE_INSENSITIVE);

  /** Scores of objects lie beside the labels and are no image. */
  static final String SCORES = "_scores";

  static LabelledFiles in(Path folder, String suffix) throws IOException, UserErrorException {
    if (!Files.exists(folder)) {
      throw new UserErrorException(ExitCode.INPUT, folder.toAbsolutePath() + " does not exist");
    }
    LabelledFiles files = new LabelledFiles(folder, suffix, new TreeMap<>(), new ArrayList<>());
    if (Files.isRegularFile(folder)) {
      files.add(Objects.requireNonNull(folder.getFileName()).toString(), folder);
    } else {
      try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
        for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
          files.add(folder.relativize(path).toString().replace('\\', '/'), path);
        }
      }
    }
    return files;
  }

  private void add(String relative, Path path) {
    Matcher image = IMAGE.matcher(relative);
    boolean hidden = relative.startsWith(".") || relative.contains("/.");
    if (!image.matches() || hidden) {
      return;
    }
    String stem = image.group(1);
    if (stem.endsWith(SCORES) || !stem.endsWith(suffix)) {
      return;
    }
    String name = stem.substring(0, stem.length() - suffix.length());
    Path before = byName.putIfAbsent(name, path);
    if (before != null) {
      twice.add(name + " has two files: " + before + " and " + path);
    }
  }

  /** For people: where, and what was looked for. */
  String shown() {
    return suffix.isEmpty() ? folder.toString() : folder + " (names with " + suffix + ")";
  }
}
