package org.scopeside.source.ometiff;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.UnreadableImageException;

/**
 * What is found while a path is looked through: what could not be read, which files are spoken for.
 */
final class Survey {
  private static final int MOST_UNREAD = 10_000;
  private static final int MOST_REMARKS = 100;

  private final Path root;
  private final OpenTiffs tiffs = new OpenTiffs();
  private final Map<Path, Unread> unread = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private final Set<Path> claimed = new HashSet<>();
  private final Map<Path, FolderIndex> folders = new LinkedHashMap<>();

  /**
   * @param root the folder that names are shown relative to
   */
  Survey(Path root) {
    this.root = root;
  }

  OpenTiffs tiffs() {
    return tiffs;
  }

  /** Relative to the root, with {@code /}. */
  String shown(Path path) {
    Path shown = path.startsWith(root) ? root.relativize(path) : path;
    return shown.toString().replace(File.separatorChar, '/');
  }

  /** The files in and below a folder, listed once. */
  FolderIndex folder(Path folder) {
    return folders.computeIfAbsent(folder, FolderIndex::new);
  }

  /** A file cannot be read; what is said of it first stays. */
  void unread(Path file, String reason) {
    if (unread.size() < MOST_UNREAD) {
      unread.putIfAbsent(file, new Unread(file, reason));
    }
  }

  void unread(UnreadableImageException failure, Path fallback) {
    Path file = failure.file();
    unread(file == null ? fallback : file, failure.reason());
  }

  void remark(String remark) {
    if (remarks.size() < MOST_REMARKS) {
      remarks.add(remark);
    }
  }

  /** A set that was opened holds this file: it is not opened again for itself. */
  void claim(Path file) {
    claimed.add(file);
  }

  boolean isClaimed(Path file) {
    return claimed.contains(file);
  }

  List<Unread> unread() {
    return List.copyOf(unread.values());
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Pages of a TIFF; 0, with the reason among the unread, where it cannot be opened. */
  int pages(Path path) {
    try {
      return tiffs.with(
          path,
          tiff -> {
            String fault = tiff.fault();
            if (fault != null) {
              unread(path, "only its first " + tiff.pages() + " pages can be read: " + fault);
            }
            return tiff.pages();
          });
    } catch (UnreadableImageException damaged) {
      unread(damaged, path);
      return 0;
    }
  }

  /** The name of a file; "" of a root. */
  static String name(@Nullable Path path) {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "" : name.toString();
  }
}
