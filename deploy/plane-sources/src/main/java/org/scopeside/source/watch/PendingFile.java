package org.scopeside.source.watch;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.pattern.NameScheme;
import org.scopeside.source.pattern.Placeholder;

/** A file that was found and not handed over yet. Times are of {@link System#nanoTime}. */
final class PendingFile {
  final Path path;
  final String relativeName;
  final NameScheme scheme;
  final Map<Placeholder, String> tokens;
  final WatchedAcquisition acquisition;
  final long order;

  long dueAt;
  long changedAt;
  long size = -1;
  long modified;
  int tries;

  /** Pages that were handed over. */
  int pagesDone;

  @Nullable String reason;

  PendingFile(
      Path path,
      String relativeName,
      NameScheme scheme,
      Map<Placeholder, String> tokens,
      WatchedAcquisition acquisition,
      long order) {
    this.path = path;
    this.relativeName = relativeName;
    this.scheme = scheme;
    this.tokens = tokens;
    this.acquisition = acquisition;
    this.order = order;
  }
}
