package org.scopeside.source.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

class OmeZarrSourceTest {
  private static final String PLATE =
      "{'plate':{'name':'Screen','rows':[{'name':'B'},{'name':'C'}],'columns':[{'name':'03'}],"
          + "'wells':[{'path':'B/03','rowIndex':0,'columnIndex':0},"
          + "{'path':'C/03','rowIndex':1,'columnIndex':0}]}}";

  @TempDir Path folder;

  @Test
  void shouldReadPlateByItsWellsNames() throws IOException {
    plate();
    try (PlaneDataset dataset = open(folder)) {
      StoredAcquisition plate = dataset.acquisitions().get(0);
      assertEquals("Screen", plate.plateName());
      assertEquals(List.of("DAPI", "channel 1"), plate.channelNames());
      assertEquals(0.325, plate.physicalSizeXUm());
      assertEquals("{B03=2, C03=2}", plate.fieldsPerWell().toString());
      assertEquals(List.of(), dataset.unread());
      StoredPlane last = plate.planes().get(7);
      assertEquals("well C03, field 1, time 0, z 0, channel 1", last.place().shown());
      assertEquals("C/03/1", last.file());
      assertEquals(1, last.page());
      PlanePixels pixels = last.read(PlaneBuffers.fresh());
      assertArrayEquals(HandmadeZarr.plane(0, 1, 0, 5, 7), pixels.littleEndian());
      assertEquals(0.65, pixels.facts().physicalSizeYUm());
    }
  }

  @Test
  void shouldGoOnWhereImagesAndWellsAreMissing() throws IOException {
    plate();
    Files.delete(folder.resolve("B/03/0/0/.zarray"));
    Files.writeString(folder.resolve("C/03/.zattrs"), "{\"well\":{\"images\":[]}}");
    try (PlaneDataset dataset = open(folder)) {
      assertEquals(2, dataset.acquisitions().get(0).planes().size());
      assertEquals(2, dataset.unread().size());
      assertTrue(dataset.unread().get(0).file().endsWith("B/03/0/0"));
      assertEquals("names no images in well.images", dataset.unread().get(1).reason());
    }
  }

  @Test
  void shouldReadWellOfPlateAlone() throws IOException {
    plate();
    try (PlaneDataset dataset = open(folder.resolve("B/03"))) {
      StoredAcquisition well = dataset.acquisitions().get(0);
      assertEquals(new Well(1, 2), well.planes().get(0).place().well());
      assertEquals("0", well.planes().get(0).file());
      assertEquals(4, well.planes().size());
    }
  }

  @Test
  void shouldReadImageAlone() throws IOException {
    HandmadeZarr.image(folder.resolve("cells.ome.zarr"), 5, 7);
    try (PlaneDataset dataset = open(folder.resolve("cells.ome.zarr"))) {
      StoredAcquisition image = dataset.acquisitions().get(0);
      assertEquals("cells", image.name());
      assertEquals(2, image.planes().size());
      assertEquals("0", image.planes().get(0).file());
    }
  }

  @Test
  void shouldSeparateRunsOfPlate() throws IOException {
    plate();
    HandmadeZarr.write(
        folder.resolve("B/03/.zattrs"),
        "{'well':{'images':[{'path':'0','acquisition':1},{'path':'1','acquisition':4}]}}");
    Files.delete(folder.resolve("C/03/.zattrs"));
    try (PlaneDataset dataset = open(folder)) {
      assertEquals(
          List.of("Screen acquisition 1", "Screen acquisition 4"),
          dataset.acquisitions().stream().map(StoredAcquisition::name).toList());
      assertEquals(0, dataset.acquisitions().get(1).planes().get(0).place().field());
    }
  }

  @Test
  void shouldTakeImagesOfOneShapeAsFieldsAndOthersApart() throws IOException {
    HandmadeZarr.write(folder.resolve(".zattrs"), "{'bioformats2raw.layout':3}");
    HandmadeZarr.image(folder.resolve("0"), 5, 7);
    HandmadeZarr.image(folder.resolve("1"), 5, 7);
    HandmadeZarr.image(folder.resolve("2"), 6, 7);
    try (PlaneDataset dataset = open(folder)) {
      assertEquals(2, dataset.acquisitions().size());
      assertEquals(2, dataset.acquisitions().get(0).fields());
      assertEquals("2", dataset.acquisitions().get(1).planes().get(0).file());
    }
    HandmadeZarr.write(folder.resolve("OME/.zattrs"), "{'series':['1']}");
    try (PlaneDataset dataset = open(folder)) {
      assertEquals("1", dataset.acquisitions().get(0).planes().get(0).file());
      assertEquals(1, dataset.acquisitions().size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'[1,1,1,5,7]'",
    "'[1,1,1,2,3]'",
    "'[1,1,1,4,7]'",
    "'[2,1,3,5,7]'",
    "'[2,2,2,3,4]'",
    "'[9,9,9,9,9]'",
    "'[1,1,1,1,1]'",
    "'[1,1,1,64,64]'"
  })
  void shouldPutPlanesTogetherFromChunksOfAnySize(String chunks) throws IOException {
    int[] shape = {2, 2, 3, 5, 7};
    HandmadeZarr.write(folder.resolve(".zattrs"), HandmadeZarr.attributes());
    HandmadeZarr.write(
        folder.resolve("0/.zarray"), HandmadeZarr.array("[2,2,3,5,7]", chunks, "null"));
    int[] chunk = new int[5];
    String[] sizes = chunks.substring(1, chunks.length() - 1).split(",", -1);
    for (int i = 0; i < 5; i++) {
      chunk[i] = Integer.parseInt(sizes[i]);
    }
    writeChunks(shape, chunk);
    try (PlaneDataset dataset = open(folder)) {
      assertEquals(12, dataset.acquisitions().get(0).planes().size());
      for (StoredPlane plane : dataset.acquisitions().get(0).planes()) {
        var at = plane.place();
        assertArrayEquals(
            HandmadeZarr.plane(at.theT(), at.theC(), at.theZ(), 5, 7),
            plane.read(new PlaneBuffers(1)).littleEndian(),
            at.shown());
      }
    }
  }

  private void writeChunks(int[] shape, int[] chunk) throws IOException {
    int[] counts = new int[5];
    int all = 1;
    for (int i = 0; i < 5; i++) {
      counts[i] = (shape[i] + chunk[i] - 1) / chunk[i];
      all *= counts[i];
    }
    for (int number = 0; number < all; number++) {
      int[] at = new int[5];
      for (int i = 4, rest = number; i >= 0; rest /= counts[i], i--) {
        at[i] = rest % counts[i];
      }
      String key = "%d.%d.%d.%d.%d".formatted(at[0], at[1], at[2], at[3], at[4]);
      Files.write(folder.resolve("0").resolve(key), chunkAt(at, chunk));
    }
  }

  private static byte[] chunkAt(int[] at, int[] chunk) {
    int samples = 1;
    for (int size : chunk) {
      samples *= size;
    }
    ByteBuffer bytes = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int number = 0; number < samples; number++) {
      int[] place = new int[5];
      for (int i = 4, rest = number; i >= 0; rest /= chunk[i], i--) {
        place[i] = at[i] * chunk[i] + rest % chunk[i];
      }
      bytes.putShort((short) HandmadeZarr.sample(place[0], place[1], place[2], place[3], place[4]));
    }
    return bytes.array();
  }

  @Test
  void shouldReadFillValueWhereChunkIsMissing() throws IOException {
    HandmadeZarr.image(folder, 5, 7);
    HandmadeZarr.write(
        folder.resolve("0/.zarray"), HandmadeZarr.array("[1,2,1,5,14]", "[1,1,1,5,7]", "null"));
    try (PlaneDataset dataset = open(folder)) {
      byte[] pixels =
          dataset.acquisitions().get(0).planes().get(1).read(PlaneBuffers.fresh()).littleEndian();
      assertEquals(2 * 5 * 14, pixels.length);
      for (int y = 0; y < 5; y++) {
        // 513 is twice 2 and 1.
        assertEquals(1, pixels[2 * (14 * y + 7)] & 0xFF);
        assertEquals(2, pixels[2 * (14 * y + 7) + 1] & 0xFF);
      }
    }
  }

  @Test
  void shouldNotMakeAPlaneUpThatWasNeverWritten() throws IOException {
    HandmadeZarr.image(folder, 5, 7);
    Files.delete(folder.resolve("0/0.1.0.0.0"));
    try (PlaneDataset dataset = open(folder)) {
      StoredPlane missing = dataset.acquisitions().get(0).planes().get(1);
      UnreadableImageException refusal =
          assertThrows(UnreadableImageException.class, () -> missing.read(PlaneBuffers.fresh()));
      assertTrue(refusal.reason().contains("never written"), refusal.reason());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zlib", "gzip", "zstd", "lz4"})
  void shouldUndoCompression(String compressor) throws IOException {
    HandmadeZarr.image(folder, 50, 70);
    HandmadeZarr.write(
        folder.resolve("0/.zarray"), HandmadeZarr.array(50, 70, "{'id':'" + compressor + "'}"));
    byte[] plane = HandmadeZarr.plane(0, 1, 0, 50, 70);
    Path file = folder.resolve("0/0.1.0.0.0");
    Files.write(file, encode(compressor, plane));
    try (PlaneDataset dataset = open(folder)) {
      StoredPlane stored = dataset.acquisitions().get(0).planes().get(1);
      assertArrayEquals(plane, stored.read(PlaneBuffers.fresh()).littleEndian());
      for (int samples : new int[] {3499, 3501}) {
        Files.write(file, encode(compressor, new byte[2 * samples]));
        UnreadableImageException refusal =
            assertThrows(UnreadableImageException.class, () -> stored.read(PlaneBuffers.fresh()));
        assertEquals(file, refusal.file());
      }
    }
  }

  private static byte[] encode(String compressor, byte[] chunk) throws IOException {
    return switch (compressor) {
      case "zlib" -> HandmadeZarr.zlib(chunk);
      case "gzip" -> HandmadeZarr.gzip(chunk);
      case "zstd" -> Zstd.compress(chunk);
      default -> {
        byte[] block = LZ4Factory.safeInstance().fastCompressor().compress(chunk);
        yield ByteBuffer.allocate(4 + block.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(chunk.length)
            .put(block)
            .array();
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'compressor':null|'compressor':{'id':'bz2'}|compressed with 'bz2'",
        "'filters':null|'filters':[{'id':'delta'}]|the filter 'delta'",
        "'order':'C'|'order':'F'|order \"F\", and only C",
        "'<u2'|'<c8'|samples of type \"<c8\"",
        "'<u2'|'<u8'|samples of type \"<u8\"",
        "[1,1,1,5,7]|[1,1,1,0,7]|chunks is 0, not from 1",
        "[1,1,1,5,7]|[1,1,5,7]|chunks of [1, 1, 5, 7] in an array of [1, 2, 1, 5, 7]",
        "[1,1,1,5,7]|[1,1,1,9000,9000]|chunks of [1, 1, 1, 9000, 9000]",
        "[1,1,1,5,7]|[9,9,9,900,900]|chunks of [9, 9, 9, 900, 900]",
        "[1,2,1,5,7]|[1,2,1,60000,60000]|planes of 7200000000 bytes",
        "[1,2,1,5,7]|[1,2,1,5,70000]|at most 65535 a side",
        "[1,2,1,5,7]|[1000000,1000000,1000000,5,7]|at most 1000000 planes a field",
        "[1,2,1,5,7]|[1,-2,1,5,7]|shape is -2",
        "[1,2,1,5,7]|[1,2,1,5]|in an array of [1, 2, 1, 5]",
        "513|{'a':1}|fill_value {\"a\":1}",
        "'zarr_format':2|'zarr_format':4|zarr_format 4, and only 2"
      })
  void shouldRefuseArraysInWords(String part, String other, String reason) throws IOException {
    HandmadeZarr.image(folder, 5, 7);
    String array = HandmadeZarr.array(5, 7, "null");
    assertTrue(array.contains(part), array);
    HandmadeZarr.write(folder.resolve("0/.zarray"), array.replace(part, other));
    String facts =
        String.valueOf(
            assertThrows(UnusableSourceException.class, () -> open(folder)).getMessage());
    assertTrue(facts.contains(reason), facts);
    assertTrue(facts.contains(".zarray") || facts.contains(".zattrs"), facts);
  }

  @ParameterizedTest
  @CsvSource({"'t','angle'", "'t','c'", "'y','q'"})
  void shouldRefuseAxesThatArePlaneless(String axis, String other) throws IOException {
    HandmadeZarr.image(folder, 5, 7);
    String attributes =
        HandmadeZarr.attributes().replace("'name':'" + axis + "'", "'name':'" + other + "'");
    HandmadeZarr.write(folder.resolve(".zattrs"), attributes);
    String facts =
        String.valueOf(
            assertThrows(UnusableSourceException.class, () -> open(folder)).getMessage());
    assertTrue(facts.contains("read are t, c and z in any order, then y, x"), facts);
  }

  @Test
  void shouldRefusePlanesOfTooManyChunks() throws IOException {
    HandmadeZarr.image(folder, 5, 7);
    HandmadeZarr.write(
        folder.resolve("0/.zarray"),
        HandmadeZarr.array("[1,2,1,5000,5000]", "[1,1,1,1,1]", "null"));
    String facts =
        String.valueOf(
            assertThrows(UnusableSourceException.class, () -> open(folder)).getMessage());
    assertTrue(facts.contains("more than 65536 a plane"), facts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../0", "/etc", "0/../../x", ".", "", "a//b", "C:x", "a\\\\b"})
  void shouldRefusePathsThatLeadOutside(String path) throws IOException {
    HandmadeZarr.image(folder, 5, 7);
    HandmadeZarr.write(
        folder.resolve(".zattrs"),
        HandmadeZarr.attributes().replace("'path':'0'", "'path':'" + path + "'"));
    String facts =
        String.valueOf(
            assertThrows(UnusableSourceException.class, () -> open(folder)).getMessage());
    assertTrue(facts.contains("which is none below its folder"), facts);
  }

  @Test
  void shouldRefuseShardsOfVersion3AndReadTheRest() throws IOException {
    String group =
        "{'zarr_format':3,'node_type':'group','attributes':{'ome':{'version':'0.5','multiscales':"
            + "[{'axes':[{'name':'y','type':'space'},{'name':'x','type':'space'}],"
            + "'datasets':[{'path':'0'}]}]}}}";
    String array =
        "{'zarr_format':3,'node_type':'array','shape':[5,7],'data_type':'uint16','chunk_grid':"
            + "{'name':'regular','configuration':{'chunk_shape':[5,7]}},'chunk_key_encoding':"
            + "{'name':'default','configuration':{'separator':'/'}},'fill_value':0,'codecs':"
            + "[{'name':'bytes','configuration':{'endian':'little'}},{'name':'gzip'}]}";
    HandmadeZarr.write(folder.resolve("zarr.json"), group);
    HandmadeZarr.write(folder.resolve("0/zarr.json"), array);
    Files.createDirectories(folder.resolve("0/c/0"));
    byte[] plane = HandmadeZarr.plane(0, 0, 0, 5, 7);
    Files.write(folder.resolve("0/c/0/0"), HandmadeZarr.gzip(plane));
    assertEquals(Recognition.CERTAIN, new OmeZarrSource().recognise(folder, SourceOptions.NONE));
    try (PlaneDataset dataset = open(folder)) {
      StoredAcquisition image = dataset.acquisitions().get(0);
      assertEquals(List.of(), image.channelNames());
      assertArrayEquals(plane, image.planes().get(0).read(PlaneBuffers.fresh()).littleEndian());
    }
    HandmadeZarr.write(
        folder.resolve("0/zarr.json"),
        array.replace("'name':'bytes'", "'name':'sharding_indexed'"));
    String facts =
        String.valueOf(
            assertThrows(UnusableSourceException.class, () -> open(folder)).getMessage());
    assertTrue(facts.contains("write it again without sharding"), facts);
  }

  @Test
  void shouldRecogniseOnlyWhatOmeZarrDefines() throws IOException {
    OmeZarrSource source = new OmeZarrSource();
    assertEquals(Recognition.NO, source.recognise(folder, SourceOptions.NONE));
    HandmadeZarr.write(folder.resolve(".zattrs"), "{'other':1}");
    assertEquals(Recognition.NO, source.recognise(folder, SourceOptions.NONE));
    HandmadeZarr.write(folder.resolve(".zattrs"), "{'plate':");
    assertEquals(Recognition.POSSIBLE, source.recognise(folder, SourceOptions.NONE));
    HandmadeZarr.write(folder.resolve(".zattrs"), PLATE);
    assertEquals(Recognition.CERTAIN, source.recognise(folder, SourceOptions.NONE));
  }

  @Test
  void shouldRefuseDocumentsThatAreTooDeepOrTooLarge() throws IOException {
    HandmadeZarr.write(folder.resolve(".zattrs"), "{'plate':" + "[".repeat(5000));
    assertThrows(UnusableSourceException.class, () -> open(folder));
    Files.write(folder.resolve(".zattrs"), new byte[ZarrJson.LARGEST + 1]);
    String facts =
        String.valueOf(
            assertThrows(UnusableSourceException.class, () -> open(folder)).getMessage());
    assertTrue(facts.contains("more than 16777216 bytes"), facts);
  }

  private void plate() throws IOException {
    HandmadeZarr.write(folder.resolve(".zattrs"), PLATE);
    for (String well : List.of("B/03", "C/03")) {
      HandmadeZarr.write(
          folder.resolve(well).resolve(".zattrs"),
          "{'well':{'images':[{'path':'0'},{'path':'1'}]}}");
      HandmadeZarr.image(folder.resolve(well).resolve("0"), 5, 7);
      HandmadeZarr.image(folder.resolve(well).resolve("1"), 5, 7);
    }
  }

  private static PlaneDataset open(Path path) throws IOException {
    return new OmeZarrSource().open(path, SourceOptions.NONE);
  }
}
