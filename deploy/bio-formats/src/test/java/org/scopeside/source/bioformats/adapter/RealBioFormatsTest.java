package org.scopeside.source.bioformats.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.bioformats.BioFormatsDataset;
import org.scopeside.source.bioformats.BioFormatsSource;
import org.scopeside.source.image.PlaneReader;

/** The adapter against a real Bio-Formats, and its pixels against those of our own reader. */
class RealBioFormatsTest {
  @TempDir private Path folder;

  private static BioFormatsDataset open(Path file) throws IOException {
    return new BioFormatsSource().open(file, new SourceOptions(null, RealBioFormats.place()));
  }

  private static PlanePixels read(StoredPlane plane) throws IOException {
    return plane.read(PlaneBuffers.fresh());
  }

  @Test
  void shouldReadASimulatedPlate() throws IOException {
    String name = "run&plateRows=2&plateCols=3&fields=2&sizeX=64&sizeY=48&sizeC=2&pixelType=uint16";
    try (BioFormatsDataset dataset = open(Files.createFile(folder.resolve(name + ".fake")))) {
      StoredAcquisition plate = dataset.acquisitions().get(0);
      assertEquals("Simulated data", dataset.format());
      assertEquals("{A01=2, A02=2, A03=2, B01=2, B02=2, B03=2}", plate.fieldsPerWell().toString());
      assertEquals(24, plate.planes().size());
      PlanePixels plane = read(plate.planes().get(0));
      assertEquals(64 * 48 * 2, plane.littleEndian().length);
      assertEquals(1.0, plane.facts().physicalSizeXUm());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"uint8", "int8", "uint16", "int16", "uint32", "float", "double", "bit"})
  void shouldReadBothEndiansOfEveryTypeAlike(String type) throws IOException {
    byte[][] planes = new byte[2][];
    for (int i = 0; i < 2; i++) {
      String name = "a&sizeX=70&sizeY=30&pixelType=" + type + "&little=" + (i == 0) + ".fake";
      try (BioFormatsDataset dataset = open(Files.createFile(folder.resolve(name)))) {
        planes[i] = read(dataset.acquisitions().get(0).planes().get(0)).littleEndian();
      }
    }
    assertArrayEquals(planes[0], planes[1]);
  }

  @Test
  void shouldReadFilesAsOurOwnReaderDoes() throws IOException {
    RealBioFormats.place();
    int compared = 0;
    for (String name : List.of("micromanager", "plate_mx", "timelapse", "multichannel")) {
      for (Path file : tiffs(data(name))) {
        compared += compare(file);
      }
    }
    assertTrue(compared > 20, "only " + compared + " planes were compared");
  }

  private static int compare(Path file) throws IOException {
    int compared = 0;
    try (BioFormatsDataset dataset = open(file)) {
      for (StoredPlane plane : dataset.acquisitions().get(0).planes()) {
        PlanePixels theirs = read(plane);
        if (plane.page() < PlaneReader.pages(file)) {
          PlanePixels ours = PlaneReader.read(file, plane.page(), PlaneBuffers.fresh());
          assertEquals(ours.pixelType(), theirs.pixelType(), plane.shown());
          assertArrayEquals(ours.littleEndian(), theirs.littleEndian(), plane.shown());
          compared++;
        }
      }
    }
    return compared;
  }

  private static List<Path> tiffs(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.tiff?")).sorted().toList();
    }
  }

  private static Path data(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.isDirectory(at.resolve("shared/data"))) {
      at = at.getParent();
    }
    Path folder = at.resolve("shared/data").resolve(name);
    assumeTrue(
        Files.isDirectory(folder),
        "no shared/data/" + name + " above the working directory: real images are not compared");
    return folder;
  }
}
