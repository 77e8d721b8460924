package org.scopeside.source.zarr;

/** A stretch of an array that is read from front to end; reading past the end says so. */
final class CompressedBytes {
  private final byte[] bytes;
  private final int end;
  private int at;

  CompressedBytes(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  int next() throws MalformedChunkException {
    if (at >= end) {
      throw new MalformedChunkException("compressed bytes end early");
    }
    return bytes[at++] & 0xFF;
  }

  /** Copies literally. */
  void copy(byte[] to, int from, int toEnd, int count) throws MalformedChunkException {
    if (count < 0 || count > end - at || count > toEnd - from) {
      throw new MalformedChunkException(
          "%d literal bytes do not fit: %d are there, %d are wanted"
              .formatted(count, end - at, toEnd - from));
    }
    System.arraycopy(bytes, at, to, from, count);
    at += count;
  }

  /** Repeats what was decoded before; where the two overlap the copy repeats itself. */
  static void repeat(byte[] out, int start, int at, int end, int distance, int count)
      throws MalformedChunkException {
    if (distance < 1 || distance > at - start || count < 0 || count > end - at) {
      throw new MalformedChunkException(
          "a match of %d bytes at distance %d does not fit after %d bytes, %d are wanted"
              .formatted(count, distance, at - start, end - at));
    }
    if (distance >= count) {
      System.arraycopy(out, at - distance, out, at, count);
      return;
    }
    for (int i = at; i < at + count; i++) {
      out[i] = out[i - distance];
    }
  }
}
