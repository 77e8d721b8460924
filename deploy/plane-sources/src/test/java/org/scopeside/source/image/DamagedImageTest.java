package org.scopeside.source.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/** Files as broken copies, full discs and strangers leave them: one typed error, always. */
class DamagedImageTest {
  @TempDir Path folder;

  @Test
  void shouldRefuseFilesCutAtAnyPlaceOrReadThemWhole() throws IOException {
    for (Path whole : images()) {
      byte[] bytes = Files.readAllBytes(whole);
      byte[] expected = PlaneReader.read(whole).littleEndian();
      int refused = 0;
      for (int length = 0; length < bytes.length; length += 64) {
        Path cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(bytes, length));
        try {
          // What is read in spite of the cut is all there.
          assertArrayEquals(expected, PlaneReader.read(cut).littleEndian(), whole + " " + length);
        } catch (UnreadableImageException refusal) {
          assertTrue(String.valueOf(refusal.getMessage()).contains("cut.bin"), refusal.reason());
          refused++;
        }
      }
      assertTrue(refused > bytes.length / 128, whole + " refused " + refused + " times");
    }
  }

  @Test
  void shouldSurviveRandomDamage() throws IOException {
    Random random = new Random(20240709);
    for (Path whole : images()) {
      byte[] bytes = Files.readAllBytes(whole);
      for (int round = 0; round < 200; round++) {
        byte[] damaged = bytes.clone();
        for (int hit = random.nextInt(4); hit >= 0; hit--) {
          // Half of the hits go where sizes and offsets stand.
          int within = random.nextBoolean() ? Math.min(200, bytes.length) : bytes.length;
          damaged[random.nextInt(within)] = (byte) random.nextInt();
        }
        readOrRefuse(Files.write(folder.resolve("damaged.bin"), damaged));
      }
    }
  }

  private static void readOrRefuse(Path path) {
    try {
      PlanePixels plane = PlaneReader.read(path);
      assertTrue(plane.littleEndian().length <= PlaneHeader.MAX_PLANE_BYTES);
      PlaneReader.facts(path, 0);
    } catch (UnreadableImageException refusal) {
      assertTrue(refusal.reason().length() > 5, refusal.getMessage());
    }
  }

  private List<Path> images() throws IOException {
    BufferedImage deep = PlaneReaderTest.wedge(61, 47, BufferedImage.TYPE_USHORT_GRAY);
    BufferedImage flat = PlaneReaderTest.wedge(61, 47, BufferedImage.TYPE_BYTE_GRAY);
    List<Path> images = new ArrayList<>();
    for (String compression : new String[] {"LZW", "Deflate", "PackBits"}) {
      images.add(PlaneReaderTest.write(deep, folder.resolve(compression + ".tif"), compression));
    }
    images.add(PlaneReaderTest.write(deep, folder.resolve("deep.png"), null));
    images.add(PlaneReaderTest.write(flat, folder.resolve("flat.png"), null));
    HandmadeTiff stack = new HandmadeTiff(ByteOrder.BIG_ENDIAN);
    stack.page(20, 20, 8, new byte[400]).withText(TiffDirectory.IMAGE_DESCRIPTION, "ImageJ=1.54");
    stack.page(20, 20, 8, new byte[400]);
    images.add(stack.write(folder.resolve("stack.tif")));
    return images;
  }

  @Test
  void shouldRefuseHugeTiffBeforeAllocating() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(65_535, 65_535, 16, new byte[8]);
    assertEquals(
        "TIFF page 1: a plane of 65535x65535x1 uint16 has 8589672450 bytes, at most 67108864 are"
            + " read",
        reason(tiff.write(folder.resolve("huge.tif"))));
  }

  @Test
  void shouldRefuseTiffSidesAndFieldsThatCannotBe() throws IOException {
    HandmadeTiff wide = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    wide.page(-1, 1, 8, new byte[8]);
    assertReason("width 4294967295 is not from 1 to 65535", wide.write(folder.resolve("w.tif")));

    HandmadeTiff counted = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    counted.page(2, 2, 8, new byte[4]);
    byte[] bytes = counted.bytes();
    // The count of the last field, which is StripByteCounts.
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 12 * 8 + 4, 0x7FFFFFFF);
    Path path = Files.write(folder.resolve("count.tif"), bytes);
    assertReason("claims 2147483647 values, more than the file holds", path);
  }

  @Test
  void shouldRefusePagesInCircle() throws IOException {
    HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    tiff.page(1, 1, 8, new byte[1]);
    byte[] bytes = tiff.bytes();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 12 * 9, 8);
    assertReason("circle", Files.write(folder.resolve("circle.tif"), bytes));
  }

  @Test
  void shouldRefuseHugePngBeforeAllocating() throws IOException {
    Path png =
        PlaneReaderTest.write(
            PlaneReaderTest.wedge(4, 4, BufferedImage.TYPE_USHORT_GRAY),
            folder.resolve("huge.png"),
            null);
    byte[] bytes = Files.readAllBytes(png);
    ByteBuffer.wrap(bytes).putInt(16, 65_535).putInt(20, 65_535);
    assertReason("65535x65535", Files.write(png, bytes));
    ByteBuffer.wrap(bytes).putInt(16, -1);
    assertReason("sides from 1 to 65535", Files.write(png, bytes));
  }

  @Test
  void shouldNameWhatIsNoImage() throws IOException {
    assertEquals("is empty", reason(Files.write(folder.resolve("empty.tif"), new byte[0])));
    byte[] text = "well,count\nA01,5\n".getBytes(StandardCharsets.UTF_8);
    assertReason("neither a PNG nor a TIFF", Files.write(folder.resolve("text.tif"), text));
    assertEquals("is a folder", reason(Files.createDirectory(folder.resolve("x.png"))));
    assertEquals("does not exist", reason(folder.resolve("gone.png")));
  }

  @Test
  void shouldNameWhatIsNotRead() throws IOException {
    HandmadeTiff fax = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    fax.page(2, 1, 8, new byte[2]).with(TiffDirectory.COMPRESSION, 4);
    assertReason("compression 4 (fax) is not read", fax.write(folder.resolve("f.tif")));
    HandmadeTiff wide = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    wide.page(1, 1, 64, new byte[8]);
    assertReason("64-bit unsigned samples", wide.write(folder.resolve("wide.tif")));
    HandmadeTiff one = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    one.page(1, 1, 8, new byte[1]);
    Path path = one.write(folder.resolve("one.tif"));
    UnreadableImageException refusal =
        assertThrows(
            UnreadableImageException.class, () -> PlaneReader.read(path, 1, PlaneBuffers.fresh()));
    assertEquals("has 1 pages; page 2 was asked for", refusal.reason());
  }

  private static void assertReason(String part, Path path) {
    String reason = reason(path);
    assertTrue(reason.contains(part), reason);
  }

  private static String reason(Path path) {
    return assertThrows(UnreadableImageException.class, () -> PlaneReader.read(path)).reason();
  }
}
