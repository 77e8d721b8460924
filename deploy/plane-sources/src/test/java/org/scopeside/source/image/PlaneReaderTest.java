package org.scopeside.source.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.contract.PixelType;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;

class PlaneReaderTest {
  @TempDir Path folder;

  @Test
  void shouldReadSixteenBitTiffOfBothByteOrders() throws IOException {
    short[] samples = {0, 1, 258, (short) 65535, 4096, -2};
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      HandmadeTiff tiff = new HandmadeTiff(order);
      tiff.page(3, 2, 16, bytes(samples, order));
      PlanePixels plane = PlaneReader.read(tiff.write(folder.resolve("a.tif")));
      assertEquals(PixelType.UINT16, plane.pixelType());
      assertEquals(3, plane.sizeX());
      assertEquals(2, plane.sizeY());
      assertArrayEquals(bytes(samples, ByteOrder.LITTLE_ENDIAN), plane.littleEndian());
    }
  }

  @Test
  void shouldReadFloatAndUnsignedThirtyTwoBit() throws IOException {
    byte[] strip = new byte[8];
    ByteBuffer.wrap(strip).order(ByteOrder.LITTLE_ENDIAN).putFloat(-1.5f).putFloat(1e9f);
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(2, 1, 32, strip).with(TiffDirectory.SAMPLE_FORMAT, 3);
    tiff.page(2, 1, 32, strip);
    Path path = tiff.write(folder.resolve("a.tif"));
    PlaneBuffers buffers = PlaneBuffers.fresh();
    assertArrayEquals(strip, PlaneReader.read(path, 0, buffers).littleEndian());
    assertEquals(PixelType.FLOAT, PlaneReader.read(path, 0, buffers).pixelType());
    assertArrayEquals(strip, PlaneReader.read(path, 1, buffers).littleEndian());
    assertEquals(PixelType.UINT32, PlaneReader.read(path, 1, buffers).pixelType());
  }

  @Test
  void shouldReadPackedTwelveBitWithItsSignificantBits() throws IOException {
    // 0xABC and 0x123, then 0xFFF and 0x001, packed high bits first.
    byte[] strip = {(byte) 0xAB, (byte) 0xC1, 0x23, (byte) 0xFF, (byte) 0xF0, 0x01};
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.BIG_ENDIAN);
    tiff.page(2, 2, 12, strip);
    PlanePixels plane = PlaneReader.read(tiff.write(folder.resolve("a.tif")));
    assertArrayEquals(new int[] {0xABC, 0x123, 0xFFF, 0x001}, integers(plane));
    assertEquals(12, plane.significantBits());
  }

  @Test
  void shouldTurnWhiteIsZeroIntoBlackIsZero() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(2, 1, 8, new byte[] {0, (byte) 200}).with(TiffDirectory.PHOTOMETRIC, 0);
    PlanePixels plane = PlaneReader.read(tiff.write(folder.resolve("a.tif")));
    assertArrayEquals(new byte[] {(byte) 255, 55}, plane.littleEndian());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "Deflate", "PackBits"})
  void shouldReadCompressedTiff(String compression) throws IOException {
    BufferedImage image = wedge(70, 40, BufferedImage.TYPE_USHORT_GRAY);
    Path path = write(image, "a.tif", compression);
    PlanePixels plane = PlaneReader.read(path);
    assertEquals(PixelType.UINT16, plane.pixelType());
    assertArrayEquals(image.getRaster().getSamples(0, 0, 70, 40, 0, (int[]) null), integers(plane));
  }

  @Test
  void shouldReadEveryPageAndPassOverThumbnails() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(2, 1, 8, new byte[] {1, 2});
    tiff.page(1, 1, 8, new byte[] {9}).with(TiffDirectory.NEW_SUBFILE_TYPE, 1);
    tiff.page(2, 1, 8, new byte[] {3, 4});
    Path path = tiff.write(folder.resolve("stack.tif"));
    assertEquals(2, PlaneReader.pages(path));
    assertArrayEquals(
        new byte[] {3, 4}, PlaneReader.read(path, 1, PlaneBuffers.fresh()).littleEndian());
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void shouldReadGreyPng(int imageType) throws IOException {
    BufferedImage image = wedge(33, 17, imageType);
    Path path = write(image, "a.png", null);
    PlanePixels plane = PlaneReader.read(path);
    assertEquals(1, plane.samplesPerPixel());
    assertArrayEquals(image.getRaster().getSamples(0, 0, 33, 17, 0, (int[]) null), integers(plane));
  }

  @Test
  void shouldKeepRgbPngInterleavedAndDropAlpha() throws IOException {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
      BufferedImage image = new BufferedImage(2, 1, type);
      image.setRGB(0, 0, 0x80010203);
      image.setRGB(1, 0, 0xFFF0E0D0);
      PlanePixels plane = PlaneReader.read(write(image, "a.png", null));
      assertEquals(3, plane.samplesPerPixel());
      assertArrayEquals(
          new byte[] {1, 2, 3, (byte) 0xF0, (byte) 0xE0, (byte) 0xD0}, plane.littleEndian());
    }
  }

  @Test
  void shouldMakeMasksAndGreyPalettesGrey() throws IOException {
    BufferedImage mask = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    mask.getRaster().setSample(1, 0, 0, 1);
    PlanePixels plane = PlaneReader.read(write(mask, "mask.png", null));
    assertArrayEquals(new byte[] {0, (byte) 255, 0}, plane.littleEndian());

    byte[] greys = {10, 20, 30};
    IndexColorModel palette = new IndexColorModel(8, 3, greys, greys, greys);
    BufferedImage indexed = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    indexed.getRaster().setSample(1, 0, 0, 2);
    plane = PlaneReader.read(write(indexed, "palette.png", null));
    assertEquals(1, plane.samplesPerPixel());
    assertArrayEquals(new byte[] {10, 30}, plane.littleEndian());
  }

  @Test
  void shouldTellPixelSizeTimeAndBitsFromOmeXml() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(2, 1, 16, new byte[4])
        .withText(
            TiffDirectory.IMAGE_DESCRIPTION,
            "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image>"
                + "<AcquisitionDate>2016-03-15T13:47:50</AcquisitionDate><Pixels"
                + " PhysicalSizeX=\"108\" PhysicalSizeXUnit=\"nm\" PhysicalSizeY=\"0.2\""
                + " SignificantBits=\"12\"><Plane DeltaT=\"1.5\" TheC=\"0\"/></Pixels></Image></OME>");
    Path path = tiff.write(folder.resolve("a.ome.tif"));
    PlaneFacts facts = PlaneReader.facts(path, 0);
    assertEquals(Double.valueOf(0.108), facts.physicalSizeXUm());
    assertEquals(Double.valueOf(0.2), facts.physicalSizeYUm());
    assertEquals(1500.0, facts.deltaTMs());
    assertEquals(Instant.parse("2016-03-15T13:47:51.500Z"), facts.recordedAt());
    assertEquals(12, PlaneReader.read(path).significantBits());
  }

  @Test
  void shouldTellPixelSizeTimeAndPlaceFromMetaMorph() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(1, 1, 16, new byte[2])
        .withText(
            TiffDirectory.IMAGE_DESCRIPTION,
            "<MetaData>\n<prop id=\"spatial-calibration-x\" type=\"float\" value=\"1.3672\"/>\n"
                + "<prop id=\"spatial-calibration-units\" type=\"string\" value=\"um\"/>\n"
                + "<prop id=\"acquisition-time-local\" type=\"time\""
                + " value=\"20240709 13:13:03.006\"/>"
                + "<prop id=\"stage-position-x\" type=\"float\" value=\"22985\"/>"
                + "<prop id=\"z-position\" type=\"float\" value=\"9991.87\"/>"
                + "<prop id=\"Description\" type=\"string\""
                + " value=\"Plate: 1&#13;&#10;Exposure: 100 ms&#13;&#10;Binning: 8 x 8\"/>");
    PlaneFacts facts = PlaneReader.facts(tiff.write(folder.resolve("a.tif")), 0);
    assertEquals(22985.0, facts.positionXUm());
    assertNull(facts.positionYUm());
    assertEquals(9991.87, facts.positionZUm());
    assertEquals(100.0, facts.exposureMs());
    assertEquals(1.3672, facts.physicalSizeXUm());
    assertEquals(Instant.parse("2024-07-09T13:13:03.006Z"), facts.recordedAt());
  }

  @Test
  void shouldNotKnowWhatPlainFileDoesNotSay() throws IOException {
    Path path = write(wedge(4, 4, BufferedImage.TYPE_BYTE_GRAY), "a.png", null);
    PlaneFacts facts = PlaneReader.facts(path, 0);
    assertNull(facts.physicalSizeXUm());
    assertNull(facts.deltaTMs());
    assertEquals(Files.getLastModifiedTime(path).toInstant(), facts.recordedAt());
  }

  static BufferedImage wedge(int sizeX, int sizeY, int type) {
    BufferedImage image = new BufferedImage(sizeX, sizeY, type);
    int bits = image.getSampleModel().getSampleSize(0);
    for (int y = 0; y < sizeY; y++) {
      for (int x = 0; x < sizeX; x++) {
        image.getRaster().setSample(x, y, 0, (x * x * 7 + y * 131) & ((1 << bits) - 1));
      }
    }
    return image;
  }

  private Path write(BufferedImage image, String name, @Nullable String compression)
      throws IOException {
    return write(image, folder.resolve(name), compression);
  }

  static Path write(BufferedImage image, Path path, @Nullable String compression)
      throws IOException {
    Files.deleteIfExists(path);
    String format = path.toString().endsWith(".png") ? "png" : "tiff";
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    if (compression != null) {
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionType(compression);
    }
    try (ImageOutputStream output = ImageIO.createImageOutputStream(path.toFile())) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return path;
  }

  private static byte[] bytes(short[] samples, ByteOrder order) {
    byte[] bytes = new byte[samples.length * 2];
    ByteBuffer.wrap(bytes).order(order).asShortBuffer().put(samples);
    return bytes;
  }

  private static int[] integers(PlanePixels plane) {
    int[] integers = new int[plane.sizeX() * plane.sizeY()];
    byte[] bytes = plane.littleEndian();
    for (int i = 0; i < integers.length; i++) {
      integers[i] =
          plane.pixelType().bytes() == 1
              ? bytes[i] & 0xFF
              : (bytes[2 * i] & 0xFF) | ((bytes[2 * i + 1] & 0xFF) << 8);
    }
    return integers;
  }
}
