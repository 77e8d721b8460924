package org.scopeside.source.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.stream.BufferedFileImageInputStreamSpi;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/**
 * The samples of a TIFF page. Uncompressed strips, which most microscopes write, are read straight
 * from the file, several times faster than through a {@link Raster}; everything else is decoded by
 * TwelveMonkeys.
 */
final class TiffPixels {
  private TiffPixels() {}

  /** The samples as {@link FilePlane#samples()} wants them. */
  static Object read(TiffFile tiff, TiffDirectory page, TiffLayout layout) throws IOException {
    Object samples =
        layout.isPlain()
            ? readPlain(tiff.file(), page, layout)
            : RasterSamples.of(
                decode(tiff, page), layout.kept(), layout.pixelType(), layout.bits());
    if (layout.whiteIsZero()) {
      invert(samples, layout.bits() == 1 ? 0xFF : (1 << layout.bits()) - 1);
    }
    return samples;
  }

  private static Object readPlain(RandomAccessFile file, TiffDirectory page, TiffLayout layout)
      throws IOException {
    int rowBytes = layout.rowBytes();
    byte[] bytes = new byte[rowBytes * layout.sizeY()];
    int strip = 0;
    for (int row = 0; row < layout.sizeY(); row += layout.rows()) {
      int rows = Math.min(layout.rows(), layout.sizeY() - row);
      file.seek(layout.offsets().get(strip++));
      file.readFully(bytes, row * rowBytes, rows * rowBytes);
    }
    return samples(bytes, page.order(), layout.pixelType());
  }

  private static Object samples(byte[] bytes, ByteOrder order, PixelType type) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    int count = bytes.length / type.bytes();
    switch (type) {
      case INT8, UINT8 -> {
        return bytes;
      }
      case INT16, UINT16 -> {
        short[] shorts = new short[count];
        buffer.asShortBuffer().get(shorts);
        return shorts;
      }
      case FLOAT -> {
        float[] floats = new float[count];
        buffer.asFloatBuffer().get(floats);
        return floats;
      }
      default -> {
        int[] ints = new int[count];
        buffer.asIntBuffer().get(ints);
        return ints;
      }
    }
  }

  /** Turns white-is-zero into black-is-zero; samples of 32 bits are never light on film. */
  private static void invert(Object samples, int white) {
    if (samples instanceof byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (bytes[i] ^ white);
      }
    } else if (samples instanceof short[] shorts) {
      for (int i = 0; i < shorts.length; i++) {
        shorts[i] = (short) (shorts[i] ^ white);
      }
    }
  }

  private static Raster decode(TiffFile tiff, TiffDirectory page) throws IOException {
    AtomicReference<@Nullable String> warning = new AtomicReference<>();
    ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
    try (ImageInputStream input = buffered(tiff.path())) {
      reader.setInput(input, false, true);
      // The reader warns where data ends early, and leaves the rest of the plane black.
      IIOReadWarningListener keepLast = (source, text) -> warning.set(text);
      reader.addIIOReadWarningListener(keepLast);
      Raster raster = reader.readRaster(page.index(), null);
      String text = warning.get();
      if (text != null) {
        throw page.damaged("pixels cannot be decoded: " + text);
      }
      return raster;
    } finally {
      reader.dispose();
    }
  }

  private static ImageInputStream buffered(Path path) throws IOException {
    return new BufferedFileImageInputStreamSpi()
        .createInputStreamInstance(path.toFile(), false, null);
  }
}
