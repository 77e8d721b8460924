package org.scopeside.source.ometiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.RealImages;
import org.scopeside.source.Recognition;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;

/** Micro-Manager's own files where they are at hand; the pixel sums are those of tifffile. */
class RealOmeTiffTest {
  private final OmeTiffSource source = new OmeTiffSource();

  @Test
  void shouldReadFileThatItsAuthorRenamed() throws IOException {
    Path file =
        RealImages.folder("micromanager")
            .resolve("control_a647_wf1/HeLaS_Control_IFFISH_A647_WF1_MMStack_Pos0.ome.tif");
    assertEquals(Recognition.CERTAIN, source.recognise(file, SourceOptions.NONE));
    try (PlaneDataset dataset = source.open(file, SourceOptions.NONE)) {
      assertEquals(List.of(), dataset.unread());
      StoredAcquisition acquisition = dataset.acquisitions().get(0);
      assertEquals("HeLaS_Control_IFFISH_A647_WF1", acquisition.name());
      assertEquals(List.of("Pos0"), acquisition.fieldNames());
      assertEquals(List.of("Default"), acquisition.channelNames());
      assertEquals(0.108, acquisition.physicalSizeXUm());
      assertEquals(Instant.parse("2016-03-15T13:43:56Z"), acquisition.startedAt());
      assertEquals(new PlanePlace(null, 0, 0, 0, 0), acquisition.planes().get(0).place());
      PlanePixels pixels = acquisition.planes().get(0).read(PlaneBuffers.fresh());
      assertEquals(927, pixels.sizeX());
      assertEquals(141203788, sum(pixels));
      assertEquals(233848.0, pixels.facts().deltaTMs());
      // The microscope's own clock, not a sum of the date and the time since the beginning.
      assertEquals(Instant.parse("2016-03-15T13:47:50Z"), pixels.facts().recordedAt());
      assertNull(pixels.facts().exposureMs());
    }
  }

  @Test
  void shouldKeepFilesSavedOneByOneFromOneSessionApart() throws IOException {
    Path folder = RealImages.folder("micromanager");
    assertEquals(Recognition.CERTAIN, source.recognise(folder, SourceOptions.NONE));
    try (PlaneDataset dataset = source.open(folder, SourceOptions.NONE)) {
      // Two and two share the UUID of their session; the folders of NDTiff are for another source.
      assertEquals(
          List.of(
              "HeLaS_Control_53BP1_IF_FISH_A488_WF1",
              "HeLaS_Control_53BP1_IF_FISH_A647_WF1",
              "HeLaS_Control_IFFISH_A647_WF1",
              "HeLaS_Control_IFFISH_A750_WF1"),
          dataset.acquisitions().stream().map(StoredAcquisition::name).toList());
      assertEquals(List.of(), dataset.unread());
      assertTrue(
          dataset.acquisitions().get(2).planes().get(0).file().startsWith("control_a647_wf1/"));
    }
  }

  @Test
  void shouldLeaveNdTiffAndPlainFoldersToOthers() throws IOException {
    Path ndtiff = RealImages.folder("micromanager/ndtiff_12bit_mda");
    assertEquals(Recognition.NO, source.recognise(ndtiff, SourceOptions.NONE));
    Path stack = ndtiff.resolve("12_bit_pycromanager_mda_NDTiffStack.tif");
    assertEquals(Recognition.NO, source.recognise(stack, SourceOptions.NONE));
    assertEquals(
        Recognition.NO, source.recognise(RealImages.folder("plate_mx"), SourceOptions.NONE));
    assertEquals(
        Recognition.NO,
        source.recognise(RealImages.folder("nuclei/val/images"), SourceOptions.NONE));
    Path plain = RealImages.folder("multichannel").resolve("human_d03_dna.tif");
    assertEquals(Recognition.POSSIBLE, source.recognise(plain, SourceOptions.NONE));
  }

  private static long sum(PlanePixels pixels) {
    ByteBuffer samples = ByteBuffer.wrap(pixels.littleEndian()).order(ByteOrder.LITTLE_ENDIAN);
    long sum = 0;
    while (samples.hasRemaining()) {
      sum += samples.getShort() & 0xFFFF;
    }
    return sum;
  }
}
