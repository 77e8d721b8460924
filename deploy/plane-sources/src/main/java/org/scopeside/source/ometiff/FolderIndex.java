package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The image and companion files in a folder and its sub-folders, listed when first asked for.
 * Hidden files are left out: macOS leaves {@code ._a01.tif} beside {@code a01.tif} on network
 * drives.
 */
final class FolderIndex {
  private static final int DEPTH = 4;
  private static final int MOST_FILES = 2_000_000;

  private final Path folder;
  private @Nullable List<Path> files;
  private @Nullable Map<String, List<Path>> byName;

  FolderIndex(Path folder) {
    this.folder = folder;
  }

  /** In the order of their paths. */
  List<Path> files() {
    List<Path> known = files;
    if (known == null) {
      known = list();
      files = known;
    }
    return known;
  }

  /**
   * The file that a document means by a name: where the name says, below this folder; else the only
   * one of that name there. Never one outside of the folder.
   */
  @Nullable Path find(String name) {
    String relative = name.replace('\\', '/');
    Path said = within(relative);
    if (said != null && Files.isRegularFile(said)) {
      return said;
    }
    String last = relative.substring(relative.lastIndexOf('/') + 1);
    List<Path> same = named(last);
    Path beside = within(last);
    return same.size() == 1 || !same.contains(beside) ? only(same) : beside;
  }

  private static @Nullable Path only(List<Path> paths) {
    return paths.size() == 1 ? paths.get(0) : null;
  }

  private @Nullable Path within(String relative) {
    try {
      Path path = folder.resolve(relative).normalize();
      return path.startsWith(folder) && !path.equals(folder) ? path : null;
    } catch (InvalidPathException notAName) {
      return null;
    }
  }

  /** All files of a name. */
  List<Path> named(String name) {
    Map<String, List<Path>> known = byName;
    if (known == null) {
      known = new HashMap<>();
      for (Path file : files()) {
        known.computeIfAbsent(Survey.name(file), any -> new ArrayList<>(1)).add(file);
      }
      byName = known;
    }
    return known.getOrDefault(name, List.of());
  }

  private List<Path> list() {
    Map<Path, Path> found = new TreeMap<>();
    Set<FileVisitOption> links = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
    try {
      Files.walkFileTree(folder, links, DEPTH, new Collector(folder, found));
    } catch (IOException unreadable) {
      // What was listed until then is there; the files that lack are named one by one.
      found.remove(folder);
    }
    return Collections.unmodifiableList(new ArrayList<>(found.values()));
  }

  /** Whether a file's name is that of a TIFF. */
  static boolean isTiffName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".tif")
        || lower.endsWith(".tiff")
        || lower.endsWith(".tf2")
        || lower.endsWith(".tf8")
        || lower.endsWith(".btf");
  }

  /** Whether a file's name is that of an OME-TIFF. */
  static boolean isOmeTiffName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return isTiffName(lower) && (lower.contains(".ome.t") || lower.endsWith(".ome.btf"));
  }

  /** Whether a file's name is that of OME-XML in a file of its own. */
  static boolean isCompanionName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".ome") || lower.endsWith(".ome.xml");
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<Path, Path> found;

    Collector(Path root, Map<Path, Path> found) {
      this.root = root;
      this.found = found;
    }

    /** Folders of NDTiff and OME-Zarr within are for other sources. */
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean others = !folder.equals(root) && OmeTiffMarks.isForOthers(folder);
      return others ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
      String name = Survey.name(path);
      boolean wanted = isTiffName(name) || isCompanionName(name);
      if (wanted && !name.startsWith(".") && !attributes.isDirectory()) {
        found.put(path, path);
      }
      return found.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    /** A folder that may not be entered, a link in a circle: the others are listed all the same. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
