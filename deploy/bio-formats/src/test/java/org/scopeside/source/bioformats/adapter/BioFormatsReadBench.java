package org.scopeside.source.bioformats.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.bioformats.BioFormatsDataset;
import org.scopeside.source.bioformats.BioFormatsSource;
import org.scopeside.source.image.PlaneReader;

/**
 * Milliseconds a plane by Bio-Formats and by our own reader, on one thread: {@code
 * BioFormatsReadBench FILE JARS [ROUNDS]}. Both read all planes of the file in turns, so that what
 * else the machine does falls on both; the first rounds warm up and do not count. Planes are
 * compared first, by their CRC.
 */
final class BioFormatsReadBench {
  private static final int WARM_UP = 3;

  private BioFormatsReadBench() {}

  /** Reads a plane of the file. */
  private interface Reading {
    PlanePixels plane(int page, PlaneBuffers buffers) throws IOException;
  }

  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    SourceOptions options = new SourceOptions(null, Path.of(arguments[1]));
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
    long began = System.nanoTime();
    try (BioFormatsDataset dataset = new BioFormatsSource().open(file, options)) {
      System.out.printf("opened by Bio-Formats in %.0f ms%n", millis(began, 1));
      List<StoredPlane> planes = dataset.acquisitions().get(0).planes();
      Reading theirs = (page, buffers) -> planes.get(page).read(buffers);
      Reading ours = (page, buffers) -> PlaneReader.read(file, page, buffers);
      int pages = Math.min(planes.size(), PlaneReader.pages(file));
      compare(pages, theirs, ours);
      double[] theirMillis = new double[rounds];
      double[] ourMillis = new double[rounds];
      for (int round = -WARM_UP; round < rounds; round++) {
        double their = round(pages, theirs);
        double our = round(pages, ours);
        if (round >= 0) {
          theirMillis[round] = their;
          ourMillis[round] = our;
        }
      }
      report("Bio-Formats", theirMillis);
      report("ours", ourMillis);
    }
  }

  private static void compare(int pages, Reading theirs, Reading ours) throws IOException {
    PlaneBuffers fresh = PlaneBuffers.fresh();
    for (int page = 0; page < pages; page++) {
      long their = crc(theirs.plane(page, fresh));
      long our = crc(ours.plane(page, fresh));
      if (their != our) {
        throw new IOException(
            "page %d: CRC %x by Bio-Formats, %x by us".formatted(page, their, our));
      }
    }
    System.out.println(pages + " planes are the same");
  }

  private static long crc(PlanePixels plane) {
    CRC32 crc = new CRC32();
    crc.update(plane.littleEndian());
    return crc.getValue();
  }

  private static double round(int pages, Reading reading) throws IOException {
    PlaneBuffers buffers = new PlaneBuffers(2);
    long began = System.nanoTime();
    for (int page = 0; page < pages; page++) {
      buffers.giveBack(reading.plane(page, buffers).littleEndian());
    }
    return millis(began, pages);
  }

  private static double millis(long began, int planes) {
    return (System.nanoTime() - began) / 1e6 / planes;
  }

  private static void report(String who, double[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        "%-12s %7.1f ms a plane (median of %d rounds; best %.1f, worst %.1f)%n",
        who, millis[millis.length / 2], millis.length, millis[0], millis[millis.length - 1]);
  }
}
