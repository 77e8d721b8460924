package org.scopeside.source.image;

import com.github.luben.zstd.Zstd;
import java.io.Closeable;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the strips or tiles of one page one after the other, with arrays that are used for all of
 * them. For one thread.
 */
final class PieceDecoder implements Closeable {
  /** No codec makes data larger than this over their own size; the rest is not looked at. */
  private static final int ENCODED_EXTRA = 64 << 10;

  private final OpenFile file;
  private final TiffDirectory page;
  private final TiffLayout layout;
  private final int pieceBytes;
  private final @Nullable Inflater inflater;
  private final @Nullable LzwDecoder lzw;
  private final @Nullable JpegPieces jpeg;
  private byte[] encoded = new byte[0];
  private byte[] decoded = new byte[0];

  private PieceDecoder(OpenFile file, TiffDirectory page, TiffLayout layout) throws IOException {
    this.file = file;
    this.page = page;
    this.layout = layout;
    pieceBytes = layout.pieceRowBytes() * layout.pieceY();
    TiffCompression compression = layout.compression();
    lzw = compression == TiffCompression.LZW ? new LzwDecoder() : null;
    jpeg = compression == TiffCompression.JPEG ? JpegPieces.of(page, layout) : null;
    inflater = compression == TiffCompression.DEFLATE ? new Inflater() : null;
  }

  static PieceDecoder of(OpenFile file, TiffDirectory page, TiffLayout layout) throws IOException {
    return new PieceDecoder(file, page, layout);
  }

  /**
   * Decodes a piece into an array that is valid until the next one is decoded.
   *
   * @param rows of it that are needed; what is beyond them may be anything
   */
  byte[] decode(int piece, int rows) throws IOException {
    if (decoded.length < pieceBytes) {
      decoded = new byte[pieceBytes];
    }
    decode(piece, rows, decoded, 0, pieceBytes);
    return decoded;
  }

  /** Decodes a piece of exactly that many rows to a place in an array. */
  void decode(int piece, int rows, byte[] target, int at) throws IOException {
    decode(piece, rows, target, at, rows * layout.pieceRowBytes());
  }

  private void decode(int piece, int rows, byte[] target, int at, int room) throws IOException {
    int needed = rows * layout.pieceRowBytes();
    int written;
    try {
      int length = readEncoded(piece);
      written = decode(length, target, at, room);
    } catch (IOException | DataFormatException | RuntimeException damaged) {
      throw page.damaged(layout.shown(piece) + " cannot be decoded: " + facts(damaged), damaged);
    }
    if (written < needed) {
      throw page.damaged(
          "%s holds %d bytes decoded, %d are needed; it may be cut"
              .formatted(layout.shown(piece), written, needed));
    }
  }

  private static String facts(Exception damaged) {
    return damaged.getMessage() == null ? damaged.toString() : damaged.getMessage();
  }

  private int readEncoded(int piece) throws IOException {
    boolean raw = layout.compression() == TiffCompression.NONE;
    long stored = raw ? layout.rawLength(piece) : layout.lengths().get(piece);
    int length = (int) Math.min(stored, 2L * pieceBytes + ENCODED_EXTRA);
    if (encoded.length < length) {
      encoded = new byte[Math.max(length, encoded.length + encoded.length / 4)];
    }
    file.read(layout.offsets().get(piece), encoded, 0, length);
    if (layout.bitsReversed() && !layout.compression().isImageCodec()) {
      PackedSamples.reverseBits(encoded, length);
    }
    return length;
  }

  /** Decodes until the room is full or the data end; returns the bytes written. */
  private int decode(int length, byte[] target, int at, int room)
      throws IOException, DataFormatException {
    if (inflater != null) {
      return inflate(inflater, length, target, at, room);
    }
    if (lzw != null) {
      return lzw.decode(encoded, length, target, at, room);
    }
    if (jpeg != null) {
      return jpeg.decode(encoded, length, target, at, room);
    }
    return switch (layout.compression()) {
      case PACK_BITS -> PackBits.decode(encoded, length, target, at, room);
      case ZSTANDARD -> unpackZstandard(length, target, at, room);
      case JPEG_2000 -> Jpeg2000Pieces.decode(layout, encoded, length, target, at, room);
      default -> copy(length, target, at, room);
    };
  }

  private int copy(int length, byte[] target, int at, int room) {
    int copied = Math.min(length, room);
    System.arraycopy(encoded, 0, target, at, copied);
    return copied;
  }

  private int inflate(Inflater inflater, int length, byte[] target, int at, int room)
      throws DataFormatException {
    inflater.reset();
    inflater.setInput(encoded, 0, length);
    int written = 0;
    while (written < room) {
      int some = inflater.inflate(target, at + written, room - written);
      if (some == 0) {
        break;
      }
      written += some;
    }
    return written;
  }

  private int unpackZstandard(int length, byte[] target, int at, int room) throws IOException {
    long written = Zstd.decompressByteArray(target, at, room, encoded, 0, length);
    if (Zstd.isError(written)) {
      throw new IOException("Zstandard: " + Zstd.getErrorName(written));
    }
    return (int) written;
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.end();
    }
  }
}
