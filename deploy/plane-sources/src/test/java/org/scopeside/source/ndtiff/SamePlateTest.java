package org.scopeside.source.ndtiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.archive.Packing;
import org.scopeside.archive.PlaneArchive;
import org.scopeside.archive.ometiff.OmeTiffArchive;
import org.scopeside.archive.omezarr.OmeZarrArchive;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.image.HandmadeTiff;

/**
 * One plate as NDTiff, as a folder of images, as OME-TIFF and as OME-Zarr, each found out by
 * itself: the same frames with the same pixels. Wells A01 and B12, 2 fields, 2 channels, 3 z, 2
 * times; one plane is missing.
 */
class SamePlateTest {
  private static final int SIZE_X = 7;
  private static final int SIZE_Y = 5;
  private static final List<String> CHANNELS = List.of("DAPI", "GFP");

  @TempDir Path folder;

  private final Map<PlanePlace, byte[]> plate = new TreeMap<>(PlanePlace.ACQUISITION_ORDER);

  @BeforeEach
  void acquire() {
    Random noise = new Random(5);
    for (Well well : List.of(new Well(0, 0), new Well(1, 11))) {
      for (int i = 0; i < 24; i++) {
        byte[] pixels = new byte[2 * SIZE_X * SIZE_Y];
        noise.nextBytes(pixels);
        plate.put(new PlanePlace(well, i % 2, i / 2 % 2, i / 4 % 3, i / 12), pixels);
      }
    }
    plate.remove(new PlanePlace(new Well(1, 11), 1, 1, 2, 1));
  }

  private Map<String, Long> frames(Map<PlanePlace, byte[]> planes) {
    Map<String, Long> frames = new TreeMap<>();
    planes.forEach(
        (place, pixels) -> {
          CRC32C sum = new CRC32C();
          sum.update(pixels);
          frames.put(place.frame("run").id(), sum.getValue());
        });
    return frames;
  }

  private void assertSame(String source, Path path, SourceOptions options) throws IOException {
    PlaneSources installed = PlaneSources.installed();
    assertEquals(source, installed.forPath(path, null, options).name());
    Map<PlanePlace, byte[]> read = new TreeMap<>(PlanePlace.ACQUISITION_ORDER);
    try (PlaneDataset dataset = installed.forPath(path, null, options).open(path, options)) {
      assertEquals(1, dataset.acquisitions().size());
      for (StoredPlane plane : dataset.acquisitions().get(0).planes()) {
        read.put(plane.place(), plane.read(PlaneBuffers.fresh()).littleEndian());
      }
      assertEquals(CHANNELS, dataset.acquisitions().get(0).channelNames());
      assertEquals(1, dataset.acquisitions().get(0).missingPlanes());
    }
    assertEquals(frames(plate), frames(read));
  }

  @Test
  void shouldBeTheSameFramesFromNdTiff() throws IOException {
    HandmadeNdTiff made =
        new HandmadeNdTiff(ByteOrder.LITTLE_ENDIAN, "{\"ChNames\":[\"DAPI\",\"GFP\"]}");
    plate.forEach(
        (place, pixels) ->
            made.image(
                "{\"position\":\"%s-Site_%d\",\"channel\":\"%s\",\"z\":%d,\"time\":%d}"
                    .formatted(
                        place.well(),
                        place.field(),
                        CHANNELS.get(place.theC()),
                        place.theZ(),
                        place.theT()),
                SIZE_X,
                SIZE_Y,
                1,
                samples(pixels),
                "{}"));
    assertSame("ndtiff", made.write(folder.resolve("nd")), SourceOptions.NONE);
  }

  private static int[] samples(byte[] pixels) {
    int[] samples = new int[pixels.length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN).getShort(2 * i);
    }
    return samples;
  }

  @Test
  void shouldBeTheSameFramesFromAFolderOfImages() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    for (Map.Entry<PlanePlace, byte[]> plane : plate.entrySet()) {
      PlanePlace place = plane.getKey();
      HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
      tiff.page(SIZE_X, SIZE_Y, 16, plane.getValue());
      tiff.write(
          images.resolve(
              "%s_s%d_%s_z%d_t%d.tif"
                  .formatted(
                      place.well(),
                      place.field() + 1,
                      CHANNELS.get(place.theC()),
                      place.theZ() + 1,
                      place.theT() + 1)));
    }
    assertSame("pattern", images, new SourceOptions("{well}_s{field}_{channel}_z{z}_t{t}", null));
  }

  @Test
  void shouldBeTheSameFramesFromOmeTiff() throws IOException {
    try (PlaneArchive archive = new OmeTiffArchive(folder, Packing.DEFLATE)) {
      archive(archive);
    }
    assertSame("ome-tiff", folder.resolve("run"), SourceOptions.NONE);
  }

  @Test
  void shouldBeTheSameFramesFromOmeZarr() throws IOException {
    try (PlaneArchive archive = OmeZarrArchive.open(folder, Packing.DEFLATE)) {
      archive(archive);
    }
    assertSame("ome-zarr", folder.resolve("run"), SourceOptions.NONE);
  }

  /** In the order in which they are not needed. */
  private void archive(PlaneArchive archive) throws IOException {
    List<PlanePlace> places = new ArrayList<>(plate.keySet());
    Collections.reverse(places);
    for (PlanePlace place : places) {
      archive.write(header(place), Objects.requireNonNull(plate.get(place)));
    }
    archive.finish("run");
  }

  private static PlaneHeader header(PlanePlace place) {
    return new PlaneHeader.Builder()
        .acquisition("run")
        .source("/test")
        .capturedAt(Instant.parse("2026-11-27T10:00:00Z"))
        .well(place.well())
        .field(place.field())
        .theT(place.theT())
        .theZ(place.theZ())
        .theC(place.theC())
        .sizeT(2)
        .sizeZ(3)
        .sizeC(2)
        .sizeX(SIZE_X)
        .sizeY(SIZE_Y)
        .pixelType(PixelType.UINT16)
        .channelName(CHANNELS.get(place.theC()))
        .build();
  }
}
