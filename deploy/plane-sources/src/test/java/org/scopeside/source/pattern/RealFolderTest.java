package org.scopeside.source.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.image.PlaneReader;

/** Real exports where they are at hand; the pixel sums are those of scikit-image and tifffile. */
class RealFolderTest {

  @Test
  void shouldReadImageXpressPlate() throws IOException {
    FolderPlan plan =
        PlaneFolder.list(data("plate_mx"), NamePattern.parse("{well}_s{field}_w{channel}_z{z}"));
    assertEquals(24, plan.planes().size());
    assertEquals(List.of("B02", "B03"), plan.wells().stream().map(w -> w.label()).toList());
    assertEquals(0, plan.missingPlanes());
    PlaneFile first = plan.planes().get(0);
    assertEquals(49576918, sum(PlaneReader.read(first.path())));
    PlaneFacts facts = PlaneReader.facts(first.path(), 0);
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
        facts);
  }

  @Test
  void shouldReadMicroManagerOmeTiff() throws IOException {
    FolderPlan plan =
        PlaneFolder.list(
            data("micromanager"), NamePattern.parse("*/HeLaS_Control_IFFISH_{channel}_*"));
    assertEquals(List.of("A647", "A750"), plan.channelNames());
    PlaneFile plane = plan.planes().get(0);
    assertEquals(141203788, sum(PlaneReader.read(plane.path())));
    Double pixelSize = PlaneReader.facts(plane.path(), 0).physicalSizeXUm();
    assertNotNull(pixelSize);
    assertEquals(0.108, pixelSize, 1e-9);
  }

  @Test
  void shouldReadTwoChannelPlateAndNuclei() throws IOException {
    FolderPlan plate =
        PlaneFolder.list(data("plate/images"), NamePattern.parse("{well}_{channel}"));
    assertEquals(96, plate.planes().size());
    assertEquals(48, plate.wells().size());
    assertEquals(List.of("dna", "gfp"), plate.channelNames());
    FolderPlan nuclei = PlaneFolder.list(data("nuclei/val/images"), NamePattern.parse("{field}"));
    assertEquals(20, nuclei.fields());
    assertEquals("dsb_0b0d5771", nuclei.fieldNames().get(0));
  }

  private static long sum(PlanePixels plane) {
    long sum = 0;
    byte[] bytes = plane.littleEndian();
    for (int i = 0; i < bytes.length; i += 2) {
      sum += (bytes[i] & 0xFF) | ((bytes[i + 1] & 0xFF) << 8);
    }
    return sum;
  }

  private static Path data(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.isDirectory(at.resolve("shared/data"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("shared/data").resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        "no shared/data/" + name + " above the working directory: real images are not tested");
    return folder;
  }
}
