package org.scopeside.source.image;

import static org.scopeside.source.image.TiffDirectory.*;

import java.io.IOException;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * How the pixels of a TIFF page are stored, checked against the file's length and the plane limit
 * before anything is allocated for them.
 *
 * @param bits of a sample as stored
 * @param stored samples a pixel as stored; alpha and its like are not kept
 * @param kept samples a pixel that are read: 1 for grey, 3 for RGB
 * @param rows of a strip or tile
 * @param offsets of strips or tiles in the file
 * @param whiteIsZero true where the brightest sample is stored as 0
 */
record TiffLayout(
    int sizeX,
    int sizeY,
    int bits,
    int stored,
    int kept,
    PixelType pixelType,
    int compression,
    boolean whiteIsZero,
    boolean tiled,
    boolean separatePlanes,
    boolean bitsReversed,
    int rows,
    LongBuffer offsets) {
  private static final int UNCOMPRESSED = 1;

  static TiffLayout of(TiffDirectory page, long fileLength) throws IOException {
    int sizeX = side(page, IMAGE_WIDTH, "width");
    int sizeY = side(page, IMAGE_LENGTH, "height");
    int bits = bits(page);
    PixelType type = pixelType(page, bits);
    int stored = (int) Math.min(page.integer(SAMPLES_PER_PIXEL, 1), 1000);
    int photometric = (int) page.integer(PHOTOMETRIC, stored >= 3 ? 2 : 1);
    int kept = kept(page, stored, photometric);
    int compression = compression(page);
    boolean tiled = page.has(TILE_WIDTH) || page.has(TILE_OFFSETS);
    checkPlane(page, sizeX, sizeY, stored, type);
    int rows = rows(page, sizeX, sizeY, stored * type.bytes(), tiled);
    LongBuffer offsets = LongBuffer.wrap(page.integers(tiled ? TILE_OFFSETS : STRIP_OFFSETS));
    TiffLayout layout =
        new TiffLayout(
            sizeX,
            sizeY,
            bits,
            stored,
            kept,
            type,
            compression,
            photometric == 0,
            tiled,
            page.integer(PLANAR_CONFIGURATION, 1) == 2,
            page.integer(FILL_ORDER, 1) == 2,
            rows,
            offsets);
    layout.checkPieces(page, fileLength);
    return layout;
  }

  PlaneShape shape(TiffMetadata metadata) {
    return new PlaneShape(sizeX, sizeY, kept, pixelType, metadata.significantBits(this));
  }

  /** True where the file's bytes are the samples: whole rows of whole bytes, nothing encoded. */
  boolean isPlain() {
    return compression == UNCOMPRESSED
        && !tiled
        && !separatePlanes
        && !bitsReversed
        && stored == kept
        && bits == pixelType.bytes() * 8;
  }

  int rowBytes() {
    return sizeX * stored * pixelType.bytes();
  }

  private static int side(TiffDirectory page, int tag, String name) throws IOException {
    long side = page.integer(tag, 0);
    if (side < 1 || side > PlaneHeader.MAX_SIDE) {
      throw page.damaged(name + " " + side + " is not from 1 to " + PlaneHeader.MAX_SIDE);
    }
    return (int) side;
  }

  private static int bits(TiffDirectory page) throws IOException {
    long[] all = page.integers(BITS_PER_SAMPLE);
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

  private static int kept(TiffDirectory page, int stored, int photometric) throws IOException {
    boolean grey = photometric == 0 || photometric == 1 || photometric == 3;
    if (grey && (stored == 1 || stored == 2)) {
      return 1;
    }
    if (photometric == 2 && (stored == 3 || stored == 4)) {
      return 3;
    }
    throw page.damaged(
        stored
            + " samples a pixel of photometric interpretation "
            + photometric
            + " are neither grey nor RGB");
  }

  private static int compression(TiffDirectory page) throws IOException {
    int compression = (int) page.integer(COMPRESSION, UNCOMPRESSED);
    return switch (compression) {
      case UNCOMPRESSED, 5, 8, 32946, 32773 -> compression;
      default ->
          throw page.damaged(
              "compression %s is not read; uncompressed, LZW, Deflate and PackBits are"
                  .formatted(compressionName(compression)));
    };
  }

  private static String compressionName(int compression) {
    return switch (compression) {
      case 2, 3, 4 -> compression + " (fax)";
      case 6, 7 -> compression + " (JPEG)";
      case 33003, 33004, 33005, 34712 -> compression + " (JPEG 2000)";
      case 34925 -> compression + " (LZMA)";
      case 50000, 34926 -> compression + " (Zstandard)";
      default -> String.valueOf(compression);
    };
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

  private static int rows(TiffDirectory page, int sizeX, int sizeY, int pixelBytes, boolean tiled)
      throws IOException {
    if (!tiled) {
      long rows = page.integer(ROWS_PER_STRIP, sizeY);
      if (rows < 1) {
        throw page.damaged("strips of " + rows + " rows");
      }
      return (int) Math.min(rows, sizeY);
    }
    int width = side(page, TILE_WIDTH, "tile width");
    int length = side(page, TILE_LENGTH, "tile height");
    // A tile may reach over the edge, but one far larger than its plane is no tile.
    boolean absurd = (long) width * length * pixelBytes > PlaneHeader.MAX_PLANE_BYTES;
    if (absurd) {
      throw page.damaged(
          "tiles of %dx%d for a plane of %dx%d".formatted(width, length, sizeX, sizeY));
    }
    return length;
  }

  private void checkPieces(TiffDirectory page, long fileLength) throws IOException {
    String name = tiled ? "tile" : "strip";
    int down = (sizeY + rows - 1) / rows;
    int tileWidth = tiled ? (int) page.integer(TILE_WIDTH, sizeX) : sizeX;
    int across = (sizeX + tileWidth - 1) / tileWidth;
    long expected = (long) down * across * (separatePlanes ? stored : 1);
    if (offsets.limit() < expected) {
      throw page.damaged(
          "%d %ss for a plane that needs %d".formatted(offsets.limit(), name, expected));
    }
    long[] lengths = page.integers(tiled ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS);
    if (lengths.length < expected && !isPlain()) {
      throw page.damaged("%d lengths for %d %ss".formatted(lengths.length, expected, name));
    }
    for (int i = 0; i < expected; i++) {
      long length = isPlain() ? plainLength(i) : lengths[i];
      if (offsets.get(i) < 0 || length < 0 || offsets.get(i) > fileLength - length) {
        throw page.damaged(
            "%s %d of %d ends at byte %d, the file has %d; it may be cut"
                .formatted(name, i + 1, expected, offsets.get(i) + length, fileLength));
      }
    }
  }

  private long plainLength(int strip) {
    return (long) Math.min(rows, sizeY - strip * rows) * rowBytes();
  }
}
