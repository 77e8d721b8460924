package org.scopeside.source.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/**
 * Reads damaged TIFFs without end. Every outcome but pixels of the size claimed, or one exception
 * that names the file, is a finding: the file is kept and told.
 *
 * <p>Runs for {@code -Dscopeside.fuzz.minutes}; arguments: files and folders of sound TIFFs to
 * damage beside the handmade ones.
 */
public final class TiffFuzz {
  private static final int SLOW_MS = 3_000;
  private static final int STUCK_MS = 60_000;
  private static final int MAX_SEED_BYTES = 2 << 20;

  private TiffFuzz() {}

  /** Fuzzes and prints what was found. */
  public static void main(String[] arguments) throws IOException {
    double minutes = Double.parseDouble(System.getProperty("scopeside.fuzz.minutes", "1"));
    List<byte[]> seeds = new ArrayList<>(TiffSeeds.handmade());
    for (String argument : arguments) {
      addFiles(Path.of(argument), seeds);
    }
    Path folder = Files.createTempDirectory("tiff-fuzz");
    long began = System.nanoTime();
    long end = began + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
    AtomicLong inputBegan = new AtomicLong(began);
    watch(inputBegan, folder);
    long[] outcomes = new long[3];
    long seed = began;
    for (; System.nanoTime() < end; seed++) {
      inputBegan.set(System.nanoTime());
      byte[] sound = seeds.get((int) (seed % seeds.size()));
      Path input = folder.resolve("input.tif");
      Files.write(input, new TiffDamage(new Random(seed)).damaged(sound));
      try {
        outcomes[read(input) ? 0 : 1]++;
      } catch (RuntimeException | Error finding) {
        outcomes[2]++;
        Files.copy(input, folder.resolve("finding-" + seed + ".tif"));
        System.out.println("finding " + seed + ": " + finding);
        finding.printStackTrace(System.out);
      }
      long ms = (System.nanoTime() - inputBegan.get()) / 1_000_000;
      if (ms > SLOW_MS) {
        Files.copy(input, folder.resolve("slow-" + seed + ".tif"));
        System.out.println("slow " + seed + ": " + ms + " ms");
      }
    }
    System.out.printf(
        "%d seeds, %d read, %d refused, %d findings in %s%n",
        seeds.size(), outcomes[0], outcomes[1], outcomes[2], folder);
  }

  private static void addFiles(Path path, List<byte[]> seeds) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".tif") && Files.size(file) <= MAX_SEED_BYTES) {
          seeds.add(Files.readAllBytes(file));
        }
      }
    }
  }

  private static void watch(AtomicLong inputBegan, Path folder) {
    Thread watch =
        new Thread(
            () -> {
              while (System.nanoTime() - inputBegan.get() < STUCK_MS * 1_000_000L) {
                try {
                  Thread.sleep(1_000);
                } catch (InterruptedException ended) {
                  return;
                }
              }
              System.out.println("stuck at " + folder.resolve("input.tif"));
              Runtime.getRuntime().halt(3);
            });
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Opens a file in both ways and reads pages of it.
   *
   * @return true if any pixels were read
   * @throws IllegalStateException if it came out as it must not
   */
  static boolean read(Path path) {
    boolean read = readOpened(path, false);
    return readOpened(path, true) || read;
  }

  private static boolean readOpened(Path path, boolean lenient) {
    try (TiffFile tiff = lenient ? TiffFile.openReadable(path) : TiffFile.open(path)) {
      boolean read = false;
      for (int page : new int[] {0, 1, tiff.pages() - 1}) {
        read |= readPage(path, tiff, page);
      }
      return read;
    } catch (IOException refusal) {
      check(path, refusal);
      return false;
    }
  }

  private static boolean readPage(Path path, TiffFile tiff, int page) {
    try {
      tiff.facts(page);
      PlaneShape shape = tiff.shape(page);
      PlanePixels pixels = tiff.read(page, PlaneBuffers.fresh());
      if (pixels.littleEndian().length != shape.bytes()
          || shape.bytes() > PlaneHeader.MAX_PLANE_BYTES) {
        throw new IllegalStateException(pixels.littleEndian().length + " bytes for " + shape);
      }
      return true;
    } catch (IOException refusal) {
      check(path, refusal);
      return false;
    }
  }

  private static void check(Path path, IOException refusal) {
    boolean named =
        refusal instanceof UnreadableImageException known
            && path.equals(known.file())
            && known.reason().length() > 5;
    if (!named) {
      throw new IllegalStateException("a refusal that does not say which file", refusal);
    }
  }
}
