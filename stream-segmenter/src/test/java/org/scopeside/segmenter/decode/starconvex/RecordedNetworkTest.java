package org.scopeside.segmenter.decode.starconvex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/** What a trained StarDist network gave for a real image becomes plausible nuclei. */
@Tag("conformance")
class RecordedNetworkTest {
  @TempDir private Path scratch = Path.of(".");

  @Test
  void shouldFindNucleiThatAreBrighterThanWhatLiesAround() throws IOException {
    Path recorded = ReferenceData.images("weights").resolve("stardist_test.npz");
    Assumptions.assumeTrue(Files.exists(recorded), () -> "skipped: no " + recorded);
    NpyArray image = read(recorded, "image");
    NpyArray distances = read(recorded, "dist").slice(0);
    int rays = distances.shape()[0];
    float[][] channels = new float[1 + rays][];
    channels[0] = read(recorded, "prob").floats();
    for (int k = 0; k < rays; k++) {
      channels[1 + k] = distances.slice(k).floats();
    }
    int width = image.width();
    int height = image.height();
    StarConvexSettings settings = new StarConvexSettings(0.4, 0.3, rays, 1, 2, 0);

    FoundObjects objects =
        new StarConvexDecoder(settings)
            .decode(new DenseMaps(channels, width, height), width, height);

    int[] labels = objects.labels().labels();
    assertTrue(objects.labels().objectCount() > 0);
    assertTrue(mean(image, labels, true) > mean(image, labels, false) + 0.2);
    // Nearly all that the network is sure of lies in an object.
    int sure = 0;
    int covered = 0;
    for (int i = 0; i < labels.length; i++) {
      sure += channels[0][i] > 0.5 ? 1 : 0;
      covered += channels[0][i] > 0.5 && labels[i] > 0 ? 1 : 0;
    }
    assertEquals(1, (double) covered / sure, 0.05);
  }

  private static double mean(NpyArray image, int[] labels, boolean inside) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] > 0 == inside) {
        sum += image.values()[i];
        count++;
      }
    }
    return sum / count;
  }

  private NpyArray read(Path archive, String name) throws IOException {
    Path file = scratch.resolve(name + ".npy");
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      try (InputStream in = zip.getInputStream(entry)) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return NpyArray.read(file);
  }
}
