package org.scopeside.contract;

import org.jspecify.annotations.Nullable;

/**
 * Reads the outline of a zstd frame (RFC 8878, section 3.1.1) without decompressing it: what it
 * claims to hold, and whether its blocks are all there and can hold that much. So a value that was
 * cut, or a few bytes that claim 60 MiB, are refused before a buffer is made.
 *
 * <pre>
 * 28 B5 2F FD | descriptor | window? | dictionary? | content size? | blocks… | checksum?
 *                            block: 3 bytes (1 bit last, 2 bits type, 21 bits size) and its content
 * </pre>
 */
final class ZstdFrame {
  private static final int MAGIC = 0xFD2FB528;
  private static final int MAX_BLOCK = 128 << 10;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final byte[] value;
  private int at;

  private ZstdFrame(byte[] value) {
    this.value = value;
  }

  /**
   * The size that the frame's header states.
   *
   * @return -1 where the value does not begin with the header of a zstd frame that states it
   */
  static long contentSize(byte[] value) {
    return new ZstdFrame(value).header();
  }

  /**
   * What keeps the value from being exactly one whole frame of {@code size} bytes; null where
   * nothing does that can be seen without decompressing.
   */
  static @Nullable String fault(byte[] value, int size) {
    ZstdFrame frame = new ZstdFrame(value);
    frame.header();
    return frame.blocks(size);
  }

  private long header() {
    if (value.length < 6 || (int) number(0, 4) != MAGIC) {
      return -1;
    }
    int descriptor = value[4] & 0xFF;
    boolean singleSegment = (descriptor & 0x20) != 0;
    int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
    int sizeFlag = descriptor >>> 6;
    int sizeBytes = sizeFlag == 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag;
    int sizeAt = 5 + (singleSegment ? 0 : 1) + dictionaryBytes;
    at = sizeAt + sizeBytes;
    if (sizeBytes == 0 || at > value.length) {
      return -1;
    }
    long size = number(sizeAt, sizeBytes) + (sizeBytes == 2 ? 256 : 0);
    return size < 0 ? Long.MAX_VALUE : size;
  }

  private @Nullable String blocks(int size) {
    int checksumBytes = (value[4] & 4) == 0 ? 0 : 4;
    long most = 0;
    boolean last = false;
    while (!last) {
      if (at + 3 > value.length) {
        return "it ends within its blocks";
      }
      int block = (int) number(at, 3);
      int type = (block >>> 1) & 3;
      int blockSize = block >>> 3;
      if (type > COMPRESSED || blockSize > MAX_BLOCK) {
        return "block at byte " + at + " is of no valid type or size";
      }
      last = (block & 1) != 0;
      most += type == COMPRESSED ? MAX_BLOCK : blockSize;
      at += 3 + (type == RLE ? 1 : blockSize);
    }
    if (at + checksumBytes != value.length) {
      return "its frame is of " + (at + checksumBytes) + " bytes";
    }
    return most < size ? "its blocks hold at most " + most + " bytes, not " + size : null;
  }

  private long number(int from, int bytes) {
    long number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      number = number << 8 | (value[from + i] & 0xFF);
    }
    return number;
  }
}
