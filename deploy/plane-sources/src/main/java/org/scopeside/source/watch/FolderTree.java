package org.scopeside.source.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.IdSet;

/**
 * Finds what is new in a folder and those below it, at little cost however much is there.
 *
 * <p>A folder's time of change tells whether anything came into it or left it. Such times have a
 * granularity of up to two seconds and are those of the file server, so they are only compared with
 * what the same folder had before, never with a clock; and a folder that changed is listed again
 * and again until nothing has changed for {@link #ACTIVE}. A listing reads names only; a name that
 * is known costs a look-up and no question to the file system. A large folder is listed so seldom
 * that listing takes at most a third of the time. Folders where nothing happens are looked at less
 * and less often, and each is listed from time to time for servers that do not keep such times.
 *
 * <p>Used by one thread.
 */
final class FolderTree implements Closeable {
  /** Longer than any granularity of times, and than what network clients remember of a folder. */
  private static final long ACTIVE = Duration.ofSeconds(10).toNanos();

  private static final long SELDOM = Duration.ofSeconds(10).toNanos();
  private static final long TRUSTED_LISTING = Duration.ofSeconds(5).toNanos();
  private static final long SAFETY_LISTING = Duration.ofMinutes(5).toNanos();
  private static final int MOST_FOLDERS = 200_000;

  /** Names of files for certain, so that the file system need not be asked. */
  private static final Pattern FILE =
      Pattern.compile("(?i).*\\.(?:tiff?|png|jpe?g|bmp|xml|mlf|mrf|htd|txt|csv|json|part|tmp)");

  private final long interval;
  private final FolderHints hints;
  private final List<WatchedFolder> folders = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private @Nullable Object rootKey;
  private boolean present = true;
  private long lastSafetyListing;

  /** Takes what is new. */
  interface Entries {
    /**
     * A file.
     *
     * @param relativeName with /
     * @return false if there is no room for it now; it is found again later
     */
    boolean file(Path file, String relativeName);

    /** A folder that may not be listed, said once. */
    void unreadable(String relativeFolder);
  }

  /**
   * @param interval between two looks, nanoseconds
   */
  FolderTree(Path root, long interval, FolderHints hints) {
    this.interval = interval;
    this.hints = hints;
    this.lastSafetyListing = System.nanoTime();
    folders.add(new WatchedFolder(root, "", 0, System.nanoTime()));
  }

  private WatchedFolder root() {
    return folders.get(0);
  }

  /** Whether the watched folder itself could be read at the last sweep. */
  boolean present() {
    return present;
  }

  /** Whether every folder that is known was listed whole. */
  boolean complete() {
    return present && folders.stream().allMatch(folder -> folder.listed && !folder.unfinished);
  }

  int folders() {
    return folders.size();
  }

  /** Looks at all folders that are due; those found on the way as well. */
  void sweep(Entries entries) {
    present = rootIsThere();
    if (!present) {
      return;
    }
    for (int i = 0; i < folders.size(); i++) {
      look(folders.get(i), entries);
    }
  }

  /** An unmounted share leaves an empty folder of another identity in its place. */
  private boolean rootIsThere() {
    try {
      BasicFileAttributes now = Files.readAttributes(root().path, BasicFileAttributes.class);
      boolean same = rootKey == null || Objects.equals(rootKey, now.fileKey());
      if (!now.isDirectory() || (!same && isEmpty(root().path))) {
        return false;
      }
      if (!same) {
        folders.forEach(folder -> folder.unfinished = true);
      }
      rootKey = now.fileKey();
      return Files.isReadable(root().path);
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      return !names.iterator().hasNext();
    }
  }

  private void look(WatchedFolder folder, Entries entries) {
    long now = System.nanoTime();
    long idle = now - folder.changedAt;
    long period = folder.depth == 0 || idle < ACTIVE ? 0 : Math.min(SELDOM, idle / 20);
    if (folder.listed && !folder.unfinished && now - folder.lookedAt < period) {
      return;
    }
    folder.lookedAt = now;
    long modified;
    try {
      modified = Files.getLastModifiedTime(folder.path).to(TimeUnit.NANOSECONDS);
    } catch (IOException gone) {
      folder.listed = true;
      return;
    }
    if (modified != folder.modified) {
      folder.modified = modified;
      folder.changedAt = now;
    }
    if (isDue(folder, now)) {
      list(folder, entries);
    }
  }

  private boolean isDue(WatchedFolder folder, long now) {
    if (!folder.listed) {
      return true;
    }
    long since = now - folder.listedAt;
    if (folder.refused) {
      return since >= SELDOM;
    }
    boolean quiet = folder.listedAt - folder.changedAt >= ACTIVE && !folder.unfinished;
    if (quiet) {
      return isDueForSafety(since, now);
    }
    long pause = Math.max(interval, 2 * folder.listingTook);
    boolean relaxed = folder.hinted && folder.trusted && !folder.unfinished;
    return since >= (relaxed ? Math.max(TRUSTED_LISTING, 20 * folder.listingTook) : pause);
  }

  /** One folder a second at most, so that a million of them are not listed at once. */
  private boolean isDueForSafety(long since, long now) {
    if (since < SAFETY_LISTING || now - lastSafetyListing < 1_000_000_000L) {
      return false;
    }
    lastSafetyListing = now;
    return true;
  }

  private void list(WatchedFolder folder, Entries entries) {
    if (!folder.listed) {
      folder.hinted = hints.register(folder);
    }
    long begun = System.nanoTime();
    List<Path> fresh = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.path)) {
      for (Path entry : names) {
        if (!folder.knows(entry.getFileName().toString())) {
          fresh.add(entry);
        }
      }
    } catch (AccessDeniedException denied) {
      refused(folder, begun, entries);
      return;
    } catch (IOException | DirectoryIteratorException gone) {
      return;
    }
    boolean first = !folder.listed;
    folder.listed = true;
    folder.refused = false;
    folder.unfinished = false;
    folder.listedAt = begun;
    folder.listingTook = System.nanoTime() - begun;
    // What the system has told meanwhile was not missed by it.
    hints.drain((hinted, name) -> hinted(hinted, name, entries));
    fresh.removeIf(entry -> folder.knows(entry.getFileName().toString()));
    Collections.sort(fresh);
    takeFresh(folder, fresh, entries);
    if (!first) {
      folder.trusted = fresh.isEmpty() && folder.hinted;
    }
  }

  private static void refused(WatchedFolder folder, long now, Entries entries) {
    folder.listed = true;
    folder.listedAt = now;
    if (!folder.refused) {
      entries.unreadable(folder.relative);
    }
    folder.refused = true;
  }

  private void takeFresh(WatchedFolder folder, List<Path> fresh, Entries entries) {
    for (Path entry : fresh) {
      if (!take(folder, entry, entries)) {
        folder.unfinished = true;
        return;
      }
    }
    if (!fresh.isEmpty()) {
      folder.changedAt = System.nanoTime();
    }
  }

  /** Names that a hint told, before a listing finds them; null where hints were lost. */
  void hinted(WatchedFolder folder, @Nullable String name, Entries entries) {
    if (name == null) {
      folder.unfinished = true;
      folder.trusted = false;
    } else if (folder.listed && !folder.knows(name)) {
      folder.changedAt = System.nanoTime();
      if (!take(folder, folder.path.resolve(name), entries)) {
        folder.unfinished = true;
      }
    }
  }

  private boolean take(WatchedFolder folder, Path entry, Entries entries) {
    String name = entry.getFileName().toString();
    if (!FILE.matcher(name).matches() && Files.isDirectory(entry)) {
      addFolder(folder, entry, name);
    } else if (!entries.file(entry, folder.relative + name)) {
      return false;
    }
    folder.learn(name);
    return true;
  }

  private void addFolder(WatchedFolder above, Path path, String name) {
    // A link back to a folder above would never end.
    boolean link = Files.isDirectory(path) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    String relative = above.relative + name + "/";
    if (above.depth < (link ? 3 : 12) && folders.size() < MOST_FOLDERS && known.add(relative)) {
      folders.add(new WatchedFolder(path, relative, above.depth + 1, System.nanoTime()));
    }
  }

  /** Finds all of a folder and those below it anew. */
  void forget(String relative) {
    for (WatchedFolder folder : folders) {
      if (folder.relative.startsWith(relative)) {
        folder.names = new IdSet();
        folder.unfinished = true;
      }
    }
  }

  @Override
  public void close() throws IOException {
    hints.close();
  }
}
