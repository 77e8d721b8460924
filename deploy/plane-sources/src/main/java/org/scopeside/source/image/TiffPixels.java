package org.scopeside.source.image;

import java.io.IOException;
import java.nio.ByteOrder;

/**
 * Reads the pixels of a TIFF page, {@code [y][x][sample]} little-endian. Uncompressed strips, which
 * most microscopes write, go straight to their place, in as few reads as they lie in one run;
 * everything else is decoded piece by piece, without a step for single pixels where samples fill
 * their bytes.
 */
final class TiffPixels {
  private final OpenFile file;
  private final TiffDirectory page;
  private final TiffLayout layout;
  private final byte[] pixels;
  private final boolean swapped;
  private final int sampleBytes;

  private TiffPixels(OpenFile file, TiffDirectory page, TiffLayout layout, byte[] pixels) {
    this.file = file;
    this.page = page;
    this.layout = layout;
    this.pixels = pixels;
    this.sampleBytes = layout.pixelType().bytes();
    this.swapped =
        page.order() == ByteOrder.BIG_ENDIAN
            && sampleBytes > 1
            && layout.isWhole()
            && layout.predictor() != 3
            && !layout.compression().isImageCodec();
  }

  /**
   * Fills an array with the pixels.
   *
   * @param pixels of exactly the size of the plane as it is read
   */
  static void read(OpenFile file, TiffDirectory page, TiffLayout layout, byte[] pixels)
      throws IOException {
    TiffPixels reading = new TiffPixels(file, page, layout, pixels);
    if (layout.isPlain()) {
      reading.readPlain();
    } else {
      reading.readPieces();
    }
    if (layout.whiteIsZero()) {
      reading.invert();
    }
  }

  private void readPlain() throws IOException {
    int strips = layout.down();
    int at = 0;
    for (int strip = 0; strip < strips; ) {
      long offset = layout.offsets().get(strip);
      int run = 0;
      while (strip < strips && layout.offsets().get(strip) == offset + run) {
        run += layout.rawLength(strip++);
      }
      readRun(offset, at, run);
      at += run;
    }
  }

  private void readRun(long offset, int at, int length) throws IOException {
    if (!swapped) {
      file.read(offset, pixels, at, length);
      return;
    }
    // Turned while it is still in the processor's cache.
    for (int done = 0; done < length; done += OpenFile.PIECE) {
      int some = Math.min(OpenFile.PIECE, length - done);
      file.read(offset + done, pixels, at + done, some);
      Predictor.swap(pixels, at + done, some, sampleBytes);
    }
  }

  private void readPieces() throws IOException {
    try (PieceDecoder decoder = PieceDecoder.of(file, page, layout)) {
      int perSample = layout.across() * layout.down();
      int samples = layout.separate() ? layout.kept() : 1;
      for (int sample = 0; sample < samples; sample++) {
        for (int down = 0; down < layout.down(); down++) {
          for (int across = 0; across < layout.across(); across++) {
            int piece = sample * perSample + down * layout.across() + across;
            readPiece(decoder, piece, down, across, sample);
          }
        }
      }
    }
  }

  private void readPiece(PieceDecoder decoder, int piece, int down, int across, int sample)
      throws IOException {
    int rows = layout.rowsWithin(down);
    int at = down * layout.pieceY() * layout.rowBytes();
    if (isInPlace() && rows == layout.pieceY()) {
      decoder.decode(piece, rows, pixels, at);
      restore(pixels, at, rows);
      return;
    }
    byte[] decoded = decoder.decode(piece, rows);
    restore(decoded, 0, rows);
    place(decoded, rows, at, across, sample);
  }

  /** True where a piece's rows are rows of the plane. */
  private boolean isInPlace() {
    return layout.pieceX() == layout.sizeX()
        && layout.pieceSamples() == layout.kept()
        && layout.isWhole()
        && !layout.isYCbCr();
  }

  private void restore(byte[] bytes, int at, int rows) {
    int rowBytes = layout.pieceRowBytes();
    if (swapped) {
      Predictor.swap(bytes, at, rows * rowBytes, sampleBytes);
    }
    if (layout.predictor() == 1) {
      return;
    }
    byte[] room = new byte[layout.predictor() == 3 ? rowBytes : 0];
    int stride = layout.pieceSamples();
    for (int row = 0; row < rows; row++) {
      int rowAt = at + row * rowBytes;
      if (layout.predictor() == 2) {
        Predictor.sumRow(bytes, rowAt, rowBytes, sampleBytes, stride);
      } else {
        Predictor.joinRow(bytes, rowAt, rowBytes, sampleBytes, stride, room);
      }
    }
  }

  /**
   * Copies what lies within the page to its place.
   *
   * @param at where the piece's first row begins in the plane
   */
  private void place(byte[] decoded, int rows, int at, int across, int sample) {
    int column = across * layout.pieceX();
    int columns = Math.min(layout.pieceX(), layout.sizeX() - column);
    int pixelBytes = layout.kept() * sampleBytes;
    byte[] unpacked =
        new byte[layout.isWhole() ? 0 : columns * layout.pieceSamples() * sampleBytes];
    for (int row = 0; row < rows; row++) {
      byte[] from = decoded;
      int fromAt = row * layout.pieceRowBytes();
      if (!layout.isWhole()) {
        int samples = columns * layout.pieceSamples();
        PackedSamples.unpack(decoded, fromAt, layout.bits(), unpacked, 0, samples);
        from = unpacked;
        fromAt = 0;
      }
      placeRow(from, fromAt, at + row * layout.rowBytes() + column * pixelBytes, columns, sample);
    }
  }

  private void placeRow(byte[] from, int fromAt, int at, int columns, int sample) {
    int storedBytes = layout.pieceSamples() * sampleBytes;
    int keptBytes = layout.kept() * sampleBytes;
    if (layout.isYCbCr()) {
      JpegPieces.toRgb(from, fromAt, pixels, at, columns);
    } else if (storedBytes == keptBytes) {
      System.arraycopy(from, fromAt, pixels, at, columns * keptBytes);
    } else {
      int copied = Math.min(storedBytes, keptBytes);
      int to = at + (layout.separate() ? sample * sampleBytes : 0);
      for (int x = 0; x < columns; x++) {
        for (int b = 0; b < copied; b++) {
          pixels[to + x * keptBytes + b] = from[fromAt + x * storedBytes + b];
        }
      }
    }
  }

  /** Turns white-is-zero into black-is-zero; samples of 32 bits are never light on film. */
  private void invert() {
    int bits = layout.bits() == 1 ? 8 : layout.bits();
    int low = (1 << Math.min(8, bits)) - 1;
    int high = sampleBytes == 2 ? (1 << (bits - 8)) - 1 : low;
    if (sampleBytes > 2) {
      return;
    }
    for (int i = 0; i < pixels.length; i += 2) {
      pixels[i] = (byte) (pixels[i] ^ low);
      if (i + 1 < pixels.length) {
        pixels[i + 1] = (byte) (pixels[i + 1] ^ high);
      }
    }
  }
}
