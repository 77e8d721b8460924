package org.scopeside.source.image;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.scopeside.contract.PixelType;

/**
 * One of the ways in which a TIFF may store pixels, with a page of random pixels stored so and what
 * a reader must make of them.
 *
 * @param samples stored for a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha
 * @param pieceX width of tiles; 0 for strips
 * @param pieceY height of tiles or strips
 */
record TiffKind(
    PixelType type,
    int bits,
    ByteOrder order,
    boolean big,
    int samples,
    boolean separate,
    int sizeX,
    int sizeY,
    int pieceX,
    int pieceY,
    String codec,
    int predictor,
    boolean bitsReversed,
    boolean whiteIsZero) {

  /** True for what the format allows and the reader promises. */
  boolean isValid() {
    boolean whole = bits == type.bytes() * 8;
    boolean floating = type == PixelType.FLOAT || type == PixelType.DOUBLE;
    boolean predicted =
        predictor == 1
            || (predictor == 2 && whole && !codec.equals("none"))
            || (predictor == 3 && floating && !codec.equals("none"));
    boolean light = !whiteIsZero || (samples <= 2 && type.bytes() <= 2 && !isSigned());
    return predicted && light && (samples > 1 || !separate);
  }

  private boolean isSigned() {
    return type == PixelType.INT8 || type == PixelType.INT16;
  }

  private int kept() {
    return samples >= 3 ? 3 : 1;
  }

  private int rowValues() {
    return sizeX * samples;
  }

  /** Samples {@code [y][x][sample]} as they are stored, smooth and noisy by turns. */
  long[] values(Random random) {
    long[] values = new long[sizeX * sizeY * samples];
    long mask = bits == 64 ? -1 : (1L << bits) - 1;
    for (int i = 0; i < values.length; i++) {
      int x = i / samples % sizeX;
      long noise = x % 16 < 8 ? random.nextInt(4) : random.nextLong();
      values[i] = (x * 3L + noise) & mask;
    }
    return values;
  }

  /** What is to be read. */
  byte[] expected(long[] values) {
    byte[] expected = new byte[sizeX * sizeY * kept() * type.bytes()];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (i % samples < kept()) {
        long value = whiteIsZero ? ~values[i] & ((1L << bits) - 1) : values[i];
        at = putLittle(expected, at, bits == 1 ? value * 255 : value);
      }
    }
    return expected;
  }

  private int putLittle(byte[] bytes, int at, long value) {
    for (int b = 0; b < type.bytes(); b++) {
      bytes[at + b] = (byte) (value >>> (8 * b));
    }
    return at + type.bytes();
  }

  /** Adds a page to a file that has this kind's order and size of offsets. */
  HandmadeTiff.Page addTo(HandmadeTiff tiff, long[] values) {
    List<byte[]> pieces = new ArrayList<>();
    for (int sample = 0; sample < (separate ? samples : 1); sample++) {
      for (int y = 0; y < sizeY; y += pieceY) {
        for (int x = 0; x < sizeX; x += width()) {
          pieces.add(piece(values, x, y, sample));
        }
      }
    }
    HandmadeTiff.Page page = tiff.page(sizeX, sizeY, bits, pieces);
    long[] perSample = new long[samples];
    Arrays.fill(perSample, bits);
    page.with(TiffDirectory.BITS_PER_SAMPLE, 3, perSample);
    Arrays.fill(perSample, sampleFormat());
    page.with(TiffDirectory.SAMPLE_FORMAT, 3, perSample);
    page.with(TiffDirectory.SAMPLES_PER_PIXEL, samples);
    page.with(TiffDirectory.PHOTOMETRIC, samples >= 3 ? 2 : whiteIsZero ? 0 : 1);
    page.with(TiffDirectory.PLANAR_CONFIGURATION, separate ? 2 : 1);
    page.with(TiffDirectory.COMPRESSION, TiffEncoding.number(codec));
    page.with(TiffDirectory.PREDICTOR, predictor);
    page.with(TiffDirectory.FILL_ORDER, bitsReversed ? 2 : 1);
    page.with(TiffDirectory.ROWS_PER_STRIP, pieceY);
    if (pieceX > 0) {
      page.with(TiffDirectory.TILE_WIDTH, pieceX).with(TiffDirectory.TILE_LENGTH, pieceY);
    }
    return page;
  }

  byte[] file(Random random) {
    return file(values(random));
  }

  /** A file of one page. */
  byte[] file(long[] values) {
    HandmadeTiff tiff = new HandmadeTiff(order, big);
    addTo(tiff, values).withText(TiffDirectory.IMAGE_DESCRIPTION, "ImageJ=1.54\nunit=um\n");
    return tiff.bytes();
  }

  private int sampleFormat() {
    return switch (type) {
      case INT8, INT16, INT32 -> 2;
      case FLOAT, DOUBLE -> 3;
      default -> 1;
    };
  }

  private int width() {
    return pieceX == 0 ? sizeX : pieceX;
  }

  private byte[] piece(long[] values, int left, int top, int sample) {
    int rows = pieceX == 0 ? Math.min(pieceY, sizeY - top) : pieceY;
    int perPixel = separate ? 1 : samples;
    long[] piece = new long[rows * width() * perPixel];
    for (int i = 0; i < piece.length; i++) {
      int x = left + i / perPixel % width();
      int y = top + i / perPixel / width();
      if (x < sizeX && y < sizeY) {
        int stored = separate ? sample : i % perPixel;
        piece[i] = values[y * rowValues() + x * samples + stored];
      }
    }
    byte[] encoded = TiffEncoding.encode(codec, stored(piece, rows, perPixel));
    if (bitsReversed) {
      TiffEncoding.reverseBits(encoded);
    }
    return encoded;
  }

  private byte[] stored(long[] piece, int rows, int perPixel) {
    if (bits != type.bytes() * 8) {
      return TiffEncoding.pack(piece, rows, bits);
    }
    byte[] bytes = new byte[piece.length * type.bytes()];
    int at = 0;
    for (long value : piece) {
      at = putLittle(bytes, at, value);
    }
    int rowBytes = bytes.length / rows;
    if (predictor == 3) {
      return TiffEncoding.splitFloats(bytes, rowBytes, type.bytes(), perPixel);
    }
    if (order == ByteOrder.BIG_ENDIAN) {
      bytes = TiffEncoding.swapped(bytes, type.bytes());
    }
    if (predictor == 2) {
      TiffEncoding.difference(bytes, rowBytes, type.bytes(), perPixel, order);
    }
    return bytes;
  }
}
