package org.scopeside.source.image;

import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageReader;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decodes strips or tiles of JPEG 2000, as Bio-Formats and slide scanners write them, by JJ2000.
 */
final class Jpeg2000Pieces {
  private Jpeg2000Pieces() {}

  static int decode(TiffLayout layout, byte[] encoded, int length, byte[] target, int at, int room)
      throws IOException {
    if (layout.bits() > 16 || layout.pixelType().omeName().equals("float")) {
      throw new IOException("JPEG 2000 of " + layout.bits() + "-bit samples is not read");
    }
    int start = start(encoded, length);
    new Jpeg2000Stream(ByteBuffer.wrap(encoded, start, length - start).slice()).check(layout);
    J2KImageReader reader = new J2KImageReader(null);
    try (EncodedInput input = new EncodedInput(encoded, start, length - start)) {
      reader.setInput(input, true, true);
      Raster raster = reader.readRaster(0, null);
      return PieceRasters.copy(layout, raster, target, at, room);
    } catch (Error damaged) {
      // JJ2000 stops its own thread where data are damaged, which is an Error in JDKs before 20,
      // and
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
      word = (word << 8) | (encoded[i] & 0xFF);
      if (word == Jpeg2000Stream.START && i >= 3) {
        return i - 3;
      }
    }
    throw new IOException("there is no JPEG 2000 codestream");
  }
}
