package org.scopeside.source.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged TIFFs of every kind; {@link TiffFuzz} goes on for as long as one likes. */
class TiffFuzzTest {
  private static List<byte[]> seeds = List.of();
  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeSeeds() throws IOException {
    seeds = TiffSeeds.handmade();
    folder = Files.createTempDirectory("tiff-fuzz");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("damaged.tif"));
    Files.delete(folder);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void shouldReadOrRefuseWhateverIsDamaged(
      @ForAll long seed, @ForAll @IntRange(max = 999) int which) throws IOException {
    byte[] whole = seeds.get(which % seeds.size());
    byte[] damaged = new TiffDamage(new Random(seed)).damaged(whole);
    TiffFuzz.read(Files.write(folder.resolve("damaged.tif"), damaged));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void shouldReadSeedsThemselves(@ForAll @IntRange(max = 999) int which) throws IOException {
    Path path = folder.resolve("damaged.tif");
    assertTrue(TiffFuzz.read(Files.write(path, seeds.get(which % seeds.size()))));
  }
}
