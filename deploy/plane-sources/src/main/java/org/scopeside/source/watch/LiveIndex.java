package org.scopeside.source.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.scopeside.source.pattern.FolderIndex;
import org.scopeside.source.pattern.IndexFolders;
import org.scopeside.source.pattern.IndexKind;

/** A vendor's index beside images that are being written, read again when it has changed. */
final class LiveIndex {
  private static final long LOOK = 2_000_000_000L;

  private final Path images;
  private final Path top;
  private final IndexKind kind;
  private FolderIndex index;
  private long state;
  private long lookedAt;
  private long readTook;
  private long changedAt;

  LiveIndex(Path images, Path top, IndexKind kind) {
    this.images = images;
    this.top = top;
    this.kind = kind;
    this.state = state();
    this.changedAt = System.nanoTime();
    this.lookedAt = changedAt;
    this.index = read();
  }

  /** As it stands, looked at every other second at most. */
  FolderIndex now() {
    long now = System.nanoTime();
    if (now - lookedAt > Math.max(LOOK, 10 * readTook)) {
      lookedAt = now;
      long newState = state();
      if (newState != state) {
        state = newState;
        changedAt = now;
        index = read();
      }
    }
    return index;
  }

  /** For how long it has not changed, nanoseconds. */
  long unchangedFor() {
    return System.nanoTime() - changedAt;
  }

  private FolderIndex read() {
    long begun = System.nanoTime();
    FolderIndex read = IndexFolders.read(images, top, kind);
    readTook = System.nanoTime() - begun;
    return read;
  }

  /** Changes with name, length and time of any index on the way up. */
  private long state() {
    long state = 1;
    Path at = images;
    for (int i = 0; at != null && i <= IndexFolders.ABOVE; i++) {
      state = state * 31 + state(at);
      at = at.equals(top) ? null : at.getParent();
    }
    return state;
  }

  private long state(Path folder) {
    long state = 0;
    for (String name : kind.names()) {
      state = state * 31 + stateOf(folder.resolve(name));
    }
    if (kind == IndexKind.METAXPRESS && folder.getFileName() != null) {
      state = state * 31 + stateOf(folder.resolve(folder.getFileName() + ".HTD"));
    }
    return state;
  }

  private static long stateOf(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size() * 31 + attributes.lastModifiedTime().hashCode();
    } catch (IOException absent) {
      return 0;
    }
  }
}
