package org.scopeside.source.micromanager;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnusableSourceException;

class MicroManagerFolderSourceTest {
  @TempDir Path folder;

  /** A little-endian TIFF of one 16-bit sample. */
  private static void tiff(Path file, int value) throws IOException {
    int[][] fields = {
      {256, 3, 1},
      {257, 3, 1},
      {258, 3, 16},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 8},
      {277, 3, 1},
      {278, 3, 1},
      {279, 4, 2}
    };
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + 2 + fields.length * 12 + 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(10).putShort((short) value);
    bytes.putShort((short) fields.length);
    for (int[] field : fields) {
      bytes.putShort((short) field[0]).putShort((short) field[1]).putInt(1).putInt(field[2]);
    }
    Files.createDirectories(file.resolveSibling("").normalize());
    Files.write(file, bytes.array());
  }

  private static String former(int t, int c, int z, String channel, String position, int ms) {
    return """
        "FrameKey-%d-%d-%d": {"FileName": "img_%09d_%s_%03d.tif", "Channel": "%s",
          "ChannelIndex": %d, "Slice": %d, "Frame": %d, "PositionName": "%s", "BitDepth": 12,
          "ElapsedTime-ms": %d, "Exposure-ms": 20, "PixelSizeUm": 0.65, "XPositionUm": -3.5,
          "Time": "2016-07-06 12:10:05 +0200", "UUID": null, "Devices": {"a": [1, {"b": 2}]}}"""
        .formatted(t, c, z, t, channel, z, channel, c, z, t, position, ms);
  }

  private static final String SUMMARY =
      "\"Summary\": {\"ChNames\": [\"DAPI\", \"Cy5\"], \"PixelSize_um\": 0.65,"
          + " \"StartTime\": \"2016-07-06 12:10:00 +0200\", \"Prefix\": \"p\"}";

  private Path formerPosition(String sub, String position, int ms) throws IOException {
    Path own = folder.resolve("former").resolve(sub);
    StringBuilder text = new StringBuilder("{\n" + SUMMARY);
    for (int c = 0; c < 2; c++) {
      String channel = c == 0 ? "DAPI" : "Cy5";
      text.append(",\n").append(former(0, c, 0, channel, position, ms + c));
      tiff(own.resolve("img_000000000_%s_000.tif".formatted(channel)), 100 + ms + c);
    }
    Files.writeString(own.resolve("metadata.txt"), text.append("\n}\n"));
    return own;
  }

  @Test
  void shouldReadFoldersOfVersionOneWithWellsInOrderOfTime() throws IOException {
    formerPosition("1-Pos_000_000", "B2-Site_0", 1000);
    formerPosition("2-Pos_001_000", "B2-Site_1", 0);
    formerPosition("10-Pos_002_000", "C3-Site_0", 500);
    PlaneDataset dataset = open(folder.resolve("former"));
    assertEquals(List.of(), dataset.unread());
    StoredAcquisition acquisition = dataset.acquisitions().get(0);
    assertEquals("former", acquisition.name());
    assertEquals(List.of("DAPI", "Cy5"), acquisition.channelNames());
    assertEquals(0.65, acquisition.physicalSizeXUm());
    assertEquals(Instant.parse("2016-07-06T10:10:00Z"), acquisition.startedAt());
    assertEquals(6, acquisition.planes().size());
    StoredPlane first = acquisition.planes().get(0);
    assertEquals(new PlanePlace(new Well(1, 1), 1, 0, 0, 0), first.place());
    assertEquals("2-Pos_001_000/img_000000000_DAPI_000.tif", first.file());
    PlanePixels pixels = first.read(PlaneBuffers.fresh());
    assertArrayEquals(new byte[] {100, 0}, pixels.littleEndian());
    assertEquals(12, pixels.significantBits());
    assertEquals(20.0, pixels.facts().exposureMs());
    assertEquals(-3.5, pixels.facts().positionXUm());
    assertEquals(Instant.parse("2016-07-06T10:10:05Z"), pixels.facts().recordedAt());
  }

  @Test
  void shouldReadFoldersOfVersionTwo() throws IOException {
    for (int p = 0; p < 2; p++) {
      String name = "img_channel001_position00%d_time000000002_z000.tif".formatted(p);
      String key = "Pos%d/%s".formatted(p, name);
      Path own = folder.resolve("newer/Pos" + p);
      tiff(own.resolve(name), 7 + p);
      Files.writeString(
          own.resolve("metadata.txt"),
          "{%s, \"Coords-%s\": {\"time\": 2, \"z\": 0, \"channel\": 1, \"position\": %d},"
                  .formatted(SUMMARY, key, p)
              + "\"Metadata-%s\": {\"PixelSizeUm\": {\"type\": \"DOUBLE\", \"scalar\": 0.5}}}"
                  .formatted(key));
    }
    StoredAcquisition acquisition = open(folder.resolve("newer")).acquisitions().get(0);
    assertEquals(List.of("Pos0", "Pos1"), acquisition.fieldNames());
    assertEquals(new PlanePlace(null, 1, 0, 0, 1), acquisition.planes().get(1).place());
    PlanePixels pixels = acquisition.planes().get(1).read(PlaneBuffers.fresh());
    assertArrayEquals(new byte[] {8, 0}, pixels.littleEndian());
    assertEquals(0.5, pixels.facts().physicalSizeXUm());
  }

  @Test
  void shouldReadWhatIsWholeOfMetadataThatWasCutAtAnyPlace() throws IOException {
    Path own = formerPosition("", "Pos0", 0);
    String whole = Files.readString(own.resolve("metadata.txt"));
    for (int length = whole.indexOf("FrameKey"); length < whole.length() - 3; length += 13) {
      Files.writeString(own.resolve("metadata.txt"), whole.substring(0, length));
      PlaneDataset dataset = open(own);
      assertEquals(2, dataset.acquisitions().get(0).planes().size(), "cut at " + length);
      assertTrue(dataset.remarks().toString().contains("ends early"), "cut at " + length);
      assertEquals(List.of("DAPI", "Cy5"), dataset.acquisitions().get(0).channelNames());
    }
  }

  @Test
  void shouldNameImagesThatAreMissingOrHaveNoPlace() throws IOException {
    Path own = formerPosition("", "Pos0", 0);
    Files.delete(own.resolve("img_000000000_DAPI_000.tif"));
    tiff(own.resolve("img_what.tif"), 1);
    PlaneDataset dataset = open(own);
    StoredAcquisition acquisition = dataset.acquisitions().get(0);
    assertEquals(1, acquisition.planes().size());
    assertEquals(1, acquisition.planes().get(0).place().theC());
    String unread = dataset.unread().toString();
    assertTrue(unread.contains("is listed in metadata.txt and does not exist"), unread);
    assertTrue(unread.contains("its name tells no place"), unread);
  }

  @Test
  void shouldRecogniseImagesBesideMetadataButNoStacks() throws IOException {
    MicroManagerFolderSource source = new MicroManagerFolderSource();
    Path own = formerPosition("sub", "Pos0", 0);
    assertEquals(Recognition.CERTAIN, source.recognise(own, SourceOptions.NONE));
    assertEquals(
        Recognition.CERTAIN, source.recognise(own.resolve("metadata.txt"), SourceOptions.NONE));
    assertEquals(
        Recognition.CERTAIN, source.recognise(folder.resolve("former"), SourceOptions.NONE));
    assertEquals(Recognition.NO, source.recognise(folder, SourceOptions.NONE));
    Path stack = Files.createDirectory(folder.resolve("stack"));
    Files.writeString(stack.resolve("x_MMStack_Pos0_metadata.txt"), "{" + SUMMARY + "}");
    Files.writeString(stack.resolve("metadata.txt"), "{" + SUMMARY + "}");
    Files.writeString(stack.resolve("x_MMStack_Pos0.ome.tif"), "");
    assertEquals(Recognition.NO, source.recognise(stack, SourceOptions.NONE));
  }

  @Test
  void shouldReadOrRefuseMetadataThatIsDamaged() throws IOException {
    Path own = formerPosition("", "Pos0", 0);
    String whole = Files.readString(own.resolve("metadata.txt"));
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int i = 0; i <= round % 4; i++) {
        damaged.setCharAt(
            random.nextInt(damaged.length()), "{}[]\",:09-x\\".charAt(random.nextInt(12)));
      }
      Files.writeString(own.resolve("metadata.txt"), damaged);
      int planes = open(own).acquisitions().get(0).planes().size();
      assertTrue(planes >= 1 && planes <= 2, planes + " planes of\n" + damaged);
    }
    Files.writeString(own.resolve("metadata.txt"), "{\"Summary\":" + "[".repeat(100_000));
    assertEquals(2, open(own).acquisitions().get(0).planes().size());
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(UnusableSourceException.class, () -> open(empty));
  }

  private static PlaneDataset open(Path path) throws IOException {
    return new MicroManagerFolderSource().open(path, SourceOptions.NONE);
  }
}
