package org.scopeside.source.image;

import static org.scopeside.source.image.TiffDirectory.*;

import java.io.IOException;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * How the pixels of a TIFF page are stored, checked against the file's length and the plane limit
 * before anything is allocated for them. A page is cut into pieces: strips, which are as wide as
 * the page, or tiles, of which those at the edges reach beyond it.
 *
 * @param bits of a sample as stored
 * @param stored samples a pixel as stored; alpha and its like are not kept
 * @param kept samples a pixel that are read: 1 for grey, 3 for RGB
 * @param photometric TIFF's PhotometricInterpretation
 * @param predictor 1 for none, 2 for differences of samples, 3 for differences of bytes of floats
 * @param separate true where each piece holds one sample of its pixels (PlanarConfiguration 2)
 * @param bitsReversed true where bytes begin with their lowest bit (FillOrder 2)
 * @param pieceX columns of a piece
 * @param pieceY rows of a piece; the last strip has fewer
 * @param offsets of the pieces in the file, row by row, then sample by sample where separate
 * @param lengths of the pieces in the file, bytes
 */
record TiffLayout(
    int sizeX,
    int sizeY,
    int bits,
    int stored,
    int kept,
    PixelType pixelType,
    TiffCompression compression,
    int photometric,
    int predictor,
    boolean tiled,
    boolean separate,
    boolean bitsReversed,
    int pieceX,
    int pieceY,
    LongBuffer offsets,
    LongBuffer lengths) {
  private static final int WHITE_IS_ZERO = 0;
  private static final int RGB = 2;
  private static final int YCBCR = 6;

  /** Most strips or tiles of a page, so that what lists them stays small. */
  private static final int MAX_PIECES = 1 << 20;

  /** Most samples a pixel as stored. */
  private static final int MAX_STORED = 64;

  static TiffLayout of(TiffDirectory page, long fileLength) throws IOException {
    int sizeX = side(page, IMAGE_WIDTH, "width");
    int sizeY = side(page, IMAGE_LENGTH, "height");
    int stored = (int) Math.max(0, Math.min(page.integer(SAMPLES_PER_PIXEL, 1), 1000));
    int bits = bits(page, stored);
    PixelType type = pixelType(page, bits);
    TiffCompression compression = compression(page);
    int photometric = (int) page.integer(PHOTOMETRIC, stored >= 3 ? RGB : 1);
    int kept = kept(page, stored, photometric, compression);
    boolean separate = stored > 1 && page.integer(PLANAR_CONFIGURATION, 1) == 2;
    checkPlane(page, sizeX, sizeY, stored, type);
    boolean tiled = page.has(TILE_WIDTH) || page.has(TILE_OFFSETS);
    int pieceX = tiled ? side(page, TILE_WIDTH, "tile width") : sizeX;
    int pieceY = tiled ? side(page, TILE_LENGTH, "tile height") : stripRows(page, sizeY);
    // A tile may reach over the edge, but one far larger than its plane is no tile.
    if ((long) pieceX * pieceY * stored * type.bytes() > PlaneHeader.MAX_PLANE_BYTES) {
      throw page.damaged(
          "tiles of %dx%d for a plane of %dx%d".formatted(pieceX, pieceY, sizeX, sizeY));
    }
    int across = (sizeX + pieceX - 1) / pieceX;
    int down = (sizeY + pieceY - 1) / pieceY;
    int pieces = pieces(page, (long) across * down * (separate ? stored : 1));
    TiffLayout layout =
        new TiffLayout(
            sizeX,
            sizeY,
            bits,
            stored,
            kept,
            type,
            compression,
            photometric,
            predictor(page, compression, bits, type),
            tiled,
            separate,
            page.integer(FILL_ORDER, 1) == 2,
            pieceX,
            pieceY,
            LongBuffer.wrap(page.integers(tiled ? TILE_OFFSETS : STRIP_OFFSETS, pieces)),
            LongBuffer.wrap(page.integers(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS, pieces)));
    layout.checkPieces(page, fileLength, pieces);
    return layout;
  }

  PlaneShape shape(TiffMetadata metadata) {
    return new PlaneShape(sizeX, sizeY, kept, pixelType, metadata.significantBits(this));
  }

  /** True where the file's bytes, put in order, are the samples: no codec, no alpha, no packing. */
  boolean isPlain() {
    return compression == TiffCompression.NONE
        && !tiled
        && !separate
        && !bitsReversed
        && predictor == 1
        && stored == kept
        && isWhole();
  }

  /** True where a sample fills its bytes. */
  boolean isWhole() {
    return bits == pixelType.bytes() * 8;
  }

  boolean whiteIsZero() {
    return photometric == WHITE_IS_ZERO;
  }

  /** True where JPEG's luminance and colour differences must be turned into RGB. */
  boolean isYCbCr() {
    return photometric == YCBCR;
  }

  int across() {
    return (sizeX + pieceX - 1) / pieceX;
  }

  int down() {
    return (sizeY + pieceY - 1) / pieceY;
  }

  /** Samples a pixel within a piece. */
  int pieceSamples() {
    return separate ? 1 : stored;
  }

  /** Bytes of a row of a piece once decoded; rows begin at whole bytes. */
  int pieceRowBytes() {
    return (int) (((long) pieceX * pieceSamples() * bits + 7) / 8);
  }

  /** Rows of a piece that lie within the page. */
  int rowsWithin(int down) {
    return Math.min(pieceY, sizeY - down * pieceY);
  }

  /** Bytes of a row of the plane as it is read. */
  int rowBytes() {
    return sizeX * kept * pixelType.bytes();
  }

  /** For messages: "strip 3 of 4". */
  String shown(int piece) {
    int all = across() * down() * (separate ? stored : 1);
    return "%s %d of %d".formatted(tiled ? "tile" : "strip", piece + 1, all);
  }

  private static int side(TiffDirectory page, int tag, String name) throws IOException {
    long side = page.integer(tag, 0);
    if (side < 1 || side > PlaneHeader.MAX_SIDE) {
      throw page.damaged(name + " " + side + " is not from 1 to " + PlaneHeader.MAX_SIDE);
    }
    return (int) side;
  }

  private static int bits(TiffDirectory page, int stored) throws IOException {
    long[] all = page.integers(BITS_PER_SAMPLE, Math.max(1, Math.min(stored, MAX_STORED)));
    long bits = all.length == 0 ? 1 : all[0];
    if (Arrays.stream(all).anyMatch(other -> other != bits)) {
      throw page.damaged("samples of different widths, " + Arrays.toString(all) + " bits");
    }
    return (int) Math.min(Math.max(bits, 0), 1000);
  }

  private static PixelType pixelType(TiffDirectory page, int bits) throws IOException {
    int format = (int) page.integer(SAMPLE_FORMAT, 1);
    String key = format + "/" + bits;
    return switch (key) {
      case "1/1", "1/2", "1/4", "1/8", "4/8" -> PixelType.UINT8;
      case "1/10", "1/12", "1/14", "1/16", "4/16" -> PixelType.UINT16;
      case "1/32", "4/32" -> PixelType.UINT32;
      case "2/8" -> PixelType.INT8;
      case "2/16" -> PixelType.INT16;
      case "2/32" -> PixelType.INT32;
      case "3/32" -> PixelType.FLOAT;
      case "3/64" -> PixelType.DOUBLE;
      default -> throw page.damaged(bits + "-bit " + formatName(format) + " samples are not read");
    };
  }

  private static String formatName(int format) {
    return switch (format) {
      case 1 -> "unsigned";
      case 2 -> "signed";
      case 3 -> "floating-point";
      default -> "format-" + format;
    };
  }

  private static int kept(
      TiffDirectory page, int stored, int photometric, TiffCompression compression)
      throws IOException {
    boolean grey = photometric == 0 || photometric == 1 || photometric == 3;
    if (grey && (stored == 1 || stored == 2)) {
      return 1;
    }
    if (photometric == RGB && (stored == 3 || stored == 4)) {
      return 3;
    }
    if (photometric == YCBCR && stored == 3 && compression == TiffCompression.JPEG) {
      return 3;
    }
    throw page.damaged(
        stored
            + " samples a pixel of photometric interpretation "
            + photometric
            + " are neither grey nor RGB");
  }

  private static TiffCompression compression(TiffDirectory page) throws IOException {
    long number = page.integer(TiffDirectory.COMPRESSION, 1);
    TiffCompression compression = TiffCompression.of(number);
    if (compression == null) {
      throw page.damaged(
          "compression %s is not read; %s"
              .formatted(TiffCompression.shown(number), TiffCompression.READ));
    }
    return compression;
  }

  private static int predictor(
      TiffDirectory page, TiffCompression compression, int bits, PixelType type)
      throws IOException {
    long predictor = compression.isImageCodec() ? 1 : page.integer(PREDICTOR, 1);
    boolean floating = type == PixelType.FLOAT || type == PixelType.DOUBLE;
    boolean fits =
        predictor == 1
            || (predictor == 2 && bits == type.bytes() * 8)
            || (predictor == 3 && floating);
    if (!fits) {
      throw page.damaged(
          "predictor %d of %d-bit %s samples is not read"
              .formatted(predictor, bits, type.omeName()));
    }
    return (int) predictor;
  }

  private static void checkPlane(
      TiffDirectory page, int sizeX, int sizeY, int stored, PixelType type) throws IOException {
    long bytes = (long) sizeX * sizeY * stored * type.bytes();
    if (bytes > PlaneHeader.MAX_PLANE_BYTES) {
      throw page.damaged(
          "a plane of %dx%dx%d %s has %d bytes, at most %d are read"
              .formatted(sizeX, sizeY, stored, type.omeName(), bytes, PlaneHeader.MAX_PLANE_BYTES));
    }
  }

  private static int stripRows(TiffDirectory page, int sizeY) throws IOException {
    long rows = page.integer(ROWS_PER_STRIP, sizeY);
    if (rows < 1) {
      throw page.damaged("strips of " + rows + " rows");
    }
    return (int) Math.min(rows, sizeY);
  }

  private static int pieces(TiffDirectory page, long pieces) throws IOException {
    if (pieces > MAX_PIECES) {
      throw page.damaged("%d strips or tiles; at most %d are read".formatted(pieces, MAX_PIECES));
    }
    return (int) pieces;
  }

  private void checkPieces(TiffDirectory page, long fileLength, int pieces) throws IOException {
    boolean raw = compression == TiffCompression.NONE;
    String name = tiled ? "tile" : "strip";
    if (offsets.limit() < pieces) {
      throw page.damaged(
          "%d %ss for a plane that needs %d".formatted(offsets.limit(), name, pieces));
    }
    if (lengths.limit() < pieces && !raw) {
      throw page.damaged("%d lengths for %d %ss".formatted(lengths.limit(), pieces, name));
    }
    for (int piece = 0; piece < pieces; piece++) {
      // Some programs write wrong lengths of what is not compressed.
      long length = raw ? rawLength(piece) : lengths.get(piece);
      long offset = offsets.get(piece);
      if (offset < 0 || length < 0 || offset > fileLength - length) {
        throw page.damaged(
            "%s of %d bytes lies at byte %d, the file has %d; it may be cut"
                .formatted(shown(piece), length, offset, fileLength));
      }
      if (offset == 0 || length == 0) {
        throw page.damaged(shown(piece) + " is empty; the file may not have been finished");
      }
    }
  }

  /** Bytes that an uncompressed piece needs, without rows beyond the page. */
  int rawLength(int piece) {
    int down = piece % (across() * down()) / across();
    return rowsWithin(down) * pieceRowBytes();
  }
}
