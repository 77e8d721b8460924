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
  record Named(Path path, String relativeName, long size, Map<Placeholder, String> tokens) {
    /** The token; "" where the pattern lacks the placeholder. */
    String token(Placeholder placeholder) {
      return tokens.getOrDefault(placeholder, "");
    }
  }

  private FolderFiles() {}

  static FolderFiles of(Path folder, NameScheme pattern) throws IOException {
    if (!Files.exists(folder)) {
      throw new UnusableSourceException("folder " + folder.toAbsolutePath() + " does not exist");
    }
    if (!Files.isDirectory(folder)) {
      throw new UnusableSourceException(
          folder + " is a file; give the folder that holds the images");
    }
    FolderFiles files = new FolderFiles();
    List<Seen> seen = walk(folder, pattern.depth());
    for (Seen path : seen) {
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

  /** A file, and its length in bytes. */
  private record Seen(Path path, long size) {}

  private void sort(Path folder, Seen seen, NameScheme pattern) {
    Path path = seen.path();
    String name = relativeName(folder, path);
    // Hidden files are never planes: macOS leaves ._a01.tif beside a01.tif on network drives.
    Map<Placeholder, String> tokens = isHidden(path) ? null : pattern.match(name);
    if (tokens == null && pattern.ignores(name)) {
      return;
    }
    if (tokens == null) {
      ignored++;
      if (examples.size() < EXAMPLES) {
        examples.add(name);
      }
    } else {
      named.add(new Named(path, name, seen.size(), tokens));
    }
  }

  private static boolean isHidden(Path path) {
    return Objects.toString(path.getFileName(), "").startsWith(".");
  }

  private static String relativeName(Path folder, Path path) {
    return folder.relativize(path).toString().replace(File.separatorChar, '/');
  }

  private UnusableSourceException nothingMatches(Path folder, NameScheme pattern, int depthFiles) {
    String found = depthFiles == 0 ? "there are no files" : depthFiles + " files are there";
    String shown = examples.isEmpty() ? "" : ": " + String.join(", ", examples);
    String more = ignored > examples.size() && !examples.isEmpty() ? ", ..." : "";
    String level = pattern.depth() == 0 ? "" : " down to sub-folder level " + pattern.depth();
    return new UnusableSourceException(
        "%s: pattern '%s' matches nothing; %s%s%s%s. In it %s. Files in deeper folders need */ in the pattern"
            .formatted(folder, pattern, found, level, shown, more, pattern.meaning()));
  }

  private static List<Seen> walk(Path folder, int depth) throws IOException {
    List<Seen> files = new ArrayList<>();
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth + 1, new Collector(files));
    files.sort(Comparator.comparing(Seen::path));
    return files;
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Seen> files;

    Collector(List<Seen> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      // At the greatest depth folders arrive here too.
      if (!attributes.isDirectory()) {
        files.add(new Seen(path, attributes.size()));
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
