package org.scopeside.source.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A JPEG 2000 codestream (ISO/IEC 15444-1, annex A) looked over before it is decoded, as the
 * decoder believes the sizes it claims, and goes round for ever where a packet's head holds the
 * bytes FF FF, which no encoder writes.
 */
final class Jpeg2000Stream {
  /** Start of codestream, then the size marker, which always comes first. */
  static final int START = 0xFF4FFF51;

  private static final int START_OF_TILE_PART = 0xFF90;
  private static final int START_OF_DATA = 0xFF93;
  private static final int END = 0xFFD9;
  private static final int PACKED_HEADS = 0xFF60;
  private static final int PACKED_TILE_HEADS = 0xFF61;

  /** Start and end marks of packets may stand among their bytes; no other mark does. */
  private static final int START_OF_PACKET = 0xFF91;

  private static final int END_OF_HEAD = 0xFF92;
  private static final int FIRST_MARK = 0xFF90;

  private static final int SIZE_BYTES = 4 + 2 + 2 + 8 * 4 + 2;
  private static final int TILE_PART_BYTES = 12;

  /** JPEG 2000's own tiles within one strip or tile. */
  private static final long MAX_TILES = 65_535;

  private final ByteBuffer bytes;

  /** Begins at the start of the codestream. */
  Jpeg2000Stream(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Compares what it claims with what the page needs.
   *
   * @throws IOException if that differs, or the stream is damaged
   */
  void check(TiffLayout layout) throws IOException {
    if (bytes.limit() < SIZE_BYTES) {
      throw new IOException("the JPEG 2000 codestream ends within its head");
    }
    long[] sides = new long[8];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = bytes.getInt(8 + 4 * i) & 0xFFFFFFFFL;
    }
    PieceRasters.checkSize(layout, sides[0] - sides[2], sides[1] - sides[3]);
    boolean tiled = sides[4] > 0 && sides[5] > 0;
    long tiles = tiled ? (sides[0] / sides[4] + 1) * (sides[1] / sides[5] + 1) : Long.MAX_VALUE;
    int samples = word(8 + 8 * 4);
    if (samples != layout.pieceSamples() || tiles > MAX_TILES) {
      throw new IOException(
          "the JPEG 2000 codestream has %d samples and tiles of %dx%d"
              .formatted(samples, sides[4], sides[5]));
    }
    checkTileParts();
  }

  private void checkTileParts() throws IOException {
    long at = 2;
    while (at <= bytes.limit() - TILE_PART_BYTES && word((int) at) != END) {
      boolean tilePart = word((int) at) == START_OF_TILE_PART;
      at = tilePart ? checkTilePart((int) at) : afterSegment((int) at);
    }
  }

  /** Returns where the next tile-part begins. */
  private long checkTilePart(int start) throws IOException {
    long length = bytes.getInt(start + 6) & 0xFFFFFFFFL;
    long end = length == 0 ? bytes.limit() - 2L : start + length;
    long at = (long) start + TILE_PART_BYTES;
    while (at <= bytes.limit() - 4 && word((int) at) != START_OF_DATA) {
      at = afterSegment((int) at);
    }
    checkPackets(at + 2, Math.min(end, bytes.limit()));
    if (end < at) {
      throw new IOException("the JPEG 2000 codestream has a tile-part of " + length + " bytes");
    }
    return end;
  }

  private long afterSegment(int at) throws IOException {
    int marker = word(at);
    int length = word(at + 2);
    if (marker < 0xFF00 || length < 2) {
      throw new IOException("the JPEG 2000 codestream has no marker at byte " + at);
    }
    if (marker == PACKED_HEADS || marker == PACKED_TILE_HEADS) {
      throw new IOException("JPEG 2000 with the heads of packets apart is not read");
    }
    return at + 2L + length;
  }

  private void checkPackets(long from, long end) throws IOException {
    for (int at = (int) from; at < end - 1; at++) {
      if (bytes.get(at) == -1) {
        int pair = word(at);
        if (pair >= FIRST_MARK && pair != START_OF_PACKET && pair != END_OF_HEAD) {
          throw new IOException(
              "the JPEG 2000 codestream is damaged at byte %d: %X".formatted(at, pair));
        }
      }
    }
  }

  private int word(int at) {
    return bytes.getShort(at) & 0xFFFF;
  }
}
