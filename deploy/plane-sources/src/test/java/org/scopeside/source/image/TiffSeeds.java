package org.scopeside.source.image;

import com.sun.media.imageio.plugins.jpeg2000.J2KImageWriteParam;
import com.sun.media.imageioimpl.plugins.jpeg2000.J2KImageWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.scopeside.contract.PixelType;

/** Sound files of many kinds, to be damaged. */
final class TiffSeeds {
  private TiffSeeds() {}

  static List<byte[]> handmade() throws IOException {
    Random random = new Random(20261127);
    List<byte[]> seeds = new ArrayList<>();
    for (String codec : List.of("none", "LZW", "Deflate", "PackBits", "Zstandard")) {
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        boolean big = order == ByteOrder.BIG_ENDIAN;
        int predictor = codec.equals("none") ? 1 : 2;
        seeds.add(grey(codec, order, big, predictor).file(random));
        seeds.add(colour(codec, order, !big, predictor).file(random));
      }
    }
    seeds.add(packed().file(random));
    seeds.add(floats().file(random));
    seeds.add(stack());
    seeds.add(coded(7, jpeg(grey(40, 32, BufferedImage.TYPE_BYTE_GRAY)), 8));
    seeds.add(coded(34712, jpeg2000(grey(40, 32, BufferedImage.TYPE_USHORT_GRAY)), 16));
    return seeds;
  }

  private static TiffKind grey(String codec, ByteOrder order, boolean big, int predictor) {
    return new TiffKind(
        PixelType.UINT16, 16, order, big, 1, false, 37, 29, 16, 16, codec, predictor, false, false);
  }

  private static TiffKind colour(String codec, ByteOrder order, boolean big, int predictor) {
    return new TiffKind(
        PixelType.UINT8, 8, order, big, 4, big, 23, 31, 0, 7, codec, predictor, false, false);
  }

  private static TiffKind packed() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    return new TiffKind(
        PixelType.UINT16, 12, order, false, 1, false, 37, 29, 0, 5, "LZW", 1, true, true);
  }

  private static TiffKind floats() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    return new TiffKind(
        PixelType.FLOAT, 32, order, false, 1, false, 37, 29, 16, 32, "Deflate", 3, false, false);
  }

  private static byte[] stack() {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    StringBuilder planes = new StringBuilder();
    for (int page = 0; page < 4; page++) {
      planes.append("<Plane DeltaT=\"%d\" TheT=\"%d\"/>".formatted(page, page));
    }
    for (int page = 0; page < 4; page++) {
      tiff.page(11, 5, 8, new byte[55])
          .withText(
              TiffDirectory.IMAGE_DESCRIPTION,
              "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
                  + "<AcquisitionDate>2016-03-15T13:47:50</AcquisitionDate><Pixels>"
                  + planes
                  + "</Pixels></OME>");
    }
    return tiff.bytes();
  }

  /** A page whose only strip is an image file of its own. */
  static byte[] coded(int compression, byte[] strip, int bits) {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(40, 32, bits, strip).with(TiffDirectory.COMPRESSION, compression);
    return tiff.bytes();
  }

  static BufferedImage grey(int sizeX, int sizeY, int imageType) {
    return PlaneReaderTest.wedge(sizeX, sizeY, imageType);
  }

  static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    return bytes.toByteArray();
  }

  /** Lossless. */
  static byte[] jpeg2000(BufferedImage image) throws IOException {
    ImageWriter writer = new J2KImageWriter(null);
    J2KImageWriteParam options = (J2KImageWriteParam) writer.getDefaultWriteParam();
    options.setLossless(true);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
