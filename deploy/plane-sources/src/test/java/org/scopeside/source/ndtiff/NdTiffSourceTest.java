package org.scopeside.source.ndtiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.RealImages;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

class NdTiffSourceTest {
  private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
  private static final String NOTHING = "{}";

  @TempDir Path folder;

  @Test
  void shouldReadTwelveBitSampleAsPythonDoes() throws IOException {
    PlaneDataset dataset = open(RealImages.folder("micromanager/ndtiff_12bit_mda"));
    StoredAcquisition acquisition = dataset.acquisitions().get(0);
    assertEquals("ndtiff_12bit_mda", acquisition.name());
    assertEquals(List.of("DAPI", "FITC"), acquisition.channelNames());
    assertEquals(4, acquisition.sizeT());
    assertEquals(8, acquisition.planes().size());
    assertEquals(List.of(), acquisition.fieldNames());
    assertEquals(Instant.parse("2022-12-28T17:04:23Z"), acquisition.startedAt());
    StoredPlane second = acquisition.planes().get(1);
    assertEquals(new PlanePlace(null, 0, 0, 0, 1), second.place());
    assertEquals("12_bit_pycromanager_mda_NDTiffStack.tif page 2", second.shown());
    PlanePixels pixels = second.read(PlaneBuffers.fresh());
    assertEquals(12, pixels.significantBits());
    assertEquals(836464.0, Arrays.stream(pixels.values()).sum());
    assertEquals(1.0, pixels.facts().physicalSizeXUm());
    assertEquals(10.0, pixels.facts().exposureMs());
  }

  @Test
  void shouldReadLabelledPositionsInOrderOfAcquisition() throws IOException {
    StoredAcquisition acquisition =
        open(RealImages.folder("micromanager/ndtiff_labeled_positions")).acquisitions().get(0);
    assertEquals(List.of("Pos2", "Pos0", "Pos1"), acquisition.fieldNames());
    assertEquals(3, acquisition.planes().size());
    assertEquals(512, acquisition.planes().get(2).read(PlaneBuffers.fresh()).sizeX());
  }

  @Test
  void shouldSeatPositionsOfSiteGeneratorInWells() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, "{\"ChNames\":[\"DAPI\",\"GFP\"]}");
    for (String position : List.of("A1-Site_0", "A1-Site_1", "B12-Site_0", "B12-Site_1")) {
      made.image(axes(position, "GFP", 0, 0), 1, 1, 1, new int[] {1}, NOTHING);
      made.image(axes(position, "DAPI", 0, 0), 1, 1, 1, new int[] {2}, NOTHING);
    }
    StoredAcquisition acquisition = only(made);
    assertEquals(List.of("DAPI", "GFP"), acquisition.channelNames());
    assertEquals(new PlanePlace(new Well(0, 0), 0, 0, 0, 1), acquisition.planes().get(0).place());
    assertEquals(new PlanePlace(new Well(1, 11), 1, 0, 0, 0), acquisition.planes().get(7).place());
    assertEquals(0, acquisition.missingPlanes());
  }

  @Test
  void shouldTakeWellsFromMetadataWhereAxesAreNumbers() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    made.image("{\"position\":0}", 1, 1, 0, new int[] {1}, "{\"PositionName\":\"C3-Site_0\"}");
    made.image("{\"position\":1}", 1, 1, 0, new int[] {1}, "{\"PositionName\":\"D4-Site_0\"}");
    StoredAcquisition acquisition = only(made);
    assertEquals(
        List.of("C03", "D04"),
        acquisition.fieldsPerWell().keySet().stream().map(Well::label).toList());
  }

  @Test
  void shouldCountSectionsAndTimesFromTheSmallestAndKeepHoles() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    for (int z : new int[] {-2, -1, 1, 2}) {
      made.image("{\"z\":" + z + ",\"time\":7}", 1, 1, 1, new int[] {z}, NOTHING);
    }
    StoredAcquisition acquisition = only(made);
    assertEquals(5, acquisition.sizeZ());
    assertEquals(1, acquisition.sizeT());
    assertEquals(
        List.of(0, 1, 3, 4),
        acquisition.planes().stream().map(plane -> plane.place().theZ()).toList());
  }

  @Test
  void shouldReadEveryPixelTypeInBothByteOrders() throws IOException {
    for (ByteOrder order : List.of(LE, ByteOrder.BIG_ENDIAN)) {
      HandmadeNdTiff made = new HandmadeNdTiff(order, NOTHING);
      for (int type : new int[] {1, 3, 4, 5, 6}) {
        made.image(
            "{\"channel\":\"c" + type + "\"}",
            2,
            1,
            type,
            new int[] {1, 0x0203},
            "{\"BitDepth\":16}");
      }
      made.image("{\"channel\":\"grey\"}", 2, 1, 0, new int[] {7, 255}, NOTHING);
      made.image("{\"channel\":\"rgb\"}", 1, 1, 2, new int[] {1, 2, 3}, NOTHING);
      List<StoredAcquisition> all =
          open(made.write(folder.resolve(order.toString()))).acquisitions();
      assertEquals(7, all.size());
      Integer[] bits = {16, 10, 12, 14, 11};
      for (int i = 0; i < bits.length; i++) {
        PlanePixels pixels = all.get(i).planes().get(0).read(PlaneBuffers.fresh());
        assertEquals(bits[i], pixels.significantBits());
        assertEquals(PixelType.UINT16, pixels.pixelType());
        assertArrayEquals(new byte[] {1, 0, 3, 2}, pixels.littleEndian());
      }
      PlanePixels grey = all.get(5).planes().get(0).read(PlaneBuffers.fresh());
      assertArrayEquals(new byte[] {7, -1}, grey.littleEndian());
      assertNull(grey.significantBits());
      PlanePixels rgb = all.get(6).planes().get(0).read(PlaneBuffers.fresh());
      assertEquals(3, rgb.samplesPerPixel());
      assertArrayEquals(new byte[] {1, 2, 3}, rgb.littleEndian());
    }
  }

  @Test
  void shouldShowNewPlanesOfGrowingDataSetWhenOpenedAgain() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    made.image("{\"time\":0}", 1, 1, 1, new int[] {5}, NOTHING);
    made.write(folder.resolve("grows"));
    Path index = folder.resolve("grows/NDTiff.index");
    made.image("{\"time\":1}", 1, 1, 1, new int[] {6}, NOTHING);
    byte[] both = made.index();
    int first = both.length / 2;
    Files.write(index, Arrays.copyOfRange(both, first, first + 9), StandardOpenOption.APPEND);
    PlaneDataset growing = open(folder.resolve("grows"));
    assertEquals(1, growing.acquisitions().get(0).planes().size());
    assertTrue(
        growing.remarks().get(0).contains("ends within entry 2"), growing.remarks()::toString);
    Files.write(index, both);
    PlaneDataset ahead = open(folder.resolve("grows"));
    assertEquals(1, ahead.acquisitions().get(0).planes().size());
    assertTrue(ahead.unread().get(0).reason().contains("still being written"));
    made.write(folder.resolve("grows"));
    PlaneDataset whole = open(folder.resolve("grows"));
    assertEquals(2, whole.acquisitions().get(0).planes().size());
    assertEquals(List.of(), whole.remarks());
    assertEquals(List.of(), whole.unread());
  }

  @Test
  void shouldRecogniseFolderIndexStackAndFullResolution() throws IOException {
    NdTiffSource source = new NdTiffSource();
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    made.image(NOTHING, 1, 1, 1, new int[] {5}, NOTHING);
    Path full = made.write(folder.resolve("mag/Full resolution"));
    for (Path path :
        List.of(
            folder.resolve("mag"),
            full,
            full.resolve("NDTiff.index"),
            full.resolve("s_NDTiffStack.tif"))) {
      assertEquals(Recognition.CERTAIN, source.recognise(path, SourceOptions.NONE), path::toString);
      assertEquals("mag", open(path).acquisitions().get(0).name());
    }
    assertEquals(
        "Full resolution/s_NDTiffStack.tif",
        open(folder.resolve("mag")).acquisitions().get(0).planes().get(0).file());
    assertEquals(Recognition.NO, source.recognise(folder, SourceOptions.NONE));
  }

  @Test
  void shouldRefuseUnknownAxisWithItsValues() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    made.image("{\"polarisation\":0,\"one\":\"x\"}", 1, 1, 1, new int[] {5}, NOTHING);
    made.image("{\"polarisation\":45,\"one\":\"x\"}", 1, 1, 1, new int[] {5}, NOTHING);
    Path made1 = made.write(folder.resolve("pol"));
    String message =
        String.valueOf(assertThrows(UnusableSourceException.class, () -> open(made1)).getMessage());
    assertTrue(message.contains("axis 'polarisation' with 2 values (0, 45)"), message);
  }

  @Test
  void shouldReadTheRestWhereEntriesLie() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    made.image("{\"time\":0}", 1, 1, 1, new int[] {5}, NOTHING);
    made.entry("{\"time\":1}", "s_NDTiffStack.tif", 0, 65535, 65535, 1, 0, 0);
    made.entry("{\"time\":2}", "s_NDTiffStack.tif", 0, -1, 1, 1, 0, 0);
    made.entry("{\"time\":3}", "s_NDTiffStack.tif", 0, 1, 1, 99, 0, 0);
    made.entry("{\"time\":4}", "../elsewhere.tif", 0, 1, 1, 1, 0, 0);
    made.entry("{\"time\":5}", "gone_NDTiffStack.tif", 0, 1, 1, 1, 0, 0);
    made.entry("{\"time\":6}", "gone_NDTiffStack.tif", 0, 1, 1, 1, 0, 0);
    made.entry("[1,2]", "s_NDTiffStack.tif", 0, 1, 1, 1, 0, 0);
    made.entry("[".repeat(2000), "s_NDTiffStack.tif", 0, 1, 1, 1, 0, 0);
    made.entry("{\"time\":7}", "s_NDTiffStack.tif", 24, 1, 1, 1, -5, Integer.MAX_VALUE);
    PlaneDataset dataset = open(made.write(folder.resolve("lies")));
    assertEquals(2, dataset.acquisitions().get(0).planes().size());
    assertEquals(8, dataset.acquisitions().get(0).sizeT());
    String unread = dataset.unread().toString();
    assertTrue(unread.contains("has 8589672450 bytes"), unread);
    assertTrue(unread.contains("are no place of an image; so with 2 more images"), unread);
    assertTrue(unread.contains("does not exist; so with 1 more images"), unread);
  }

  @Test
  void shouldNameFileThatIsCutOrDeletedAfterListing() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, NOTHING);
    made.image(NOTHING, 4, 4, 1, new int[16], NOTHING);
    StoredPlane plane =
        open(made.write(folder.resolve("cut"))).acquisitions().get(0).planes().get(0);
    Path stack = folder.resolve("cut/s_NDTiffStack.tif");
    Files.write(stack, Arrays.copyOf(made.stack(), 40));
    assertEquals("pixels of image 1 end at byte 62, the file has 40; it may be cut", reason(plane));
    Files.delete(stack);
    assertEquals("does not exist", reason(plane));
  }

  @Test
  void shouldNameWhatIsMissingWhereNothingCanBeRead() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.write(empty.resolve("NDTiff.index"), new byte[0]);
    assertMessage("has no images yet", empty);
    Files.write(empty.resolve("NDTiff.index"), new byte[] {-1, -1, -1, 127, 1});
    assertMessage("entry 1 at byte 0 claims axes of 2147483647 bytes", empty);
    new HandmadeNdTiff(LE, NOTHING).image(NOTHING, 1, 1, 1, new int[] {5}, NOTHING).write(empty);
    Files.delete(empty.resolve("s_NDTiffStack.tif"));
    assertMessage("does not exist", empty);
    HandmadeNdTiff elsewhere = new HandmadeNdTiff(LE, NOTHING);
    elsewhere.entry(NOTHING, "../s_NDTiffStack.tif", 0, 1, 1, 1, 0, 0);
    assertMessage("outside of its folder", elsewhere.write(empty));
  }

  @Test
  void shouldReadOrRefuseIndexDamagedOrCutAnywhere() throws IOException {
    HandmadeNdTiff made = new HandmadeNdTiff(LE, "{\"ChNames\":[\"a\",\"b\"]}");
    for (int time = 0; time < 3; time++) {
      made.image(axes("A1-Site_0", "a", time, 0), 3, 2, 1, new int[6], "{\"BitDepth\":12}");
    }
    Path damaged = made.write(folder.resolve("damaged"));
    byte[] index = made.index();
    Random random = new Random(17);
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] bytes =
          round % 3 == 0 ? Arrays.copyOf(index, random.nextInt(index.length)) : index.clone();
      for (int hit = 0; hit < round % 3 && bytes.length > 0; hit++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(damaged.resolve("NDTiff.index"), bytes);
      try (PlaneDataset dataset = open(damaged)) {
        for (StoredPlane plane : dataset.acquisitions().get(0).planes()) {
          plane.read(PlaneBuffers.fresh());
        }
      } catch (UnusableSourceException refusal) {
        refused++;
      }
    }
    assertTrue(refused > 20 && refused < 400, refused + " refused");
  }

  private void assertMessage(String part, Path path) {
    String message =
        String.valueOf(assertThrows(UnusableSourceException.class, () -> open(path)).getMessage());
    assertTrue(message.contains(part) && message.contains("NDTiff.index"), message);
  }

  private static String reason(StoredPlane plane) {
    return assertThrows(UnreadableImageException.class, () -> plane.read(PlaneBuffers.fresh()))
        .reason();
  }

  private StoredAcquisition only(HandmadeNdTiff made) throws IOException {
    List<StoredAcquisition> all = open(made.write(folder.resolve("made"))).acquisitions();
    assertEquals(1, all.size());
    return all.get(0);
  }

  private static String axes(String position, String channel, int time, int z) {
    return "{\"position\":\"%s\",\"channel\":\"%s\",\"time\":%d,\"z\":%d}"
        .formatted(position, channel, time, z);
  }

  private static PlaneDataset open(Path path) throws IOException {
    return new NdTiffSource().open(path, SourceOptions.NONE);
  }
}
