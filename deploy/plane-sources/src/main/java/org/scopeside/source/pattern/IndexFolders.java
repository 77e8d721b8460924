package org.scopeside.source.pattern;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an index lies: beside the images, or in a folder above them up to the one that was opened.
 */
public final class IndexFolders {
  /** Folders above the images that are looked into. */
  public static final int ABOVE = 3;

  private IndexFolders() {}

  /** The index nearest to the images; {@link FolderIndex#EMPTY} where there is none. */
  public static FolderIndex read(Path images, Path top, IndexKind kind) {
    @Nullable Path at = images;
    for (int i = 0; at != null && i <= ABOVE; i++) {
      FolderIndex index = FolderIndex.of(at, kind);
      if (index.isKnown()) {
        return index;
      }
      at = at.equals(top) ? null : at.getParent();
    }
    return FolderIndex.EMPTY;
  }
}
