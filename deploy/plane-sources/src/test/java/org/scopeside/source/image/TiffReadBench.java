package org.scopeside.source.image;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.stream.BufferedFileImageInputStreamSpi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.scopeside.source.PlaneBuffers;

/**
 * Planes a second from TIFFs of 2048x2048 uint16 in the page cache, one thread, against a plain
 * read of the same file and against TwelveMonkeys. All ways take turns in each round; medians of
 * rounds.
 *
 * <p>Arguments: rounds (20), a folder for the files (a temporary one), a part of the name of the
 * kinds to measure (all).
 */
public final class TiffReadBench {
  private static final int SIDE = 2048;
  private static final int PLANE_BYTES = SIDE * SIDE * 2;
  private static final int PAGES = 8;

  private TiffReadBench() {}

  /** One way to read all planes of a file. */
  private interface Way {
    void readAll() throws IOException;
  }

  /** Prints a table. */
  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    Path folder =
        arguments.length > 1 ? Path.of(arguments[1]) : Files.createTempDirectory("tiff-bench");
    Map<String, Path> files = files(folder);
    String part = arguments.length > 2 ? arguments[2] : "";
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (!file.getKey().contains(part)) {
        continue;
      }
      measure(file.getKey(), file.getValue(), rounds);
    }
    for (Path file : files.values()) {
      Files.delete(file);
    }
  }

  private static void measure(String kind, Path file, int rounds) throws IOException {
    Map<String, Way> ways = new LinkedHashMap<>();
    ByteBuffer direct = ByteBuffer.allocateDirect(PLANE_BYTES);
    ByteBuffer heap = ByteBuffer.allocate(PLANE_BYTES);
    PlaneBuffers buffers = new PlaneBuffers(1);
    ways.put("plain read, array", () -> readPlainly(file, heap));
    ways.put("plain read, direct", () -> readPlainly(file, direct));
    ways.put("TiffFile", () -> readOpened(file, buffers));
    ways.put("PlaneReader", () -> readEach(file, buffers));
    boolean compressed = !kind.startsWith("uncompressed");
    boolean known = !kind.contains("Zstandard");
    if (known) {
      ways.put("TwelveMonkeys", () -> readByTwelveMonkeys(file));
    }
    Map<String, double[]> rates = new LinkedHashMap<>();
    for (int round = -3; round < rounds; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        boolean slow = way.getKey().equals("TwelveMonkeys") && round % 4 != 0;
        if (slow) {
          continue;
        }
        long began = System.nanoTime();
        way.getValue().readAll();
        double rate = PAGES / ((System.nanoTime() - began) / 1e9);
        if (round >= 0) {
          double[] all = rates.computeIfAbsent(way.getKey(), name -> new double[rounds]);
          all[round] = rate;
        }
      }
    }
    System.out.printf(Locale.ROOT, "%s, %.1f MB%n", kind, Files.size(file) / 1e6);
    double base = median(rates, compressed && known ? "TwelveMonkeys" : "plain read, array");
    rates.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "  %-20s %8.1f planes/s %8.2f ms  %6.2f times%n",
                name,
                median(rates, name),
                1e3 / median(rates, name),
                median(rates, name) / base));
  }

  private static double median(Map<String, double[]> rates, String name) {
    double[] taken =
        Arrays.stream(rates.getOrDefault(name, new double[0]))
            .filter(r -> r > 0)
            .sorted()
            .toArray();
    return taken[taken.length / 2];
  }

  private static void readPlainly(Path file, ByteBuffer buffer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long left = channel.size();
      for (int page = 0; page < PAGES; page++) {
        buffer.clear().limit((int) Math.min(PLANE_BYTES, left));
        while (buffer.hasRemaining() && channel.read(buffer) > 0) {
          left = channel.size() - channel.position();
        }
      }
    }
  }

  private static void readOpened(Path file, PlaneBuffers buffers) throws IOException {
    try (TiffFile tiff = TiffFile.open(file)) {
      for (int page = 0; page < PAGES; page++) {
        buffers.giveBack(tiff.read(page, buffers).littleEndian());
      }
    }
  }

  private static void readEach(Path file, PlaneBuffers buffers) throws IOException {
    for (int page = 0; page < PAGES; page++) {
      buffers.giveBack(PlaneReader.read(file, page, buffers).littleEndian());
    }
  }

  private static void readByTwelveMonkeys(Path file) throws IOException {
    ImageReader reader = new TIFFImageReaderSpi().createReaderInstance(null);
    try (ImageInputStream input =
        new BufferedFileImageInputStreamSpi()
            .createInputStreamInstance(file.toFile(), false, null)) {
      reader.setInput(input, false, true);
      for (int page = 0; page < PAGES; page++) {
        reader.readRaster(page, null);
      }
    } finally {
      reader.dispose();
    }
  }

  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    byte[] pixels = pixels();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      boolean little = order == ByteOrder.LITTLE_ENDIAN;
      HandmadeTiff tiff = new HandmadeTiff(order);
      for (int page = 0; page < PAGES; page++) {
        tiff.page(SIDE, SIDE, 16, little ? pixels : TiffEncoding.swapped(pixels, 2));
      }
      String name = "uncompressed, " + (little ? "little" : "big") + "-endian";
      files.put(name, tiff.write(folder.resolve(little ? "little.tif" : "big.tif")));
    }
    for (String codec : List.of("Deflate", "LZW", "Zstandard", "PackBits")) {
      for (int side : codec.equals("Deflate") ? new int[] {256, 512} : new int[] {512}) {
        for (int predictor = 1; predictor <= (codec.equals("PackBits") ? 1 : 2); predictor++) {
          String name = "%s, tiles of %d, predictor %d".formatted(codec, side, predictor);
          Path path = folder.resolve(name.replaceAll("\\W+", "-") + ".tif");
          HandmadeTiff tiff = new HandmadeTiff(ByteOrder.LITTLE_ENDIAN);
          List<byte[]> tiles = tiles(pixels, side, predictor, codec);
          for (int page = 0; page < PAGES; page++) {
            tiff.page(SIDE, SIDE, 16, tiles)
                .with(TiffDirectory.COMPRESSION, TiffEncoding.number(codec))
                .with(TiffDirectory.PREDICTOR, predictor)
                .with(TiffDirectory.TILE_WIDTH, side)
                .with(TiffDirectory.TILE_LENGTH, side);
          }
          files.put(name, tiff.write(path));
        }
      }
    }
    return files;
  }

  private static List<byte[]> tiles(byte[] pixels, int side, int predictor, String codec) {
    List<byte[]> tiles = new ArrayList<>();
    for (int y = 0; y < SIDE; y += side) {
      for (int x = 0; x < SIDE; x += side) {
        byte[] tile = new byte[side * side * 2];
        for (int row = 0; row < side; row++) {
          System.arraycopy(pixels, ((y + row) * SIDE + x) * 2, tile, row * side * 2, side * 2);
        }
        if (predictor == 2) {
          TiffEncoding.difference(tile, side * 2, 2, 1, ByteOrder.LITTLE_ENDIAN);
        }
        tiles.add(TiffEncoding.encode(codec, tile));
      }
    }
    return tiles;
  }

  /** Round nuclei over a background with the noise of a camera, 12 bits of 16. */
  private static byte[] pixels() {
    Random random = new Random(1);
    double[] plane = new double[SIDE * SIDE];
    for (int nucleus = 0; nucleus < 900; nucleus++) {
      int cx = random.nextInt(SIDE);
      int cy = random.nextInt(SIDE);
      double radius = 12 + random.nextInt(14);
      for (int y = Math.max(0, cy - 30); y < Math.min(SIDE, cy + 30); y++) {
        for (int x = Math.max(0, cx - 30); x < Math.min(SIDE, cx + 30); x++) {
          double distance = Math.hypot(x - cx, y - cy);
          plane[y * SIDE + x] += 900 / (1 + Math.exp(distance - radius));
        }
      }
    }
    ByteBuffer pixels = ByteBuffer.allocate(PLANE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double signal : plane) {
      double noisy = 200 + signal + random.nextGaussian() * Math.sqrt(20 + signal / 4);
      pixels.putShort((short) Math.max(0, Math.min(4095, noisy)));
    }
    return pixels.array();
  }
}
