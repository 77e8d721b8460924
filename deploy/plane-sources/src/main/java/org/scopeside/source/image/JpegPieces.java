package org.scopeside.source.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.scopeside.contract.PixelType;

/**
 * Decodes strips or tiles of 8-bit JPEG by the JDK's reader. What they have in common, the tables,
 * stands in a field of the page (TIFF Technical Note 2).
 */
final class JpegPieces {
  private static final int MARKER_BYTES = 2;

  private final TiffLayout layout;
  private final byte[] tables;

  private JpegPieces(TiffLayout layout, byte[] tables) {
    this.layout = layout;
    this.tables = tables;
  }

  static JpegPieces of(TiffDirectory page, TiffLayout layout) throws IOException {
    if (layout.pixelType() != PixelType.UINT8 || layout.bits() != 8) {
      throw page.damaged("JPEG of " + layout.bits() + "-bit samples is not read; 8 bits are");
    }
    return new JpegPieces(layout, page.bytes(TiffDirectory.JPEG_TABLES));
  }

  int decode(byte[] encoded, int length, byte[] target, int at, int room) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    ImageReader reader = readers.next();
    byte[] whole = whole(encoded, length);
    try (EncodedInput input = new EncodedInput(whole, 0, whole.length)) {
      reader.setInput(input, true, true);
      PieceRasters.checkSize(layout, reader.getWidth(0), reader.getHeight(0));
      Raster raster = reader.readRaster(0, null);
      return PieceRasters.copy(layout, raster, target, at, room);
    } finally {
      reader.dispose();
    }
  }

  /** The tables without their end mark, then the data without their start mark. */
  private byte[] whole(byte[] encoded, int length) {
    if (tables.length < 2 * MARKER_BYTES || length < MARKER_BYTES) {
      byte[] alone = new byte[length];
      System.arraycopy(encoded, 0, alone, 0, length);
      return alone;
    }
    int head = tables.length - MARKER_BYTES;
    byte[] whole = new byte[head + length - MARKER_BYTES];
    System.arraycopy(tables, 0, whole, 0, head);
    System.arraycopy(encoded, MARKER_BYTES, whole, head, length - MARKER_BYTES);
    return whole;
  }

  /** Luminance and colour differences of 8 bits to RGB (JFIF 1.02, ITU-R BT.601, full range). */
  static void toRgb(byte[] from, int fromAt, byte[] target, int at, int pixels) {
    for (int i = 0; i < 3 * pixels; i += 3) {
      int y = from[fromAt + i] & 0xFF;
      int cb = (from[fromAt + i + 1] & 0xFF) - 128;
      int cr = (from[fromAt + i + 2] & 0xFF) - 128;
      target[at + i] = clamped(y + 1.402 * cr);
      target[at + i + 1] = clamped(y - 0.344136 * cb - 0.714136 * cr);
      target[at + i + 2] = clamped(y + 1.772 * cb);
    }
  }

  private static byte clamped(double value) {
    return (byte) Math.max(0, Math.min(255, (int) Math.round(value)));
  }
}
