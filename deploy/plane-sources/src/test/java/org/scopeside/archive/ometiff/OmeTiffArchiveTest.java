package org.scopeside.archive.ometiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.archive.Packing;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.ometiff.OmeTiffSource;

/** Planes go in in any order; our own source must give the same frames and pixels back. */
class OmeTiffArchiveTest {
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00.5Z");

  @TempDir Path out;

  @Test
  void shouldGiveBackPlateThatCameInAnyOrder() throws IOException {
    List<PlaneHeader> planes = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      Well well = new Well(i / 24, 3);
      planes.add(
          plane(well, i / 12 % 2, i / 6 % 2, i / 2 % 3, i % 2)
              .plateName("Ostern & <\u00e4>")
              .channelName(i % 2 == 0 ? "DAPI" : "GFP \ud83d\ude00")
              .capturedAt(NOON.plusNanos(i * 250_500_000L))
              .deltaTMs(i * 250.5)
              .build());
    }
    Collections.shuffle(planes, new Random(3));
    write(planes);
    StoredAcquisition plate = only(out.resolve("run-1"));
    assertEquals("Ostern & <\u00e4>", plate.plateName());
    assertEquals(List.of("DAPI", "GFP \ud83d\ude00"), plate.channelNames());
    assertEquals(3, plate.sizeZ());
    assertEquals(2, plate.sizeT());
    assertEquals(0.325, plate.physicalSizeXUm());
    assertSame(planes, plate);
    assertEquals(
        new PlaneFacts(0.325, 0.33, 47 * 250.5, 20.0, -1.5, 2e4, 0.25, NOON.plusMillis(11_773)),
        factsOfLast("run-1"));
  }

  @Test
  void shouldGiveBackEveryPixelTypeAndPacking() throws IOException {
    for (Packing packing : Packing.values()) {
      List<PlaneHeader> planes = new ArrayList<>();
      for (PixelType type : PixelType.values()) {
        planes.add(
            plane(null, 0, 0, 0, 0)
                .acquisition(packing + "-" + type)
                .pixelType(type)
                .significantBits(null)
                // More than one strip, the last of them shorter.
                .sizeX(301)
                .sizeY(577)
                .build());
      }
      planes.add(
          plane(null, 0, 0, 0, 0)
              .acquisition(packing + "-rgb")
              .pixelType(PixelType.UINT8)
              .significantBits(null)
              .samplesPerPixel(3)
              .build());
      write(planes, packing);
      for (PlaneHeader plane : planes) {
        assertSame(List.of(plane), only(out.resolve(plane.acquisition())));
      }
    }
  }

  @Test
  void shouldCountFieldsAsTheMicroscopeDidWhereSomeNeverCame() throws IOException {
    List<PlaneHeader> planes = new ArrayList<>();
    planes.add(plane(new Well(0, 0), 2, 0, 0, 1).build());
    planes.add(plane(new Well(1, 0), 1, 1, 2, 0).build());
    for (int field : new int[] {1, 4}) {
      planes.add(plane(null, field, 0, 0, 0).acquisition("live").build());
    }
    write(planes);
    assertSame(planes.subList(0, 2), only(out.resolve("run-1")));
    assertSame(planes.subList(2, 4), only(out.resolve("live")));
  }

  @Test
  void shouldReplaceFrameThatComesAgain() throws IOException {
    PlaneHeader first = plane(null, 0, 0, 0, 0).build();
    PlaneHeader again = plane(null, 0, 0, 0, 0).exposureMs(99.0).build();
    try (OmeTiffArchive archive = new OmeTiffArchive(out)) {
      archive.write(first, new byte[first.planeBytes()]);
      archive.finish("run-1");
      archive.write(again, pixels(again));
      archive.write(again, pixels(again));
    }
    assertSame(List.of(again), only(out.resolve("run-1")));
    assertEquals(99.0, factsOfLast("run-1").exposureMs());
    assertEquals(2, files("run-1").size());
  }

  @Test
  void shouldGoOnAfterCrashAtAnyMoment() throws IOException {
    List<PlaneHeader> planes = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      for (int field = 0; field < 3; field++) {
        planes.add(plane(new Well(0, 0), field, 0, 0, c).channelName("dye" + c).build());
        planes.add(plane(null, field, 0, 0, c).acquisition("live").channelName("dye" + c).build());
      }
    }
    // Never closed: the companions know the first planes only.
    OmeTiffArchive killed = new OmeTiffArchive(out);
    for (PlaneHeader plane : planes) {
      killed.write(plane, pixels(plane));
    }
    Files.writeString(out.resolve("run-1/.half.ome.tif.1.part"), "half");
    List<PlaneHeader> plate = planes.stream().filter(plane -> plane.well() != null).toList();
    List<PlaneHeader> live = planes.stream().filter(plane -> plane.well() == null).toList();
    assertSame(plate, only(out.resolve("run-1")));
    assertSame(live, only(out.resolve("live")));
    // And without any companion.
    Files.delete(out.resolve("run-1/run-1.companion.ome"));
    Files.delete(out.resolve("live/live.companion.ome"));
    assertSame(plate, only(out.resolve("run-1")));
    assertSame(live, only(out.resolve("live")));
    // The next archive makes them of the files.
    Files.writeString(out.resolve("run-1/A01_f9_t0_z0_c0.ome.tif"), "II*");
    try (OmeTiffArchive next = new OmeTiffArchive(out)) {
      next.finish("run-1");
      next.finish("live");
      next.finish("never-seen");
    }
    assertEquals(
        List.of("A01_f9_t0_z0_c0.ome.tif", "run-1.companion.ome"),
        files("run-1").stream()
            .filter(name -> name.endsWith("ome") || name.contains("f9") || name.startsWith("."))
            .toList());
    assertSame(plate, only(out.resolve("run-1/run-1.companion.ome")));
    assertTrue(Files.notExists(out.resolve("never-seen")));
  }

  @Test
  void shouldTakePlanesFromSeveralThreads() throws Exception {
    List<Callable<@Nullable Void>> writes = new ArrayList<>();
    List<PlaneHeader> planes = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (OmeTiffArchive archive = new OmeTiffArchive(out, Packing.ZSTD)) {
      for (int i = 0; i < 40; i++) {
        PlaneHeader plane = plane(new Well(0, i / 4), i % 4, 0, 0, 0).build();
        planes.add(plane);
        for (int again = 0; again < 3; again++) {
          writes.add(
              () -> {
                archive.write(plane, pixels(plane));
                archive.finish(plane.acquisition());
                return null;
              });
        }
      }
      for (Future<@Nullable Void> written : threads.invokeAll(writes)) {
        written.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertSame(planes, only(out.resolve("run-1")));
    assertEquals(41, files("run-1").size());
  }

  @Test
  void shouldSayWhatCannotBeWritten() throws IOException {
    PlaneHeader plane = plane(null, 0, 0, 0, 0).build();
    try (OmeTiffArchive archive = new OmeTiffArchive(out)) {
      IllegalArgumentException wrong =
          assertThrows(IllegalArgumentException.class, () -> archive.write(plane, new byte[7]));
      assertEquals("run-1/-/f0/t0/z0/c0: 7 bytes for a plane of 6000", wrong.getMessage());
      // A folder stands where the file should be.
      Path taken = out.resolve("run-1/f0_t0_z0_c0.ome.tif");
      Files.createDirectories(taken.resolve("in"));
      IOException failure =
          assertThrows(IOException.class, () -> archive.write(plane, pixels(plane)));
      assertTrue(String.valueOf(failure.getMessage()).startsWith(taken.toString()));
      Files.delete(taken.resolve("in"));
      Files.delete(taken);
      archive.write(plane, pixels(plane));
    }
    assertSame(List.of(plane), only(out.resolve("run-1")));
  }

  private static PlaneHeader.Builder plane(
      @Nullable Well well, int field, int theT, int theZ, int theC) {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("//scope/2")
        .capturedAt(NOON)
        .well(well)
        .field(field)
        .theT(theT)
        .theZ(theZ)
        .theC(theC)
        .sizeT(2)
        .sizeZ(3)
        .sizeC(2)
        .sizeX(60)
        .sizeY(50)
        .pixelType(PixelType.UINT16)
        .significantBits(12)
        .physicalSizeXUm(0.325)
        .physicalSizeYUm(0.33)
        .exposureMs(20.0)
        .positionXUm(-1.5)
        .positionYUm(2e4)
        .positionZUm(0.25)
        .binning("2x2")
        .detector("Zyla");
  }

  /** Noise on a slope, other for each frame. */
  private static byte[] pixels(PlaneHeader plane) {
    byte[] pixels = new byte[plane.planeBytes()];
    new Random(plane.frameId().hashCode()).nextBytes(pixels);
    for (int i = 0; i < pixels.length / 2; i++) {
      pixels[i] = (byte) (i / 7);
    }
    return pixels;
  }

  private void write(List<PlaneHeader> planes) throws IOException {
    write(planes, Packing.DEFLATE);
  }

  private void write(List<PlaneHeader> planes, Packing packing) throws IOException {
    try (OmeTiffArchive archive = new OmeTiffArchive(out, packing)) {
      for (PlaneHeader plane : planes) {
        archive.write(plane, pixels(plane));
      }
    }
  }

  private StoredAcquisition only(Path path) throws IOException {
    try (PlaneDataset dataset = new OmeTiffSource().open(path, SourceOptions.NONE)) {
      assertEquals(List.of(), dataset.unread());
      assertEquals(1, dataset.acquisitions().size(), path.toString());
      return dataset.acquisitions().get(0);
    }
  }

  private PlaneFacts factsOfLast(String acquisition) throws IOException {
    try (PlaneDataset dataset =
        new OmeTiffSource().open(out.resolve(acquisition), SourceOptions.NONE)) {
      List<StoredPlane> planes = dataset.acquisitions().get(0).planes();
      return planes.get(planes.size() - 1).read(PlaneBuffers.fresh()).facts();
    }
  }

  /** Same frames, pixel for pixel, of the same type. */
  private void assertSame(List<PlaneHeader> expected, StoredAcquisition stored) throws IOException {
    Map<String, PlaneHeader> byFrame = new HashMap<>();
    expected.forEach(plane -> byFrame.put(plane.frameId(), plane));
    String id = expected.get(0).acquisition();
    try (PlaneDataset dataset = new OmeTiffSource().open(out.resolve(id), SourceOptions.NONE)) {
      StoredAcquisition again = dataset.acquisitions().get(0);
      assertEquals(expected.size(), stored.planes().size());
      for (StoredPlane plane : again.planes()) {
        PlaneHeader sent =
            Objects.requireNonNull(
                byFrame.remove(plane.place().frame(id).id()), plane.place().shown());
        PlanePixels read = plane.read(PlaneBuffers.fresh());
        assertEquals(sent.pixelType(), read.pixelType());
        assertEquals(sent.samplesPerPixel(), read.samplesPerPixel());
        assertEquals(sent.significantBits(), read.significantBits());
        assertArrayEquals(pixels(sent), read.littleEndian(), sent.frameId());
      }
      assertEquals(Map.of(), byFrame);
    }
  }

  private List<String> files(String acquisition) throws IOException {
    try (Stream<Path> files = Files.list(out.resolve(acquisition))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
