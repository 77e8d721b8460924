package org.scopeside.source.watch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.scopeside.source.IdSet;

/** What is known of one folder. Times are of {@link System#nanoTime}; used by one thread. */
final class WatchedFolder {
  final Path path;

  /** Relative to the watched folder with / at its end; empty for that folder itself. */
  final String relative;

  final int depth;
  IdSet names = new IdSet();

  /** As the file server gave it at the last look; only ever compared with what it gave before. */
  long modified = Long.MIN_VALUE;

  long changedAt;
  long lookedAt;
  long listedAt;
  long listingTook;
  boolean listed;

  /** Something is left that found no room, or the system lost count of hints. */
  boolean unfinished;

  /** The system says that it may not be read. */
  boolean refused;

  boolean hinted;

  /** Listings have found nothing that was not hinted at before. */
  boolean trusted;

  WatchedFolder(Path path, String relative, int depth, long now) {
    this.path = path;
    this.relative = relative;
    this.depth = depth;
    this.changedAt = now;
  }

  boolean knows(String name) {
    return names.contains(name.getBytes(StandardCharsets.UTF_8));
  }

  boolean learn(String name) {
    return names.add(name.getBytes(StandardCharsets.UTF_8));
  }
}
