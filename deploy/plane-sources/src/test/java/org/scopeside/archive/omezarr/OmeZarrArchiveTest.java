package org.scopeside.archive.omezarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scopeside.archive.Packing;
import org.scopeside.archive.UnarchivablePlaneException;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.zarr.OmeZarrSource;

class OmeZarrArchiveTest {
  private static final String RUN = "run-1";
  private static final Instant BEGAN = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path folder;

  /** CRC of the pixels by frame id, as they were written. */
  private final Map<String, Long> written = new HashMap<>();

  @ParameterizedTest
  @EnumSource(PixelType.class)
  void shouldGiveBackEveryPlaneOfEachPixelType(PixelType type) throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.ZSTD)) {
      for (PlaneHeader plane : plate(type)) {
        write(archive, plane);
      }
      archive.finish(RUN);
    }
    assertEquals(written, read());
  }

  @ParameterizedTest
  @EnumSource(Packing.class)
  void shouldGiveBackEveryPlaneWithEachCompression(Packing compression) throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, compression)) {
      for (PlaneHeader plane : plate(PixelType.UINT16)) {
        write(archive, plane);
      }
    }
    assertEquals(written, read());
  }

  @Test
  void shouldTellOnlyOfPlanesThatCame() throws IOException {
    List<PlaneHeader> all = plate(PixelType.UINT8);
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.ZSTD)) {
      for (int i = 0; i < all.size(); i += 3) {
        write(archive, all.get(i));
      }
    }
    assertEquals(written, read());
    try (PlaneDataset dataset = open()) {
      assertEquals(1, dataset.remarks().size(), dataset.remarks().toString());
    }
  }

  @Test
  void shouldKeepWhatIsKnownOfPlanes() throws IOException {
    PlaneHeader plane =
        plane(new Well(1, 2), 0, 1, 0, 1, PixelType.UINT16)
            .significantBits(12)
            .deltaTMs(1500.25)
            .exposureMs(20.0)
            .positionXUm(-1.5)
            .positionYUm(2.5)
            .positionZUm(3.75)
            .build();
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      write(archive, plane);
    }
    try (PlaneDataset dataset = open()) {
      StoredAcquisition acquisition = dataset.acquisitions().get(0);
      PlanePixels pixels = acquisition.planes().get(0).read(PlaneBuffers.fresh());
      assertEquals("Plate 7", acquisition.plateName());
      assertEquals(List.of("channel 0", "Channel B"), acquisition.channelNames());
      assertEquals(0.325, acquisition.physicalSizeXUm());
      assertEquals(BEGAN, acquisition.startedAt());
      assertEquals(12, pixels.significantBits());
      assertEquals(1500.25, pixels.facts().deltaTMs());
      assertEquals(20.0, pixels.facts().exposureMs());
      assertEquals(-1.5, pixels.facts().positionXUm());
      assertEquals(3.75, pixels.facts().positionZUm());
      assertEquals(BEGAN, pixels.facts().recordedAt());
    }
  }

  @Test
  void shouldKeepPlanesWithoutWellsAsFields() throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.ZSTD)) {
      for (int field : new int[] {0, 2, 11}) {
        write(archive, plane(null, field, 0, 0, 0, PixelType.UINT16).build());
      }
    }
    assertEquals(written, read());
  }

  @Test
  void shouldKeepPlanesWithAndWithoutWells() throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.ZSTD)) {
      write(archive, plane(null, 0, 0, 0, 0, PixelType.UINT16).build());
      write(archive, plane(new Well(0, 0), 0, 0, 0, 0, PixelType.UINT16).build());
    }
    assertEquals(written, read());
  }

  @Test
  void shouldGiveBackColourPlanesInterleaved() throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.DEFLATE)) {
      for (int c = 0; c < 2; c++) {
        write(
            archive,
            plane(new Well(0, 0), 0, 0, 0, c, PixelType.UINT16).samplesPerPixel(3).build());
      }
    }
    assertEquals(written, read());
  }

  @Test
  void shouldReplacePlaneThatIsWrittenAgain() throws IOException {
    PlaneHeader plane = plane(new Well(0, 0), 0, 0, 0, 0, PixelType.UINT8).build();
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.ZSTD)) {
      write(archive, plane);
      write(archive, plane);
      archive.write(plane, new byte[plane.planeBytes()]);
    }
    written.put(plane.frameId(), crc(new byte[plane.planeBytes()]));
    assertEquals(written, read());
  }

  @Test
  void shouldGoOnWithWhatAnEarlierProcessLeft() throws IOException {
    List<PlaneHeader> all = plate(PixelType.UINT16);
    for (int part = 0; part < 3; part++) {
      try (OmeZarrArchive archive =
          OmeZarrArchive.open(folder, part == 1 ? Packing.ZSTD : Packing.NONE)) {
        for (int i = part; i < all.size(); i += 3) {
          write(archive, all.get(i));
        }
      }
    }
    assertEquals(written, read());
  }

  @Test
  void shouldTellOfFieldsThatKilledProcessLeftUntold() throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      for (PlaneHeader plane : plate(PixelType.UINT16)) {
        write(archive, plane);
      }
    }
    // As where it was killed between the field and the documents above it, and within a line.
    Path run = folder.resolve(RUN);
    Files.delete(run.resolve(".zattrs"));
    Files.delete(run.resolve("B/03/.zattrs"));
    Files.writeString(
        run.resolve("B/03/0/planes.jsonl"),
        Files.readString(run.resolve("B/03/0/planes.jsonl")) + "\n{\"t\":0,\"z\"");
    Files.write(folder.resolve(".scopeside-parts/77"), new byte[5]);
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      write(archive, plate(PixelType.UINT16).get(0));
      write(archive, plane(new Well(1, 2), 0, 1, 0, 0, PixelType.UINT16).build());
    }
    assertEquals(written, read());
    try (var left = Files.list(folder.resolve(".scopeside-parts"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void shouldMakeFieldLongerThanItWasAnnounced() throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      write(archive, plane(new Well(0, 0), 0, 0, 0, 0, PixelType.UINT8).build());
      write(archive, plane(new Well(0, 0), 0, 0, 0, 0, PixelType.UINT8).sizeT(9).theT(8).build());
    }
    assertEquals(written, read());
  }

  @Test
  void shouldRefusePlanesThatDoNotGoWithTheirField() throws IOException {
    Well well = new Well(0, 0);
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      write(archive, plane(well, 0, 0, 0, 0, PixelType.UINT16).build());
    }
    List<PlaneHeader> others =
        List.of(
            plane(well, 0, 1, 0, 0, PixelType.INT16).build(),
            plane(well, 0, 1, 0, 0, PixelType.UINT16).sizeX(5).build(),
            plane(well, 0, 1, 0, 0, PixelType.UINT16).samplesPerPixel(3).build());
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      for (PlaneHeader other : others) {
        String facts =
            String.valueOf(
                assertThrows(
                        UnarchivablePlaneException.class,
                        () -> archive.write(other, new byte[other.planeBytes()]))
                    .getMessage());
        assertTrue(facts.startsWith(other.frameId() + " is "), facts);
      }
      write(archive, plane(well, 0, 1, 0, 1, PixelType.UINT16).build());
      write(archive, plane(well, 1, 0, 0, 0, PixelType.INT16).build());
    }
    assertEquals(written, read());
  }

  @Test
  void shouldRefuseBytesThatAreNoPlane() throws IOException {
    PlaneHeader plane = plane(null, 0, 0, 0, 0, PixelType.UINT8).build();
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      assertThrows(IllegalArgumentException.class, () -> archive.write(plane, new byte[3]));
    }
  }

  @Test
  void shouldRefuseFolderThatAnotherArchiveUses() throws IOException {
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      String facts =
          String.valueOf(
              assertThrows(IOException.class, () -> OmeZarrArchive.open(folder, Packing.NONE))
                  .getMessage());
      assertTrue(facts.contains("another process archives into it"), facts);
      archive.finish("never-heard-of");
    }
  }

  @Test
  void shouldKeepPlanesOfSeveralThreads() throws Exception {
    List<PlaneHeader> all = plate(PixelType.UINT16);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.ZSTD)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int again = 0; again < 2; again++) {
        for (PlaneHeader plane : all) {
          byte[] pixels = pixels(plane);
          written.put(plane.frameId(), crc(pixels));
          tasks.add(
              () -> {
                archive.write(plane, pixels);
                return null;
              });
        }
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(written, read());
  }

  @Test
  void shouldLaySingleChunkPerPlane() throws IOException {
    PlaneHeader plane = plane(new Well(1, 2), 3, 1, 1, 1, PixelType.UINT16).build();
    byte[] pixels = pixels(plane);
    try (OmeZarrArchive archive = OmeZarrArchive.open(folder, Packing.NONE)) {
      archive.write(plane, pixels);
    }
    assertArrayEquals(pixels, Files.readAllBytes(folder.resolve(RUN + "/B/03/3/0/1/1/1/0/0")));
  }

  /** Wells B03 and H12, two fields, times, sections and channels each. */
  private static List<PlaneHeader> plate(PixelType type) {
    List<PlaneHeader> planes = new ArrayList<>();
    for (Well well : List.of(new Well(1, 2), new Well(7, 11))) {
      for (int i = 0; i < 16; i++) {
        planes.add(plane(well, i >> 3, i >> 2 & 1, i >> 1 & 1, i & 1, type).build());
      }
    }
    return planes;
  }

  private static PlaneHeader.Builder plane(
      @Nullable Well well, int field, int theT, int theZ, int theC, PixelType type) {
    return new PlaneHeader.Builder()
        .acquisition(RUN)
        .source("//test")
        .capturedAt(BEGAN)
        .plateName(well == null ? null : "Plate 7")
        .well(well)
        .field(field)
        .theT(theT)
        .theZ(theZ)
        .theC(theC)
        .sizeT(2)
        .sizeZ(2)
        .sizeC(2)
        .sizeX(37)
        .sizeY(29)
        .pixelType(type)
        .physicalSizeXUm(0.325)
        .channelName(theC == 1 ? "Channel B" : null);
  }

  private void write(OmeZarrArchive archive, PlaneHeader plane) throws IOException {
    byte[] pixels = pixels(plane);
    archive.write(plane, pixels);
    written.put(plane.frameId(), crc(pixels));
  }

  private static byte[] pixels(PlaneHeader plane) {
    byte[] pixels = new byte[plane.planeBytes()];
    new Random(plane.frameId().hashCode()).nextBytes(pixels);
    return pixels;
  }

  private PlaneDataset open() throws IOException {
    return new OmeZarrSource().open(folder.resolve(RUN), SourceOptions.NONE);
  }

  private Map<String, Long> read() throws IOException {
    Map<String, Long> read = new HashMap<>();
    try (PlaneDataset dataset = open()) {
      assertEquals(List.of(), dataset.unread());
      for (StoredAcquisition acquisition : dataset.acquisitions()) {
        for (StoredPlane plane : acquisition.planes()) {
          byte[] pixels = plane.read(PlaneBuffers.fresh()).littleEndian();
          read.put(plane.place().frame(RUN).id(), crc(pixels));
        }
      }
    }
    return read;
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
