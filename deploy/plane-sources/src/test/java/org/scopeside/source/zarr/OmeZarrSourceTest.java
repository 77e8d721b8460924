package org.scopeside.source.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

class OmeZarrSourceTest {
  private static final String IMAGE =
      "{\"multiscales\":[{\"axes\":[{\"name\":\"c\"},{\"name\":\"y\",\"unit\":\"nanometer\"},"
          + "{\"name\":\"x\",\"unit\":\"nanometer\"}],\"datasets\":[{\"path\":\"0\","
          + "\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[1,500,250]}]}]}]}";
  private static final String ARRAY =
      "{\"zarr_format\":2,\"shape\":[2,2,3],\"chunks\":[2,1,2],\"dtype\":\"|u1\",\"order\":\"C\","
          + "\"compressor\":null,\"filters\":null,\"fill_value\":9}";

  @TempDir Path folder;

  private Path image(String name) throws IOException {
    return image(name, IMAGE, ARRAY);
  }

  private Path image(String name, String attributes, String array) throws IOException {
    Path image = folder.resolve(name);
    Files.createDirectories(image.resolve("0"));
    Files.writeString(image.resolve(".zattrs"), attributes);
    Files.writeString(image.resolve("0/.zarray"), array);
    return image;
  }

  @Test
  void shouldPutPlaneTogetherFromChunksThatHoldSeveralPlanesAndReachBeyond() throws IOException {
    Path image = image("chunks");
    Files.write(image.resolve("0/0.0.0"), new byte[] {1, 2, 11, 12});
    Files.write(image.resolve("0/0.0.1"), new byte[] {3, 0, 13, 0});
    Files.write(image.resolve("0/0.1.0"), new byte[] {4, 5, 14, 15});
    StoredAcquisition acquisition = open(image).acquisitions().get(0);
    assertEquals(List.of("channel 0", "channel 1"), acquisition.channelNames());
    assertEquals(0.25, acquisition.physicalSizeXUm());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 9}, pixels(acquisition.planes().get(0)));
    assertArrayEquals(new byte[] {11, 12, 13, 14, 15, 9}, pixels(acquisition.planes().get(1)));
    assertEquals("0 page 2", acquisition.planes().get(1).shown());
    assertEquals(
        0.5, acquisition.planes().get(1).read(PlaneBuffers.fresh()).facts().physicalSizeYUm());
  }

  @Test
  void shouldReadBigEndianAndDelta() throws IOException {
    String array =
        ARRAY
            .replace("|u1", ">u2")
            .replace("[2,1,2]", "[1,2,3]")
            .replace("\"filters\":null", "\"filters\":[{\"id\":\"delta\",\"dtype\":\">u2\"}]");
    Path image = image("delta", IMAGE, array);
    Files.write(
        image.resolve("0/0.0.0"), new byte[] {0, 255 - 256, 0, 2, 1, 0, -1, -1, 0, 0, 0, 1});
    assertArrayEquals(
        new byte[] {-1, 0, 1, 1, 1, 2, 0, 2, 0, 2, 1, 2},
        pixels(open(image).acquisitions().get(0).planes().get(0)));
  }

  @Test
  void shouldReadPlateWithHolesAndNameWhatIsDamaged() throws IOException {
    Path plate = folder.resolve("Pl\u00e4tte.zarr");
    for (String image : List.of("B/2/0", "B/2/1", "C/11/1")) {
      image("Pl\u00e4tte.zarr/" + image);
    }
    Files.writeString(
        plate.resolve(".zattrs"),
        """
        {"plate": {"name": "\u03b1", "rows": [{"name": "B"}, {"name": "C"}],
          "columns": [{"name": "2"}, {"name": "11"}], "wells": [
          {"path": "B/2", "rowIndex": 0, "columnIndex": 0},
          {"path": "C/11", "rowIndex": 1, "columnIndex": 1},
          {"path": "../C/12", "rowIndex": 1, "columnIndex": 1},
          {"path": "D/1", "rowIndex": 3, "columnIndex": 0},
          {"path": "nowhere"}]}}
        """);
    Files.writeString(
        plate.resolve("B/2/.zattrs"),
        "{\"well\":{\"images\":[{\"path\":\"0\"},{\"path\":\"1\"},{\"path\":\"2\"},{\"path\":\"/etc\"}]}}");
    Files.writeString(plate.resolve("C/11/.zattrs"), "{\"well\":{\"images\":[{\"path\":\"1\"}]}}");
    PlaneDataset dataset = open(plate);
    StoredAcquisition acquisition = dataset.acquisitions().get(0);
    assertEquals("\u03b1", acquisition.plateName());
    assertEquals(6, acquisition.planes().size());
    assertEquals(new PlanePlace(new Well(1, 1), 0, 0, 0, 0), acquisition.planes().get(0).place());
    assertEquals(new PlanePlace(new Well(2, 10), 1, 0, 0, 1), acquisition.planes().get(5).place());
    String unread = dataset.unread().toString();
    assertEquals(5, dataset.unread().size(), unread);
    assertTrue(unread.contains("names '/etc', which is no path below it"), unread);
    assertTrue(unread.contains("lists 'nowhere', which is no well"), unread);
    PlaneDataset well = open(plate.resolve("C/11"));
    assertEquals(new Well(2, 10), well.acquisitions().get(0).planes().get(0).place().well());
  }

  @Test
  void shouldTakeImagesOfCollectionForFieldsWhereTheyAreAlike() throws IOException {
    image("many/0");
    image("many/1");
    image("many/2", IMAGE, ARRAY.replace("[2,2,3]", "[2,2,4]"));
    Files.writeString(folder.resolve("many/.zattrs"), "{\"bioformats2raw.layout\":3}");
    List<StoredAcquisition> all = open(folder.resolve("many")).acquisitions();
    assertEquals(2, all.size());
    assertEquals(2, all.get(0).fields());
    assertEquals("many 2", all.get(1).name());
  }

  @Test
  void shouldRefuseArraysThatCannotBe() throws IOException {
    assertRefused("shape [2147483647", ARRAY.replace("[2,2,3]", "[2147483647,2147483647,3]"));
    assertRefused("planes of 60000x60000 uint8", ARRAY.replace("[2,2,3]", "[1,60000,60000]"));
    assertRefused("chunks", ARRAY.replace("[2,1,2]", "[1000000,60000,1000]"));
    assertRefused("chunks", ARRAY.replace("[2,1,2]", "[0,1,2]"));
    assertRefused("has order \"F\"", ARRAY.replace("\"C\"", "\"F\""));
    assertRefused("samples of type \"<c8\"", ARRAY.replace("|u1", "<c8"));
    assertRefused(
        "compressed with \"lzma\"",
        ARRAY.replace("\"compressor\":null", "\"compressor\":{\"id\":\"lzma\"}"));
    assertRefused(
        "filters", ARRAY.replace("\"filters\":null", "\"filters\":[{\"id\":\"quantize\"}]"));
    assertRefused("fill value", ARRAY.replace(":9", ":\"NaN\""));
    assertRefused("Zarr version 3", ARRAY.replace(":2,", ":3,"));
    assertRefused("is no JSON", ARRAY.substring(0, 40));
    assertRefused("is no JSON", "[".repeat(100_000));
    assertRefused("axes", ARRAY.replace("[2,2,3]", "[2,2,3,1]").replace("[2,1,2]", "[2,1,2,1]"));
    Path many =
        image(
            "claims",
            IMAGE.replace("{\"name\":\"c\"}", "{\"name\":\"t\"},{\"name\":\"z\"}"),
            ARRAY.replace("[2,2,3]", "[1000000,1000000,2,3]").replace("[2,1,2]", "[1,1,2,3]"));
    assertMessage("claims 1000000000000 planes", many);
  }

  private void assertRefused(String part, String array) throws IOException {
    assertMessage(part, image("refused", IMAGE, array));
  }

  private void assertMessage(String part, Path path) {
    String message =
        String.valueOf(assertThrows(UnusableSourceException.class, () -> open(path)).getMessage());
    assertTrue(message.contains(part), message);
  }

  @Test
  void shouldRefuseVersionThreeByName() throws IOException {
    Path image = Files.createDirectory(folder.resolve("v3"));
    Files.writeString(image.resolve("zarr.json"), "{\"zarr_format\":3}");
    assertEquals(Recognition.CERTAIN, new OmeZarrSource().recognise(image, SourceOptions.NONE));
    assertMessage("is OME-Zarr 0.5 on Zarr version 3", image);
  }

  @Test
  void shouldRecogniseByAttributesOnly() throws IOException {
    OmeZarrSource source = new OmeZarrSource();
    assertEquals(Recognition.CERTAIN, source.recognise(image("known"), SourceOptions.NONE));
    assertEquals(Recognition.NO, source.recognise(folder, SourceOptions.NONE));
    Path other = image("other", "{\"title\":\"weather\"}", ARRAY);
    assertEquals(Recognition.NO, source.recognise(other, SourceOptions.NONE));
  }

  @Test
  void shouldNameChunkThatIsCutForbiddenOrGoneWithItsArray() throws IOException {
    Path image = image("damaged");
    Path chunk = Files.write(image.resolve("0/0.0.0"), new byte[] {1, 2, 3});
    StoredPlane plane = open(image).acquisitions().get(0).planes().get(0);
    assertEquals("has 3 bytes, 4 are wanted; it may be cut", reason(plane));
    Files.setPosixFilePermissions(chunk, PosixFilePermissions.fromString("---------"));
    if (!Files.isReadable(chunk)) {
      assertEquals("permission denied", reason(plane));
    }
    Files.delete(chunk);
    assertArrayEquals(new byte[] {9, 9, 9, 9, 9, 9}, pixels(plane));
    Files.delete(image.resolve("0/.zarray"));
    assertTrue(reason(plane).contains("nor does its array"), reason(plane));
  }

  @Test
  void shouldRefuseOrReadAttributesThatAreDamaged() throws IOException {
    Random random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      StringBuilder attributes = new StringBuilder(IMAGE);
      StringBuilder array = new StringBuilder(ARRAY);
      StringBuilder hit = round % 2 == 0 ? attributes : array;
      for (int i = 0; i <= round % 3; i++) {
        hit.setCharAt(random.nextInt(hit.length()), "{}[]\",:0129-xyz".charAt(random.nextInt(15)));
      }
      Path image = image("mutated", attributes.toString(), array.toString());
      try {
        for (StoredPlane plane : open(image).acquisitions().get(0).planes()) {
          plane.read(PlaneBuffers.fresh());
        }
      } catch (UnusableSourceException | UnreadableImageException refusal) {
        refused++;
      }
    }
    assertTrue(refused > 100, refused + " refused");
  }

  @Test
  void shouldSurviveLinkToItself() throws IOException {
    Path image = folder.resolve("circle");
    Files.createDirectories(image);
    try {
      Files.createSymbolicLink(image.resolve("0"), image);
    } catch (UnsupportedOperationException | IOException noLinks) {
      assumeTrue(false, "no symbolic links here");
    }
    Files.writeString(image.resolve(".zattrs"), "{\"bioformats2raw.layout\":3}");
    assertMessage("has no multiscales", image);
  }

  private static byte[] pixels(StoredPlane plane) throws IOException {
    return plane.read(PlaneBuffers.fresh()).littleEndian();
  }

  private static String reason(StoredPlane plane) {
    return assertThrows(UnreadableImageException.class, () -> plane.read(PlaneBuffers.fresh()))
        .reason();
  }

  private static PlaneDataset open(Path path) throws IOException {
    return new OmeZarrSource().open(path, SourceOptions.NONE);
  }
}
