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
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.HandmadeTiff;

class PlaneFolderTest {
  @TempDir Path folder;

  @Test
  void shouldListPlanesInAcquisitionOrder() throws IOException {
    touch("b01_s3_w1.tif", "b01_s3_w2.tif", "a12_s10_w1.tif", "a12_s3_w1.tif", "a12_s3_w2.tif");
    touch("a12_s10_w2.tif", "a02_s3_w1.tif", "notes.txt", "._a12_s3_w1.tif");
    Files.createDirectory(folder.resolve("a05_s3_w1.tif"));
    FolderPlan plan = PlaneFolder.list(folder, NamePattern.parse("{well}_s{field}_w{channel}"));
    assertEquals(
        List.of(
            "a02_s3_w1.tif",
            "a12_s3_w1.tif",
            "a12_s3_w2.tif",
            "a12_s10_w1.tif",
            "a12_s10_w2.tif",
            "b01_s3_w1.tif",
            "b01_s3_w2.tif"),
        plan.planes().stream().map(PlaneFile::relativeName).toList());
    assertEquals(List.of(new Well(0, 1), new Well(0, 11), new Well(1, 0)), plan.wells());
    assertEquals(
        Map.of(new Well(0, 1), 1, new Well(0, 11), 2, new Well(1, 0), 1), plan.fieldsPerWell());
    assertEquals(List.of("3", "10"), plan.fieldNames());
    assertEquals(List.of("1", "2"), plan.channelNames());
    assertEquals(1, plan.planes().get(3).field());
    assertEquals(2, plan.fields());
    assertEquals(1, plan.missingPlanes());
    assertEquals(2, plan.ignoredFiles());
    assertEquals(List.of("._a12_s3_w1.tif", "notes.txt"), plan.ignoredExamples());
    assertNull(plan.plateName());
  }

  @Test
  void shouldNumberTextTokensByTheirOrder() throws IOException {
    touch("x_gfp_t5.png", "x_dna_t5.png", "x_gfp_t12.png", "x_dna_t12.png");
    FolderPlan plan = PlaneFolder.list(folder, NamePattern.parse("{field}_{channel}_t{t}"));
    assertEquals(List.of("dna", "gfp"), plan.channelNames());
    assertEquals("gfp", plan.channelName(1));
    assertEquals(2, plan.sizeT());
    PlaneFile last = plan.planes().get(3);
    assertEquals("x_gfp_t12.png", last.relativeName());
    assertEquals(1, last.theT());
    assertEquals(1, last.theC());
  }

  @Test
  void shouldReadPlateAndSubfolders() throws IOException {
    touch("P7/A01/dna.tif", "P7/A02/dna.tif", "readme.md");
    FolderPlan plan = PlaneFolder.list(folder, NamePattern.parse("{plate}/{well}/{channel}"));
    assertEquals("P7", plan.plateName());
    assertEquals(2, plan.planes().size());
    assertEquals("P7/A02/dna.tif", plan.planes().get(1).relativeName());
    touch("P8/A01/dna.tif");
    String message = refusal("{plate}/{well}/{channel}");
    assertTrue(message.contains("2 plates"), message);
    assertTrue(message.contains("'P7' with 2 files, 'P8' with 1 files"), message);
  }

  @Test
  void shouldTakePagesAsSectionsUnlessPatternHasZ() throws IOException {
    HandmadeTiff stack = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
    stack.page(1, 1, 8, new byte[] {1});
    stack.page(1, 1, 8, new byte[] {2});
    stack.page(1, 1, 8, new byte[] {3});
    stack.write(folder.resolve("a01_z4.tif"));
    FolderPlan pages = PlaneFolder.list(folder, NamePattern.parse("{well}_*"));
    assertEquals(3, pages.sizeZ());
    assertEquals(List.of(0, 1, 2), pages.planes().stream().map(PlaneFile::theZ).toList());
    assertEquals(2, pages.planes().get(2).page());
    FolderPlan files = PlaneFolder.list(folder, NamePattern.parse("{well}_z{z}"));
    assertEquals(1, files.planes().size());
    assertEquals(1, files.filesWithUnreadPages());
  }

  @Test
  void shouldKeepDamagedFileAsPlaneThatFailsLater() throws IOException {
    touch("a01.tif");
    Files.writeString(folder.resolve("a02.tif"), "no image");
    FolderPlan plan = PlaneFolder.list(folder, NamePattern.parse("{well}"));
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
                    () -> PlaneFolder.list(gone, NamePattern.parse("{well}")))
                .getMessage());
    assertTrue(message.contains("does not exist"), message);
    touch("a01.tif");
    Path file = folder.resolve("a01.tif");
    assertThrows(
        UnusableSourceException.class, () -> PlaneFolder.list(file, NamePattern.parse("{well}")));
  }

  private String refusal(String pattern) {
    return String.valueOf(
        assertThrows(
                UnusableSourceException.class,
                () -> PlaneFolder.list(folder, NamePattern.parse(pattern)))
            .getMessage());
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
