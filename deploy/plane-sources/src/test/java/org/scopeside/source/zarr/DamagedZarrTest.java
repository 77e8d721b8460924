package org.scopeside.source.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.UnusableSourceException;

/** Whatever is wrong with a file, what comes of it are pixels or words. */
class DamagedZarrTest {
  private static final List<String> FILES = List.of(".zattrs", "0/.zarray", "0/0.0.0.0.0");
  private static final List<String> COMPRESSORS = List.of("blosc", "zlib", "gzip", "zstd", "lz4");

  /** As in {@link BloscContainerTest}: 640 samples, BloscLZ, shuffled. */
  private static final String BLOSC =
      "AgEBAgAFAAAABQAAkAAAABQAAABmAAAAIwAAAADgGgMBAAPgHQABAwbgHQABBgngHQABCQzgHQABDA/gHQABDxLg"
          + "HQABEhXgHQABFRjgHQABGBvgHQABGx7gHQABHiHgHQABISTgHQABJCfgHQABJyrgHQABKi3gGwACLS0tDgAA"
          + "ACMAAAAA4P//cgMCAAAA";

  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("damaged-zarr");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 300)
  void shouldReadOrRefuseDamagedFiles(
      @ForAll @IntRange(max = 2) int file,
      @ForAll @IntRange(max = 4) int compressor,
      @ForAll long seed)
      throws IOException {
    whole(COMPRESSORS.get(compressor));
    Path damaged = folder.resolve(FILES.get(file));
    Files.write(damaged, damage(Files.readAllBytes(damaged), new Random(seed), file < 2));
    assertTrue(readAll() >= 0);
  }

  @Property(tries = 5)
  void shouldReadThemUndamaged(@ForAll @IntRange(max = 4) int compressor) throws IOException {
    whole(COMPRESSORS.get(compressor));
    // Nobody wrote the second one.
    assertEquals(1, readAll());
  }

  private static void whole(String compressor) throws IOException {
    HandmadeZarr.image(folder, 20, 32);
    HandmadeZarr.write(
        folder.resolve("0/.zarray"), HandmadeZarr.array(20, 32, "{'id':'" + compressor + "'}"));
    byte[] chunk =
        switch (compressor) {
          case "blosc" -> Base64.getDecoder().decode(BLOSC);
          case "zlib" -> HandmadeZarr.zlib(HandmadeZarr.plane(0, 0, 0, 20, 32));
          case "gzip" -> HandmadeZarr.gzip(HandmadeZarr.plane(0, 0, 0, 20, 32));
          case "zstd" -> com.github.luben.zstd.Zstd.compress(HandmadeZarr.plane(0, 0, 0, 20, 32));
          default -> lz4Literals(HandmadeZarr.plane(0, 0, 0, 20, 32));
        };
    Files.write(folder.resolve("0/0.0.0.0.0"), chunk);
    Files.deleteIfExists(folder.resolve("0/0.1.0.0.0"));
  }

  /** numcodecs' framing around one sequence of 1280 literals: 15 + 4 · 255 + 245. */
  private static byte[] lz4Literals(byte[] plane) {
    byte[] head = {0, 5, 0, 0, (byte) 0xF0, -1, -1, -1, -1, (byte) 245};
    byte[] encoded = Arrays.copyOf(head, head.length + plane.length);
    System.arraycopy(plane, 0, encoded, head.length, plane.length);
    return encoded;
  }

  private static byte[] damage(byte[] whole, Random random, boolean text) {
    byte[] damaged = whole.clone();
    if (random.nextInt(6) == 0) {
      return Arrays.copyOf(damaged, random.nextInt(damaged.length));
    }
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      int at = random.nextInt(damaged.length);
      if (text && random.nextBoolean()) {
        byte[] sign = "0123456789-9999,[]{}\"e.".getBytes(StandardCharsets.US_ASCII);
        damaged[at] = sign[random.nextInt(sign.length)];
      } else {
        damaged[at] = (byte) random.nextInt();
      }
    }
    return text && random.nextInt(3) == 0 ? largeNumbers(damaged, random) : damaged;
  }

  private static byte[] largeNumbers(byte[] text, Random random) {
    String numbers = new String(text, StandardCharsets.ISO_8859_1);
    String large = List.of("2147483647", "65535", "1e308", "100000", "-1").get(random.nextInt(5));
    return numbers
        .replaceFirst("\\b(1|2|20|32)\\b(?=[,\\]])", large)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Planes that can be read; of a plate of many, the first hundred are tried. */
  private static int readAll() throws IOException {
    int read = 0;
    try (PlaneDataset dataset = new OmeZarrSource().open(folder, SourceOptions.NONE)) {
      for (Unread unread : dataset.unread()) {
        assertTrue(unread.file().startsWith(folder), unread.toString());
      }
      for (StoredPlane plane :
          dataset.acquisitions().get(0).planes().stream().limit(100).toList()) {
        read += read(plane);
      }
    } catch (UnusableSourceException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains(folder.toString()));
    }
    return read;
  }

  private static int read(StoredPlane plane) {
    try {
      plane.read(PlaneBuffers.fresh());
      return 1;
    } catch (UnreadableImageException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains(folder.toString()));
      return 0;
    }
  }
}
