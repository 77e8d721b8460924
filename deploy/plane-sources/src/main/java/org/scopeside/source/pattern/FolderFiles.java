package org.scopeside.source.pattern;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.scopeside.source.UnusableSourceException;

/** The files of a folder, those that a pattern takes and those it does not. */
final class FolderFiles {
  private static final int EXAMPLES = 3;

  private final List<Named> named = new ArrayList<>();
  private final List<String> examples = new ArrayList<>();
  private int ignored;

  /** A file that the pattern takes, with what its name says. */
  record Named(Path path, String relativeName, Map<Placeholder, String> tokens) {
    /** The token; "" where the pattern lacks the placeholder. */
    String token(Placeholder placeholder) {
      return tokens.getOrDefault(placeholder, "");
    }
  }

  private FolderFiles() {}

  static FolderFiles of(Path folder, NamePattern pattern) throws IOException {
    if (!Files.exists(folder)) {
      throw new UnusableSourceException("folder " + folder.toAbsolutePath() + " does not exist");
    }
    if (!Files.isDirectory(folder)) {
      throw new UnusableSourceException(
          folder + " is a file; give the folder that holds the images");
    }
    FolderFiles files = new FolderFiles();
    List<Path> seen = walk(folder, pattern.depth());
    for (Path path : seen) {
      files.sort(folder, path, pattern);
    }
    if (files.named.isEmpty()) {
      throw files.nothingMatches(folder, pattern, seen.size());
    }
    files.named.sort(Comparator.comparing(Named::relativeName));
    return files;
  }

  List<Named> named() {
    return named;
  }

  int ignored() {
    return ignored;
  }

  List<String> ignoredExamples() {
    return examples;
  }

  private void sort(Path folder, Path path, NamePattern pattern) {
    String name = relativeName(folder, path);
    // Hidden files are never planes: macOS leaves ._a01.tif beside a01.tif on network drives.
    Map<Placeholder, String> tokens = isHidden(path) ? null : pattern.match(name);
    if (tokens == null) {
      ignored++;
      if (examples.size() < EXAMPLES) {
        examples.add(name);
      }
    } else {
      named.add(new Named(path, name, tokens));
    }
  }

  private static boolean isHidden(Path path) {
    return Objects.toString(path.getFileName(), "").startsWith(".");
  }

  private static String relativeName(Path folder, Path path) {
    return folder.relativize(path).toString().replace(File.separatorChar, '/');
  }

  private UnusableSourceException nothingMatches(Path folder, NamePattern pattern, int depthFiles) {
    String found = depthFiles == 0 ? "there are no files" : depthFiles + " files are there";
    String shown = examples.isEmpty() ? "" : ": " + String.join(", ", examples);
    String more = ignored > examples.size() && !examples.isEmpty() ? ", ..." : "";
    String level = pattern.depth() == 0 ? "" : " down to sub-folder level " + pattern.depth();
    return new UnusableSourceException(
        "%s: pattern '%s' matches nothing; %s%s%s%s. In it %s. Files in deeper folders need */ in the pattern"
            .formatted(folder, pattern, found, level, shown, more, pattern.meaning()));
  }

  private static List<Path> walk(Path folder, int depth) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth + 1, new Collector(files));
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> files;

    Collector(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      // At the greatest depth folders arrive here too.
      if (!attributes.isDirectory()) {
        files.add(path);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
      if (failure instanceof FileSystemLoopException) {
        return FileVisitResult.CONTINUE;
      }
      String reason =
          failure instanceof AccessDeniedException ? "permission denied" : failure.toString();
      // Going on would replay a part of the plate as if it were the whole.
      throw new UnusableSourceException("cannot read " + path + ": " + reason);
    }
  }
}
