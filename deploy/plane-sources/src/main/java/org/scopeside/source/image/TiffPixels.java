package org.scopeside.source.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.stream.BufferedFileImageInputStreamSpi;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** The samples of a TIFF page. */
final class TiffPixels {
  private TiffPixels() {}

  static byte[] read(OpenFile file, int index, TiffDirectory page, TiffLayout layout)
      throws IOException {
    byte[] bytes = new byte[layout.sizeX() * layout.sizeY() * layout.kept() * layout.pixelType().bytes()];
    if (!layout.isPlain()) {
      ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
      try (ImageInputStream input =
          new BufferedFileImageInputStreamSpi()
              .createInputStreamInstance(file.path().toFile(), false, null)) {
        reader.setInput(input, false, true);
        Raster raster = reader.readRaster(index, null);
        RasterSamples.copy(raster, layout.kept(), layout.pixelType(), bytes);
      }
      return bytes;
    }
    int rowBytes = layout.rowBytes();
    int strip = 0;
    for (int row = 0; row < layout.sizeY(); row += layout.rows()) {
      int rows = Math.min(layout.rows(), layout.sizeY() - row);
      file.read(layout.offsets().get(strip++), bytes, row * rowBytes, rows * rowBytes);
    }
    return bytes;
  }
}
