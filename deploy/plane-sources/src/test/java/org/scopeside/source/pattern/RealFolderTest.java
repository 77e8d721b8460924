package org.scopeside.source.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.RealImages;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;

/** Real exports where they are at hand; the pixel sums are those of scikit-image and tifffile. */
class RealFolderTest {

  @Test
  void shouldReadImageXpressPlate() throws IOException {
    StoredAcquisition plan = acquisition("plate_mx", "{well}_s{field}_w{channel}_z{z}");
    assertEquals(24, plan.planes().size());
    assertEquals(
        List.of("B02", "B03"), plan.fieldsPerWell().keySet().stream().map(Well::label).toList());
    assertEquals(0, plan.missingPlanes());
    PlanePixels first = plan.planes().get(0).read(PlaneBuffers.fresh());
    assertEquals(49576918, sum(first));
    assertEquals(
        new PlaneFacts(
            1.3672,
            1.3672,
            null,
            100.0,
            22985.0,
            19885.0,
            9991.87,
            Instant.parse("2024-07-09T13:13:03.006Z")),
        first.facts());
  }

  @Test
  void shouldReadMicroManagerOmeTiff() throws IOException {
    StoredAcquisition plan = acquisition("micromanager", "*/HeLaS_Control_IFFISH_{channel}_*");
    assertEquals(List.of("A647", "A750"), plan.channelNames());
    PlanePixels plane = plan.planes().get(0).read(PlaneBuffers.fresh());
    assertEquals(141203788, sum(plane));
    Double pixelSize = plane.facts().physicalSizeXUm();
    assertNotNull(pixelSize);
    assertEquals(0.108, pixelSize, 1e-9);
  }

  @Test
  void shouldReadTwoChannelPlateAndNuclei() throws IOException {
    StoredAcquisition plate = acquisition("plate/images", "{well}_{channel}");
    assertEquals(96, plate.planes().size());
    assertEquals(48, plate.fieldsPerWell().size());
    assertEquals(List.of("dna", "gfp"), plate.channelNames());
    StoredAcquisition nuclei = acquisition("nuclei/val/images", "{field}");
    assertEquals(20, nuclei.fields());
    assertEquals("dsb_0b0d5771", nuclei.fieldNames().get(0));
  }

  private static StoredAcquisition acquisition(String folder, String pattern) throws IOException {
    try (PlaneDataset dataset =
        new NamePatternSource().open(RealImages.folder(folder), new SourceOptions(pattern, null))) {
      return dataset.acquisitions().get(0);
    }
  }

  private static long sum(PlanePixels plane) {
    long sum = 0;
    byte[] bytes = plane.littleEndian();
    for (int i = 0; i < bytes.length; i += 2) {
      sum += (bytes[i] & 0xFF) | ((bytes[i + 1] & 0xFF) << 8);
    }
    return sum;
  }
}
