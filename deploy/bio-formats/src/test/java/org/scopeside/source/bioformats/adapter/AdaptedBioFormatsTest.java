package org.scopeside.source.bioformats.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.contract.PixelType;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.bioformats.BioFormatsDataset;
import org.scopeside.source.bioformats.BioFormatsSource;

/** The adapter against a fake Bio-Formats, through the class loader that it always has. */
class AdaptedBioFormatsTest {
  @TempDir private static Path shared;
  private static SourceOptions options = SourceOptions.NONE;

  @TempDir private Path folder;

  @BeforeAll
  static void makeBioFormats() throws Exception {
    options = new SourceOptions(null, FakeBioFormats.in(shared));
  }

  private BioFormatsDataset open(String... lines) throws IOException {
    return new BioFormatsSource()
        .open(FakeBioFormats.file(folder.resolve("x.czi"), lines), options);
  }

  private static List<StoredPlane> planes(PlaneDataset dataset) {
    return dataset.acquisitions().get(0).planes();
  }

  private static PlanePixels read(StoredPlane plane) throws UnreadableImageException {
    return plane.read(PlaneBuffers.fresh());
  }

  /** The samples of a plane as numbers. */
  private static List<Double> values(PlanePixels plane) {
    ByteBuffer bytes = ByteBuffer.wrap(plane.littleEndian()).order(ByteOrder.LITTLE_ENDIAN);
    List<Double> values = new ArrayList<>();
    while (bytes.hasRemaining()) {
      values.add(
          switch (plane.pixelType()) {
            case INT8 -> (double) bytes.get();
            case UINT8 -> (double) (bytes.get() & 255);
            case INT16, UINT16 -> (double) bytes.getShort();
            case INT32, UINT32 -> (double) bytes.getInt();
            case FLOAT -> (double) bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
          });
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "int8, INT8",
    "uint8, UINT8",
    "int16, INT16",
    "uint16, UINT16",
    "int32, INT32",
    "uint32, UINT32",
    "float, FLOAT",
    "double, DOUBLE"
  })
  void shouldHandEveryTypeOverLittleEndian(String stored, PixelType type) throws IOException {
    for (String endian : List.of("little", "big")) {
      try (BioFormatsDataset dataset = open("pixelType=" + stored, "endian=" + endian)) {
        PlanePixels plane = read(planes(dataset).get(0));
        assertEquals(type, plane.pixelType());
        assertEquals(List.of(0.0, 1.0, 2.0, 10.0, 11.0, 12.0), values(plane));
      }
    }
  }

  @Test
  void shouldSpreadMasksOfOneBit() throws IOException {
    try (BioFormatsDataset dataset = open("pixelType=bit")) {
      PlanePixels plane = read(planes(dataset).get(0));
      assertEquals(PixelType.UINT8, plane.pixelType());
      assertEquals(List.of(0.0, 255.0, 0.0, 0.0, 255.0, 0.0), values(plane));
    }
  }

  @ParameterizedTest
  @CsvSource({"3, true", "3, false", "4, true", "4, false"})
  void shouldKeepColourOf8BitTogetherAndDropAlpha(int samples, boolean interleaved)
      throws IOException {
    try (BioFormatsDataset dataset =
        open("pixelType=uint8", "rgb=" + samples, "sizeY=1", "interleaved=" + interleaved)) {
      assertEquals(1, planes(dataset).size());
      PlanePixels plane = read(planes(dataset).get(0));
      assertEquals(3, plane.samplesPerPixel());
      assertEquals(List.of(0.0, 5.0, 10.0, 1.0, 6.0, 11.0, 2.0, 7.0, 12.0), values(plane));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void shouldTakeOtherSamplesOfAPixelForChannels(boolean interleaved) throws IOException {
    try (BioFormatsDataset dataset =
        open(
            "rgb=2",
            "sizeC=4",
            "sizeY=1",
            "endian=big",
            "channels=A,B",
            "interleaved=" + interleaved)) {
      assertEquals(
          List.of("A 1", "A 2", "B 1", "B 2"), dataset.acquisitions().get(0).channelNames());
      assertEquals(List.of(0.0, 1.0, 2.0), values(read(planes(dataset).get(0))));
      assertEquals(List.of(5.0, 6.0, 7.0), values(read(planes(dataset).get(1))));
      assertEquals(List.of(105.0, 106.0, 107.0), values(read(planes(dataset).get(3))));
    }
  }

  @Test
  void shouldPlaceSeriesInWellsAndFields() throws IOException {
    try (BioFormatsDataset dataset =
        open(
            "series=3",
            "sizeC=2",
            "sizeZ=2",
            "channels=DAPI,GFP",
            "plate.0.name=Plate 7",
            "plate.0.wells=1:2:0,1 3:4:2")) {
      StoredAcquisition plate = dataset.acquisitions().get(0);
      assertEquals(1, dataset.acquisitions().size());
      assertEquals("Plate 7", plate.name());
      assertEquals("Plate 7", plate.plateName());
      assertEquals("{B03=2, D05=1}", plate.fieldsPerWell().toString());
      assertEquals(List.of("DAPI", "GFP"), plate.channelNames());
      assertEquals(12, plate.planes().size());
      StoredPlane plane = plate.planes().get(7);
      assertEquals("well B03, field 1, time 0, z 1, channel 1", plane.place().shown());
      assertEquals(7, plane.page());
      assertEquals(1000 + 300, values(read(plane)).get(0));
    }
  }

  @Test
  void shouldTakeSeriesOfOneKindForPositionsAndOthersForThemselves() throws IOException {
    try (BioFormatsDataset dataset =
        open("series=3", "0.name=here", "1.name=label", "1.sizeX=9", "2.name=there")) {
      List<StoredAcquisition> found = dataset.acquisitions();
      assertEquals(List.of("x here", "x label"), found.stream().map(a -> a.name()).toList());
      assertEquals(List.of("here", "there"), found.get(0).fieldNames());
      assertNull(found.get(0).planes().get(1).place().well());
      assertEquals(1, found.get(0).planes().get(1).place().field());
      assertEquals(2, found.get(0).planes().get(1).page());
    }
  }

  @Test
  void shouldTellFactsInOurUnits() throws IOException {
    try (BioFormatsDataset dataset = open("sizeT=2", "pixelNm=325", "seconds=1.5", "bits=12")) {
      PlanePixels first = read(planes(dataset).get(0));
      assertEquals(12, first.significantBits());
      assertNotNull(first.facts().physicalSizeXUm());
      assertEquals(0.325, first.facts().physicalSizeXUm(), 1e-9);
      assertNull(first.facts().physicalSizeYUm(), "a frame of reference is no length");
      assertEquals(1500, first.facts().deltaTMs());
      assertEquals(20, first.facts().exposureMs());
      assertEquals(1500, first.facts().positionXUm());
      assertNull(read(planes(dataset).get(1)).facts().deltaTMs());
    }
  }

  @Test
  void shouldNameASeriesThatCannotBeReadAndGoOn() throws IOException {
    try (BioFormatsDataset dataset =
        open(
            "series=6",
            "1.sizeX=100000",
            "1.sizeY=80000",
            "2.failSeries=no such block",
            "3.sizeT=-1",
            "4.thumbnail=true",
            "5.storedPlanes=7",
            "5.sizeZ=2")) {
      assertEquals(1, planes(dataset).size());
      List<String> reasons = dataset.unread().stream().map(PlaneDataset.Unread::reason).toList();
      assertEquals(
          List.of(
              "series 1: a plane of 100000×80000 pixels uint16 takes 15258 MiB; the limit is 64 MiB",
              "series 2: IllegalStateException: no such block",
              "series 3: it declares a size below 1 (3×2, z 1, t -1, 1 samples)",
              "series 4: it is a smaller copy of another series",
              "series 5: it declares 2 z and 1 t but 7 planes"),
          reasons);
      assertEquals(6, dataset.series().size());
    }
  }

  @Test
  void shouldRefuseMorePlanesThanCanBeKept() {
    UnusableSourceException refused =
        assertThrows(
            UnusableSourceException.class,
            () -> open("sizeT=2000000000", "storedPlanes=2000000000"));
    assertEquals(
        folder.resolve("x.czi")
            + ": Bio-Formats opens it as Fake format but no series of it can be read:"
            + " series 0: it declares 2000000000 planes; more than 5000000 are not read",
        refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format | Invalid header",
        "io | the disk is gone",
        "memory | it takes more memory than there is; the file may be damaged (Requested array size exceeds VM limit)",
        "stack | it is nested too deeply; the file may be damaged",
        "library | the class ucar.nc2.NetcdfFile is not among its jars; bioformats_package.jar has all of them",
        "runtime | ArrayIndexOutOfBoundsException: Index 9 out of bounds for length 3",
        "silent | NullPointerException",
      })
  void shouldPutFailuresOfEveryKindIntoWords(String failure, String words) throws IOException {
    UnusableSourceException refused =
        assertThrows(UnusableSourceException.class, () -> open("failOpen=" + failure));
    assertEquals(
        folder.resolve("x.czi") + ": Bio-Formats cannot open it: " + words, refused.getMessage());
    try (BioFormatsDataset dataset = open("sizeT=2", "failPlane=1", "failure=" + failure)) {
      UnreadableImageException unreadable =
          assertThrows(UnreadableImageException.class, () -> read(planes(dataset).get(1)));
      assertEquals("series 0, field 0, time 1, z 0, channel 0: " + words, unreadable.reason());
      assertEquals(0.0, values(read(planes(dataset).get(0))).get(0), "the others go on");
    }
  }

  @Test
  void shouldSayThatAnOldVersionDoesNotFit() throws Exception {
    Path old =
        FakeBioFormats.in(
            folder,
            text -> text.replace("public static String getPixelTypeString", "static String old"));
    Path file = FakeBioFormats.file(folder.resolve("x.czi"), "series=1");
    UnusableSourceException refused =
        assertThrows(
            UnusableSourceException.class,
            () -> new BioFormatsSource().open(file, new SourceOptions(null, old)));
    assertTrue(
        refused.getMessage().contains("this version of Bio-Formats does not fit, take a newer one"),
        refused.getMessage());
    assertTrue(refused.getMessage().contains("getPixelTypeString"), refused.getMessage());
  }

  @Test
  void shouldShowNoFormerPlaneWhereAReaderLeavesPixelsOut() throws IOException {
    PlaneBuffers buffers = new PlaneBuffers(1);
    try (BioFormatsDataset dataset = open("sizeT=2", "black=1")) {
      PlanePixels first = planes(dataset).get(0).read(buffers);
      buffers.giveBack(first.littleEndian());
      PlanePixels second = planes(dataset).get(1).read(buffers);
      assertSame(first.littleEndian(), second.littleEndian(), "the array is used again");
      assertEquals(List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0), values(second));
    }
  }

  @Test
  void shouldTellAMissingPlaneFromABlackOne() throws IOException {
    try (BioFormatsDataset dataset =
        open("sizeT=3", "black=1", "missing=2", "sizeX=1", "sizeY=1")) {
      assertEquals(List.of(0.0), values(read(planes(dataset).get(0))));
      assertEquals(List.of(0.0), values(read(planes(dataset).get(1))));
      UnreadableImageException missing =
          assertThrows(UnreadableImageException.class, () -> read(planes(dataset).get(2)));
      assertTrue(
          missing.reason().endsWith("it has no pixels: its file is missing or damaged"),
          missing.reason());
    }
  }

  @Test
  void shouldReadFromSeveralThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (BioFormatsDataset dataset = open("sizeT=9", "sizeX=50", "sizeY=50")) {
      List<Future<Double>> firsts = new ArrayList<>();
      for (int i = 0; i < 180; i++) {
        StoredPlane plane = planes(dataset).get(i % 9);
        firsts.add(threads.submit(() -> values(read(plane)).get(0)));
      }
      for (int i = 0; i < firsts.size(); i++) {
        assertEquals(100.0 * (i % 9), firsts.get(i).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldReadNothingAfterItIsClosed() throws IOException {
    BioFormatsDataset dataset = open("series=1");
    dataset.close();
    UnreadableImageException closed =
        assertThrows(UnreadableImageException.class, () -> read(planes(dataset).get(0)));
    assertTrue(closed.reason().endsWith("its source was closed"), closed.reason());
  }

  @Test
  void shouldNameFilesThatAreMissing() throws IOException {
    Path gone = folder.resolve("r01c01.tiff");
    try (BioFormatsDataset dataset = open("uses=" + gone)) {
      assertEquals(
          List.of(new PlaneDataset.Unread(gone, "does not exist, although x.czi names it")),
          dataset.unread());
    }
  }

  @Test
  void shouldPointFromAFileOfAPlateToItsIndex() throws IOException {
    FakeBioFormats.file(folder.resolve("Index.idx.xml"), "series=1");
    Path alone = FakeBioFormats.file(folder.resolve("r01c01f01.tif"), "series=1");
    try (BioFormatsDataset dataset = new BioFormatsSource().open(alone, options)) {
      assertEquals(
          "Index.idx.xml beside it knows wells, fields and channels: open that, or the folder",
          dataset.remarks().get(1));
    }
    try (BioFormatsDataset dataset = new BioFormatsSource().open(folder, options)) {
      assertEquals("Index.idx.xml", planes(dataset).get(0).file());
      assertEquals(1, dataset.remarks().size());
    }
  }

  @Test
  void shouldRecogniseByItsReaders() throws IOException {
    BioFormatsSource source = new BioFormatsSource();
    Path czi = FakeBioFormats.file(folder.resolve("a.czi"), "");
    Path tiff = FakeBioFormats.file(folder.resolve("a.tif"), "");
    Path other = FakeBioFormats.file(folder.resolve("a.txt"), "");
    assertEquals(Recognition.CERTAIN, source.recognise(czi, options));
    assertEquals(Recognition.POSSIBLE, source.recognise(tiff, options));
    assertEquals(Recognition.NO, source.recognise(other, options));
    assertEquals(Recognition.NO, source.recognise(folder, options));
    Files.createDirectories(folder.resolve("plate/Images"));
    FakeBioFormats.file(folder.resolve("plate/Images/Index.xml"), "");
    assertEquals(Recognition.CERTAIN, source.recognise(folder.resolve("plate"), options));
  }
}
