package org.scopeside.source.zarr;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decoded chunks that hold several planes, the last used ones up to a number of bytes. Thread-safe.
 */
final class ChunkCache {
  private final Map<Path, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);
  private final long most;
  private long bytes;

  ChunkCache(long most) {
    this.most = most;
  }

  synchronized byte @Nullable [] get(Path file) {
    return chunks.get(file);
  }

  synchronized void put(Path file, byte[] chunk) {
    byte[] before = chunks.put(file, chunk);
    bytes += chunk.length - (before == null ? 0 : before.length);
    Iterator<byte[]> oldest = chunks.values().iterator();
    while (bytes > most && oldest.hasNext()) {
      bytes -= oldest.next().length;
      oldest.remove();
    }
  }

  synchronized void clear() {
    chunks.clear();
    bytes = 0;
  }
}
