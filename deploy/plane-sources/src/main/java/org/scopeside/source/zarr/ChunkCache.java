package org.scopeside.source.zarr;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/**
 * Decoded chunks that hold several planes, the ones used last. One is decoded at a time, so that no
 * chunk is decoded twice side by side and memory stays bounded. Thread-safe.
 */
final class ChunkCache {
  private static final long MOST_BYTES = ZarrArray.MAX_CHUNK_BYTES;

  // Guarded by this; in order of use. Chunks that nobody wrote are not kept.
  private final Map<Path, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Decodes a chunk; null if nobody wrote it. */
  interface Decoding {
    byte @Nullable [] decode() throws UnreadableImageException;
  }

  /** The decoded chunk, which nobody may change; null if nobody wrote it. */
  synchronized byte @Nullable [] get(Path file, Decoding decoding) throws UnreadableImageException {
    byte[] known = chunks.get(file);
    if (known != null) {
      return known;
    }
    byte[] decoded = decoding.decode();
    if (decoded != null) {
      chunks.put(file, decoded);
      bytes += decoded.length;
      evict();
    }
    return decoded;
  }

  private void evict() {
    var eldest = chunks.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= eldest.next().length;
      eldest.remove();
    }
  }

  synchronized void clear() {
    chunks.clear();
    bytes = 0;
  }
}
