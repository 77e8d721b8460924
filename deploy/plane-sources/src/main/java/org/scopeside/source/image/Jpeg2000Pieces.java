package org.scopeside.source.image;

import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageReader;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decodes strips or tiles of JPEG 2000, as Bio-Formats and slide scanners write them, by JJ2000.
 * Its size marker (ISO/IEC 15444-1, A.5.1) is checked before, as the decoder believes it.
 */
final class Jpeg2000Pieces {
  /** Start of codestream, then the size marker, which always comes first. */
  private static final int START = 0xFF4FFF51;

  private static final int SIZE_BYTES = 4 + 2 + 2 + 8 * 4 + 2;

  /** JPEG 2000's own tiles within one strip or tile. */
  private static final long MAX_INNER_TILES = 65_535;

  private Jpeg2000Pieces() {}

  static int decode(
      TiffLayout layout, byte[] encoded, int length, byte[] target, int at, int room)
      throws IOException {
    if (layout.bits() > 16 || layout.pixelType().omeName().equals("float")) {
      throw new IOException("JPEG 2000 of " + layout.bits() + "-bit samples is not read");
    }
    int start = start(encoded, length);
    checkSizes(layout, ByteBuffer.wrap(encoded, start, length - start).slice());
    J2KImageReader reader = new J2KImageReader(null);
    try (EncodedInput input = new EncodedInput(encoded, start, length - start)) {
      reader.setInput(input, true, true);
      Raster raster = reader.readRaster(0, null);
      return PieceRasters.copy(layout, raster, target, at, room);
    } catch (Error damaged) {
      // JJ2000 stops its own thread where data are damaged, which is an Error in JDKs before 20, and
      // makes room for as many precincts and layers as they claim.
      throw new IOException("JPEG 2000 decoder: " + damaged, damaged);
    } finally {
      reader.dispose();
    }
  }

  /** The boxes of a JP2 file around the codestream are passed over. */
  private static int start(byte[] encoded, int length) throws IOException {
    int word = 0;
    for (int i = 0; i < length; i++) {
      word = word << 8 | encoded[i] & 0xFF;
      if (word == START && i >= 3) {
        return i - 3;
      }
    }
    throw new IOException("there is no JPEG 2000 codestream");
  }

  private static void checkSizes(TiffLayout layout, ByteBuffer stream) throws IOException {
    if (stream.limit() < SIZE_BYTES) {
      throw new IOException("the JPEG 2000 codestream ends within its head");
    }
    long[] sides = new long[8];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = stream.getInt(8 + 4 * i) & 0xFFFFFFFFL;
    }
    PieceRasters.checkSize(layout, sides[0] - sides[2], sides[1] - sides[3]);
    int samples = stream.getShort(8 + 8 * 4) & 0xFFFF;
    boolean tiles = sides[4] > 0 && sides[5] > 0;
    long across = tiles ? sides[0] / sides[4] + 1 : Long.MAX_VALUE;
    long down = tiles ? sides[1] / sides[5] + 1 : 1;
    if (samples != layout.pieceSamples() || !tiles || across * down > MAX_INNER_TILES) {
      throw new IOException(
          "the JPEG 2000 codestream has %d samples and tiles of %dx%d"
              .formatted(samples, sides[4], sides[5]));
    }
  }
}
