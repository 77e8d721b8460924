package org.scopeside.archive.omezarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.archive.Packing;
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
  @TempDir Path out;

  private static PlaneHeader plane(@Nullable Well well, int field, int z, int c) {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("test")
        .capturedAt(Instant.EPOCH)
        .plateName("Pl\u00e4tte")
        .well(well)
        .field(field)
        .theC(c)
        .theZ(z)
        .theT(0)
        .sizeC(2)
        .sizeZ(2)
        .sizeT(1)
        .sizeX(20)
        .sizeY(10)
        .samplesPerPixel(1)
        .pixelType(PixelType.UINT16)
        .significantBits(12)
        .physicalSizeXUm(0.325)
        .physicalSizeYUm(0.326)
        .channelName(c == 0 ? "DAPI" : "GFP")
        .build();
  }

  private static byte[] pixels(PlaneHeader plane) {
    byte[] pixels = new byte[plane.planeBytes()];
    new Random(plane.frameId().hashCode()).nextBytes(pixels);
    return pixels;
  }

  private static List<PlaneHeader> planes() {
    List<PlaneHeader> planes = new ArrayList<>();
    for (Well well : List.of(new Well(1, 1), new Well(2, 10))) {
      for (int field : well.row() == 1 ? new int[] {0, 1} : new int[] {1}) {
        for (int z = 0; z < 2; z++) {
          planes.add(plane(well, field, z, 0));
          planes.add(plane(well, field, z, 1));
        }
      }
    }
    return planes;
  }

  private StoredAcquisition read() throws IOException {
    try (PlaneDataset dataset =
        new OmeZarrSource().open(out.resolve("run-1.ome.zarr"), SourceOptions.NONE)) {
      assertEquals(List.of(), dataset.unread());
      assertEquals(1, dataset.acquisitions().size());
      return dataset.acquisitions().get(0);
    }
  }

  private void assertHolds(List<PlaneHeader> expected) throws IOException {
    StoredAcquisition acquisition = read();
    assertEquals(expected.size(), acquisition.planes().size());
    for (StoredPlane stored : acquisition.planes()) {
      PlaneHeader header =
          expected.stream()
              .filter(one -> stored.place().frame("run-1").id().equals(one.frameId()))
              .findFirst()
              .orElseThrow();
      PlanePixels read = stored.read(PlaneBuffers.fresh());
      assertArrayEquals(pixels(header), read.littleEndian(), header.frameId());
      assertEquals(12, read.significantBits());
      assertEquals(0.326, read.facts().physicalSizeYUm());
    }
  }

  @Test
  void shouldReadPlateAsItWasWrittenInAnyOrderAndTwice() throws IOException {
    for (Packing packing : Packing.values()) {
      List<PlaneHeader> mixed = new ArrayList<>(planes());
      mixed.addAll(planes().subList(3, 6));
      java.util.Collections.shuffle(mixed, new Random(3));
      try (OmeZarrArchive archive = new OmeZarrArchive(out, packing)) {
        for (PlaneHeader plane : mixed) {
          archive.write(plane, pixels(plane));
        }
        archive.finish("run-1");
        archive.finish("never came");
      }
      assertHolds(planes());
    }
    StoredAcquisition acquisition = read();
    assertEquals("Pl\u00e4tte", acquisition.plateName());
    assertEquals(List.of("DAPI", "GFP"), acquisition.channelNames());
    assertEquals(0.325, acquisition.physicalSizeXUm());
    assertEquals(2, acquisition.sizeZ());
    assertEquals(new Well(1, 1), acquisition.planes().get(0).place().well());
  }

  @Test
  void shouldHoldEveryPlaneAfterEveryWriteWithoutBeingClosed() throws IOException {
    List<PlaneHeader> written = new ArrayList<>();
    for (PlaneHeader plane : planes()) {
      // As a process that is killed after each plane: a new archive goes on.
      new OmeZarrArchive(out).write(plane, pixels(plane));
      written.add(plane);
      assertHolds(written);
    }
  }

  @Test
  void shouldForgetWhatAKilledProcessLeftHalfWritten() throws IOException {
    PlaneHeader first = planes().get(0);
    new OmeZarrArchive(out).write(first, pixels(first));
    Path unfinished = out.resolve("run-1.ome.zarr/.unfinished");
    Files.write(unfinished.resolve("7.part"), new byte[9]);
    PlaneHeader second = planes().get(1);
    new OmeZarrArchive(out).write(second, pixels(second));
    assertFalse(Files.exists(unfinished.resolve("7.part")));
    assertHolds(planes().subList(0, 2));
  }

  @Test
  void shouldKeepPlanesWithoutWellsAsCollection() throws IOException {
    List<PlaneHeader> planes = List.of(plane(null, 1, 0, 0), plane(null, 3, 1, 1));
    try (OmeZarrArchive archive = new OmeZarrArchive(out)) {
      for (PlaneHeader plane : planes) {
        archive.write(plane, pixels(plane));
      }
      PlaneHeader inWell = planes().get(0);
      String refusal =
          String.valueOf(
              assertThrows(IOException.class, () -> archive.write(inWell, pixels(inWell)))
                  .getMessage());
      assertTrue(refusal.contains("only some have a well"), refusal);
    }
    assertHolds(planes);
  }

  @Test
  void shouldGrowWhereMoreComesThanWasSaid() throws IOException {
    PlaneHeader late = plane(new Well(0, 0), 0, 0, 0).toBuilder().sizeT(9).theT(8).build();
    PlaneHeader first = plane(new Well(0, 0), 0, 0, 0);
    try (OmeZarrArchive archive = new OmeZarrArchive(out)) {
      archive.write(first, pixels(first));
      archive.write(late, pixels(late));
      archive.write(first, pixels(first));
    }
    assertEquals(9, read().sizeT());
    assertHolds(List.of(first, late));
  }

  @Test
  void shouldRefusePlanesThatDoNotFitTheirField() throws IOException {
    PlaneHeader first = planes().get(0);
    PlaneHeader wide = planes().get(1).toBuilder().sizeX(21).build();
    PlaneHeader deep =
        planes().get(1).toBuilder().pixelType(PixelType.FLOAT).significantBits(null).build();
    PlaneHeader colour = first.toBuilder().samplesPerPixel(3).build();
    try (OmeZarrArchive archive = new OmeZarrArchive(out)) {
      archive.write(first, pixels(first));
      for (PlaneHeader other : Arrays.asList(wide, deep, colour)) {
        String refusal =
            String.valueOf(
                assertThrows(IOException.class, () -> archive.write(other, pixels(other)))
                    .getMessage());
        assertTrue(refusal.contains(other.frameId()), refusal);
      }
      assertThrows(IllegalArgumentException.class, () -> archive.write(first, new byte[3]));
    }
    assertHolds(List.of(first));
  }

  @Test
  void shouldTakePlanesFromSeveralThreads()
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> writing = new ArrayList<>();
    try (OmeZarrArchive archive = new OmeZarrArchive(out)) {
      for (int again = 0; again < 3; again++) {
        for (PlaneHeader plane : planes()) {
          writing.add(
              threads.submit(
                  () -> {
                    archive.write(plane, pixels(plane));
                    return plane;
                  }));
        }
      }
      for (Future<?> one : writing) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertHolds(planes());
  }
}
