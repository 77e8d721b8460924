package org.scopeside.deploy.labels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.image.PlaneReader;
import org.scopeside.source.pattern.PlaneFile;

class LabelWriterTest {
  @TempDir Path folder;

  @Property(tries = 100)
  void shouldReadBackLabelsFromPng(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 65_535) Integer> row,
      @ForAll @IntRange(min = 1, max = 5) int sizeY)
      throws IOException {
    Path home = Files.createTempDirectory("labels");
    int[] labels = new int[row.size() * sizeY];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = row.get((i * 7) % row.size());
    }
    Path out = home.resolve("out");
    Path written =
        LabelWriter.into(out, home).write(source(home, "a.tif", 0), row.size(), sizeY, labels);
    BufferedImage read = ImageIO.read(written.toFile());
    assertEquals(16, read.getSampleModel().getSampleSize(0));
    assertArrayEquals(
        labels, read.getRaster().getSamples(0, 0, row.size(), sizeY, 0, (int[]) null));
    Files.delete(written);
    Files.delete(out);
    Files.delete(home);
  }

  @Test
  void shouldNameLabelsAsTheirSourceInItsSubfolder() throws IOException {
    Path out = folder.resolve("out");
    LabelWriter writer = LabelWriter.into(out, folder);
    int[] labels = {0, 1, 2, 3};
    assertEquals(
        out.resolve("P1/a01_dna.png"),
        writer.write(source(folder, "P1/a01_dna.tif", 0), 2, 2, labels));
    assertEquals(
        out.resolve("P1/b_page3.png"),
        writer.write(source(folder, "P1/b.ome.TIF", 2), 2, 2, labels));
    assertEquals(
        out.resolve("v1.5/x.png"), writer.write(source(folder, "v1.5/x.png", 0), 2, 2, labels));
    try (Stream<Path> files = Files.list(out.resolve("P1"))) {
      assertEquals(2, files.count(), "no unfinished file stays behind");
    }
  }

  @Test
  void shouldWriteMoreObjectsThanPngHoldsAsTiff() throws IOException {
    int[] labels = {0, 70_000, 3, 65_536, 1, 2};
    Path written =
        LabelWriter.into(folder.resolve("out"), folder)
            .write(source(folder, "a.png", 0), 3, 2, labels);
    assertTrue(written.endsWith("a.tif"), written.toString());
    assertArrayEquals(
        Arrays.stream(labels).asDoubleStream().toArray(), PlaneReader.read(written).values());
  }

  @Test
  void shouldReplaceLabelsOfFormerRun() throws IOException {
    LabelWriter writer = LabelWriter.into(folder.resolve("out"), folder);
    writer.write(source(folder, "a.tif", 0), 2, 1, new int[] {1, 2});
    Path written = writer.write(source(folder, "a.tif", 0), 1, 1, new int[] {7});
    assertEquals(1, ImageIO.read(written.toFile()).getWidth());
  }

  @Test
  void shouldNotWriteOverOrAmongSources() throws IOException {
    assertThrows(UnusableSourceException.class, () -> LabelWriter.into(folder, folder));
    Path out = Files.createDirectory(folder.resolve("out"));
    Path image = Files.write(out.resolve("a.png"), new byte[] {1, 2, 3});
    PlaneFile source = new PlaneFile(image, "a.png", 0, null, 0, 0, 0, 0);
    LabelWriter writer = LabelWriter.into(out, folder);
    assertThrows(UnusableSourceException.class, () -> writer.write(source, 1, 1, new int[] {1}));
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(image));
  }

  @Test
  void shouldSayThatFolderCannotBeWritten() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    assertThrows(UnusableSourceException.class, () -> LabelWriter.into(file, folder));
    String message =
        String.valueOf(
            assertThrows(
                    UnusableSourceException.class,
                    () -> LabelWriter.into(file.resolve("below"), folder))
                .getMessage());
    assertTrue(message.startsWith("cannot write " + file.resolve("below")), message);
  }

  @Test
  void shouldRefuseLabelsThatDoNotFitThePlane() throws IOException {
    LabelWriter writer = LabelWriter.into(folder.resolve("out"), folder);
    PlaneFile source = source(folder, "a.tif", 0);
    assertThrows(
        IllegalArgumentException.class, () -> writer.write(source, 2, 2, new int[] {1, 2, 3}));
    assertThrows(IllegalArgumentException.class, () -> writer.write(source, 1, 1, new int[] {-1}));
  }

  private static PlaneFile source(Path folder, String name, int page) {
    return new PlaneFile(folder.resolve(name), name, page, null, 0, 0, page, 0);
  }
}
