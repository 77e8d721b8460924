package org.scopeside.source.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.HandmadeTiff;

class PatternFolderTest {
  private final NamePatternSource source = new NamePatternSource();

  @TempDir Path folder;

  @Test
  void shouldListPlanesInAcquisitionOrder() throws IOException {
    touch("b01_s3_w1.tif", "b01_s3_w2.tif", "a12_s10_w1.tif", "a12_s3_w1.tif", "a12_s3_w2.tif");
    touch("a12_s10_w2.tif", "a02_s3_w1.tif", "notes.txt", "._a12_s3_w1.tif");
    Files.createDirectory(folder.resolve("a05_s3_w1.tif"));
    StoredAcquisition plan = only("{well}_s{field}_w{channel}");
    assertEquals(
        List.of(
            "a02_s3_w1.tif",
            "a12_s3_w1.tif",
            "a12_s3_w2.tif",
            "a12_s10_w1.tif",
            "a12_s10_w2.tif",
            "b01_s3_w1.tif",
            "b01_s3_w2.tif"),
        plan.planes().stream().map(StoredPlane::file).toList());
    assertEquals(
        List.of(new Well(0, 1), new Well(0, 11), new Well(1, 0)),
        List.copyOf(plan.fieldsPerWell().keySet()));
    assertEquals(
        Map.of(new Well(0, 1), 1, new Well(0, 11), 2, new Well(1, 0), 1), plan.fieldsPerWell());
    assertEquals(List.of("3", "10"), plan.fieldNames());
    assertEquals(List.of("1", "2"), plan.channelNames());
    assertEquals(1, plan.planes().get(3).place().field());
    assertEquals(2, plan.fields());
    assertEquals(1, plan.missingPlanes());
    try (PlaneDataset dataset = open("{well}_s{field}_w{channel}")) {
      assertEquals(
          List.of("Files that do not match the pattern: 2, for example ._a12_s3_w1.tif, notes.txt"),
          dataset.remarks().subList(0, 1));
    }
    assertNull(plan.plateName());
  }

  @Test
  void shouldNumberTextTokensByTheirOrder() throws IOException {
    touch("x_gfp_t5.png", "x_dna_t5.png", "x_gfp_t12.png", "x_dna_t12.png");
    StoredAcquisition plan = only("{field}_{channel}_t{t}");
    assertEquals(List.of("dna", "gfp"), plan.channelNames());
    assertEquals("gfp", plan.channelName(1));
    assertEquals(2, plan.sizeT());
    StoredPlane last = plan.planes().get(3);
    assertEquals("x_gfp_t12.png", last.file());
    assertEquals(1, last.place().theT());
    assertEquals(1, last.place().theC());
  }

  @Test
  void shouldReadPlateAndSubfolders() throws IOException {
    touch("P7/A01/dna.tif", "P7/A02/dna.tif", "readme.md");
    StoredAcquisition plan = only("{plate}/{well}/{channel}");
    assertEquals("P7", plan.plateName());
    assertEquals(2, plan.planes().size());
    assertEquals("P7/A02/dna.tif", plan.planes().get(1).file());
    touch("P8/A01/dna.tif");
    try (PlaneDataset both = open("{plate}/{well}/{channel}")) {
      assertEquals(
          List.of("P7", "P8"),
          both.acquisitions().stream().map(StoredAcquisition::plateName).toList());
      assertEquals(1, both.acquisitions().get(1).planes().size());
    }
  }

  @Test
  void shouldTakePagesAsSectionsUnlessPatternHasZ() throws IOException {
    HandmadeTiff stack = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    stack.page(1, 1, 8, new byte[] {1});
    stack.page(1, 1, 8, new byte[] {2});
    stack.page(1, 1, 8, new byte[] {3});
    stack.write(folder.resolve("a01_z4.tif"));
    StoredAcquisition pages = only("{well}_*");
    assertEquals(3, pages.sizeZ());
    assertEquals(
        List.of(0, 1, 2), pages.planes().stream().map(plane -> plane.place().theZ()).toList());
    assertEquals(2, pages.planes().get(2).page());
    StoredAcquisition files = only("{well}_z{z}");
    assertEquals(1, files.planes().size());
  }

  @Test
  void shouldKeepDamagedFileAsPlaneThatFailsLater() throws IOException {
    touch("a01.tif");
    Files.writeString(folder.resolve("a02.tif"), "no image");
    StoredAcquisition plan = only("{well}");
    assertEquals(2, plan.planes().size());
  }

  @Test
  void shouldSayWhatIsThereWhenNothingMatches() throws IOException {
    touch("a01_dna.png", "a02_dna.png", "a03_dna.png", "a04_dna.png");
    String message = refusal("{well}-{channel}");
    assertTrue(message.contains("4 files are there: a01_dna.png, a02_dna.png, a03_dna.png, ..."));
    assertTrue(message.contains("{well} is one or two letters and a number, as A01"), message);
    assertTrue(message.contains("ends with .tif, .tiff or .png"), message);
  }

  @Test
  void shouldNameTwoFilesForOnePlane() throws IOException {
    touch("a01_s1.tif", "a01_s01.tif", "a02_s1.tif", "A2_s1.png");
    String message = refusal("{well}_s{field}");
    assertTrue(message.contains("a01_s01.tif and a01_s1.tif are both well A01, field 0"), message);
    assertTrue(message.contains("and so with 1 more"), message);
  }

  @Test
  void shouldRefuseMissingFolderAndFile() throws IOException {
    Path gone = folder.resolve("gone");
    String message =
        String.valueOf(
            assertThrows(
                    UnusableSourceException.class,
                    () -> source.open(gone, new SourceOptions("{well}", null)))
                .getMessage());
    assertTrue(message.contains("does not exist"), message);
    touch("a01.tif");
    Path file = folder.resolve("a01.tif");
    assertThrows(
        UnusableSourceException.class, () -> source.open(file, new SourceOptions("{well}", null)));
  }

  private PlaneDataset open(String pattern) throws IOException {
    return source.open(folder, new SourceOptions(pattern, null));
  }

  private StoredAcquisition only(String pattern) throws IOException {
    try (PlaneDataset dataset = open(pattern)) {
      assertEquals(1, dataset.acquisitions().size());
      return dataset.acquisitions().get(0);
    }
  }

  private String refusal(String pattern) {
    return String.valueOf(
        assertThrows(UnusableSourceException.class, () -> open(pattern)).getMessage());
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path path = folder.resolve(name);
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
      tiff.page(1, 1, 8, new byte[1]);
      tiff.write(path);
    }
  }
}
