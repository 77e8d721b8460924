package org.scopeside.source.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.PixelType;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

class TiffFileTest {
  private static final PlaneBuffers FRESH = PlaneBuffers.fresh();

  @TempDir Path folder;

  /** Pages of 4x2 pixels of 8 bits, all of the page's number. */
  private static HandmadeTiff stack(int pages) {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    for (int page = 0; page < pages; page++) {
      tiff.page(4, 2, 8, filled(page));
    }
    return tiff;
  }

  private static byte[] filled(int page) {
    byte[] pixels = new byte[8];
    Arrays.fill(pixels, (byte) page);
    return pixels;
  }

  @Test
  void shouldReadAnyPageManyTimesOverFromOneOpening() throws IOException {
    Path path = stack(300).write(folder.resolve("stack.tif"));
    try (TiffFile tiff = TiffFile.open(path)) {
      assertEquals(300, tiff.pages());
      for (int page : new int[] {299, 0, 17, 299}) {
        assertArrayEquals(filled(page), tiff.read(page, FRESH).littleEndian());
      }
      assertEquals(new PlaneShape(4, 2, 1, PixelType.UINT8, null), tiff.shape(5));
      assertThrows(UnreadableImageException.class, () -> tiff.read(300, FRESH));
      assertThrows(UnreadableImageException.class, () -> tiff.page(-1));
    }
  }

  @Test
  void shouldUseGivenBackArraysAgain() throws IOException {
    PlaneBuffers buffers = new PlaneBuffers(1);
    try (TiffFile tiff = TiffFile.open(stack(2).write(folder.resolve("a.tif")))) {
      PlanePixels first = tiff.read(0, buffers);
      buffers.giveBack(first.littleEndian());
      assertSame(first.littleEndian(), tiff.read(1, buffers).littleEndian());
    }
  }

  @Test
  void shouldReadFromSeveralThreadsAtOnce() throws Exception {
    Path path = stack(64).write(folder.resolve("stack.tif"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (TiffFile tiff = TiffFile.open(path)) {
      List<Callable<byte[]>> reads = new ArrayList<>();
      for (int i = 0; i < 640; i++) {
        int page = i % 64;
        reads.add(() -> tiff.read(page, FRESH).littleEndian());
      }
      int i = 0;
      for (Future<byte[]> read : threads.invokeAll(reads)) {
        assertArrayEquals(filled(i++ % 64), read.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldReadOnAfterOneThreadWasInterrupted() throws Exception {
    Path path = stack(2).write(folder.resolve("stack.tif"));
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (TiffFile tiff = TiffFile.open(path)) {
      Future<?> interrupted =
          other.submit(
              () -> {
                Thread.currentThread().interrupt();
                return tiff.read(0, FRESH);
              });
      ExecutionException failure = assertThrows(ExecutionException.class, interrupted::get);
      assertTrue(failure.getCause() instanceof UnreadableImageException, failure.toString());
      assertArrayEquals(filled(1), tiff.read(1, FRESH).littleEndian());
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void shouldNotOpenAgainOnceClosed() throws IOException {
    TiffFile tiff = TiffFile.open(stack(1).write(folder.resolve("a.tif")));
    tiff.close();
    assertThrows(UnreadableImageException.class, () -> tiff.read(0, FRESH));
  }

  @Test
  void shouldGivePagesBeforeCutOnlyWhenAskedTo() throws IOException {
    byte[] whole = stack(5).bytes();
    Path cut = Files.write(folder.resolve("cut.tif"), Arrays.copyOf(whole, whole.length * 3 / 5));
    UnreadableImageException refusal =
        assertThrows(UnreadableImageException.class, () -> TiffFile.open(cut).close());
    assertTrue(refusal.reason().contains("it may be cut"), refusal.reason());
    try (TiffFile tiff = TiffFile.openReadable(cut)) {
      assertEquals(3, tiff.pages());
      assertEquals(refusal.reason(), tiff.fault());
      assertArrayEquals(filled(1), tiff.read(1, FRESH).littleEndian());
    }
  }

  @Test
  void shouldLoseOnlyThePageWhosePixelsAreMissing() throws IOException {
    HandmadeTiff stack = stack(2);
    stack.page(4, 2, 8, filled(9)).with(TiffDirectory.COMPRESSION, 5);
    stack.page(4, 2, 8, filled(3));
    try (TiffFile tiff = TiffFile.open(stack.write(folder.resolve("a.tif")))) {
      assertNull(tiff.fault());
      assertThrows(UnreadableImageException.class, () -> tiff.read(2, FRESH));
      assertArrayEquals(filled(3), tiff.read(3, FRESH).littleEndian());
    }
  }

  @Test
  void shouldSeePagesOfCircleOnce() throws IOException {
    byte[] bytes = stack(4).bytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int second = buffer.getInt(8 + 2 + 12 * 9);
    int pageBytes = second - 8;
    // The last page leads back to the second.
    buffer.putInt(8 + 3 * pageBytes + 2 + 12 * 9, second);
    Path path = Files.write(folder.resolve("circle.tif"), bytes);
    assertThrows(UnreadableImageException.class, () -> TiffFile.open(path).close());
    try (TiffFile tiff = TiffFile.openReadable(path)) {
      assertEquals(4, tiff.pages());
      assertTrue(String.valueOf(tiff.fault()).contains("circle"), tiff.fault());
    }
  }

  @Test
  void shouldOpenHundredThousandPages() throws IOException {
    Path path = stack(100_000).write(folder.resolve("long.tif"));
    try (TiffFile tiff = TiffFile.open(path)) {
      assertEquals(100_000, tiff.pages());
      assertArrayEquals(filled(99_999), tiff.read(99_999, FRESH).littleEndian());
    }
  }

  @Test
  void shouldGiveTextsOfEveryFieldOfPage() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.BIG_ENDIAN, true);
    String json = "{\"Frame\":0,\"Exposure-ms\":\"100 \u00b5s\"}";
    byte[] imageJ = "IJIJ".getBytes(StandardCharsets.US_ASCII);
    tiff.page(4, 2, 8, filled(1))
        .withText(TiffDirectory.MICRO_MANAGER_METADATA, json)
        .with(
            TiffDirectory.IMAGEJ_METADATA,
            1,
            IntStream.range(0, 4).mapToLong(i -> imageJ[i]).toArray())
        .with(TiffDirectory.IMAGEJ_METADATA_BYTE_COUNTS, 4, 12, 30);
    try (TiffFile opened = TiffFile.open(tiff.write(folder.resolve("a.tif")))) {
      TiffDirectory page = opened.page(0);
      assertEquals(List.of(json), page.texts(TiffDirectory.MICRO_MANAGER_METADATA));
      assertArrayEquals(imageJ, page.bytes(TiffDirectory.IMAGEJ_METADATA));
      assertArrayEquals(
          new long[] {12, 30}, page.integers(TiffDirectory.IMAGEJ_METADATA_BYTE_COUNTS));
      assertEquals(List.of(), page.texts(TiffDirectory.IMAGE_DESCRIPTION));
      assertFalse(page.has(TiffDirectory.SOFTWARE));
    }
  }

  @Test
  void shouldReadDescriptionInLatin1() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(4, 2, 8, filled(1)).with(TiffDirectory.IMAGE_DESCRIPTION, 2, '5', 0xB5, 'm', ' ', 0);
    try (TiffFile opened = TiffFile.open(tiff.write(folder.resolve("a.tif")))) {
      assertEquals(List.of("5\u00b5m "), opened.page(0).texts(TiffDirectory.IMAGE_DESCRIPTION));
    }
  }

  @Test
  void shouldKeepPixelsWhoseDescriptionIsLost() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(4, 2, 8, filled(7)).with(TiffDirectory.IMAGE_DESCRIPTION, 2, new long[64]);
    byte[] bytes = tiff.bytes();
    // The offset of the field of 64 characters.
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int entry = 10;
    while (buffer.getShort(entry) != TiffDirectory.IMAGE_DESCRIPTION) {
      entry += 12;
    }
    buffer.putInt(entry + 8, 1 << 20);
    PlanePixels plane = PlaneReader.read(Files.write(folder.resolve("a.tif"), bytes));
    assertArrayEquals(filled(7), plane.littleEndian());
  }

  @Test
  void shouldTellFactsOfEachPlaneOfOmeXml() throws IOException {
    HandmadeTiff described = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    for (int page = 0; page < 2; page++) {
      described
          .page(4, 2, 8, filled(page))
          .withText(
              TiffDirectory.IMAGE_DESCRIPTION,
              "<OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Pixels>"
                  + "<Plane TheZ=\"0\" ExposureTime=\"50\" ExposureTimeUnit=\"ms\"/>"
                  + "<Plane TheZ=\"1\" ExposureTime=\"0.1\" PositionX=\"2\" PositionXUnit=\"mm\""
                  + " PositionY=\"-7.5\" PositionZ=\"3\" PositionZUnit=\"reference frame\"/>"
                  + "</Pixels></OME>");
    }
    try (TiffFile opened = TiffFile.open(described.write(folder.resolve("a.tif")))) {
      assertEquals(50.0, opened.facts(0).exposureMs());
      assertNull(opened.facts(0).positionXUm());
      assertEquals(100.0, opened.facts(1).exposureMs());
      assertEquals(2000.0, opened.facts(1).positionXUm());
      assertEquals(-7.5, opened.facts(1).positionYUm());
      assertNull(opened.facts(1).positionZUm());
      assertNull(opened.facts(1).recordedAt());
    }
  }

  @Test
  void shouldDecodeJpeg2000WithoutLoss() throws IOException {
    BufferedImage image = TiffSeeds.grey(40, 32, BufferedImage.TYPE_USHORT_GRAY);
    byte[] bytes = TiffSeeds.coded(34712, TiffSeeds.jpeg2000(image), 16);
    PlanePixels plane = PlaneReader.read(Files.write(folder.resolve("a.tif"), bytes));
    assertArrayEquals(samples(image.getRaster()), plane.values());
  }

  @Test
  void shouldRefuseJpeg2000WithMarksWithinItsPackets() throws IOException {
    byte[] image = TiffSeeds.jpeg2000(TiffSeeds.grey(40, 32, BufferedImage.TYPE_USHORT_GRAY));
    // The end mark, and before it the last bytes of the last packet.
    image[image.length - 6] = (byte) 0xFF;
    image[image.length - 5] = (byte) 0xFF;
    Path path = Files.write(folder.resolve("a.tif"), TiffSeeds.coded(34712, image, 16));
    assertReason("is damaged at byte", path);
  }

  @Test
  void shouldDecodeJpegAsTheJdkDoes() throws IOException {
    byte[] jpeg = TiffSeeds.jpeg(TiffSeeds.grey(40, 32, BufferedImage.TYPE_BYTE_GRAY));
    byte[] bytes = TiffSeeds.coded(7, jpeg, 8);
    PlanePixels plane = PlaneReader.read(Files.write(folder.resolve("a.tif"), bytes));
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertNotNull(decoded);
    assertArrayEquals(samples(decoded.getRaster()), plane.values());
  }

  private static double[] samples(Raster raster) {
    return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (double[]) null);
  }

  @Test
  void shouldRefuseCodecThatClaimsAnotherSize() throws IOException {
    byte[] larger = TiffSeeds.jpeg(TiffSeeds.grey(41, 32, BufferedImage.TYPE_BYTE_GRAY));
    Path path = Files.write(folder.resolve("a.tif"), TiffSeeds.coded(7, larger, 8));
    UnreadableImageException refusal =
        assertThrows(UnreadableImageException.class, () -> PlaneReader.read(path));
    assertTrue(refusal.reason().contains("41x32 for 40x32"), refusal.reason());
  }

  @Test
  void shouldUnpackNoMoreOfBombThanStripHolds() throws IOException {
    for (String codec : List.of("Deflate", "LZW", "PackBits")) {
      HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
      byte[] bomb = TiffEncoding.encode(codec, new byte[8 << 20]);
      tiff.page(4, 2, 8, bomb).with(TiffDirectory.COMPRESSION, TiffEncoding.number(codec));
      Path path = tiff.write(folder.resolve(codec + ".tif"));
      assertArrayEquals(new byte[8], PlaneReader.read(path).littleEndian());
    }
  }

  @Test
  void shouldRefuseStripThatEndsEarly() throws IOException {
    for (String codec : List.of("Deflate", "LZW", "PackBits", "Zstandard")) {
      HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
      byte[] strip = TiffEncoding.encode(codec, new byte[7]);
      tiff.page(4, 2, 8, strip).with(TiffDirectory.COMPRESSION, TiffEncoding.number(codec));
      Path path = tiff.write(folder.resolve(codec + ".tif"));
      UnreadableImageException refusal =
          assertThrows(UnreadableImageException.class, () -> PlaneReader.read(path));
      assertEquals(
          "TIFF page 1: strip 1 of 1 holds 7 bytes decoded, 8 are needed; it may be cut",
          refusal.reason());
    }
  }

  @Test
  void shouldRefuseClaimsBeforeAllocating() throws IOException {
    HandmadeTiff tiny = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiny.page(8192, 8192, 8, filled(0))
        .with(TiffDirectory.TILE_WIDTH, 1)
        .with(TiffDirectory.TILE_LENGTH, 1);
    assertReason("67108864 strips or tiles", tiny.write(folder.resolve("tiny.tif")));
    HandmadeTiff wide = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    wide.page(4, 2, 8, filled(0))
        .with(TiffDirectory.TILE_WIDTH, 65_535)
        .with(TiffDirectory.TILE_LENGTH, 65_535);
    assertReason("tiles of 65535x65535", wide.write(folder.resolve("wide.tif")));
    HandmadeTiff missing = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    missing.page(4, 2, 8, filled(0)).with(TiffDirectory.ROWS_PER_STRIP, 1);
    assertReason("1 strips for a plane that needs 2", missing.write(folder.resolve("m.tif")));
  }

  private static void assertReason(String part, Path path) {
    UnreadableImageException refusal =
        assertThrows(UnreadableImageException.class, () -> PlaneReader.read(path));
    assertTrue(refusal.reason().contains(part), refusal.reason());
  }
}
