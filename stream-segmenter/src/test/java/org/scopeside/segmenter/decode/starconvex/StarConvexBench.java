package org.scopeside.segmenter.decode.starconvex;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/**
 * CPU time of suppression and of painting, on one thread.
 *
 * <p>Maps are made from the label images of the reference vectors as {@link StarTargets} has them,
 * then made a little unsure: probabilities are averaged over 3×3 pixels with noise of 0.02,
 * distances scatter by 3 % from pixel to pixel and ray to ray. With a folder as argument, maps and
 * survivors are written there as raw little-endian values, so that another program can be run on
 * the same input: {@code <case>.prob.f32} {@code [y][x]}, {@code <case>.dist.f32} {@code
 * [y][x][ray]}, {@code <case>.centres.i32} {@code [survivor][y, x]}, {@code <case>.labels.i32}.
 */
public final class StarConvexBench {
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 7;
  private static final int GRID = 2;
  private static final StarConvexSettings SETTINGS =
      new StarConvexSettings(0.479071, 0.3, 32, GRID, 2, 0);

  private StarConvexBench() {}

  public static void main(String[] args) throws IOException {
    for (String name : new String[] {"512_100", "1024_1000", "2048_1000", "2048_5000"}) {
      LabelImage labels =
          NpyArray.read(ReferenceData.vectors("bench/" + name).get(0).resolve("labels.npy"))
              .labels();
      DenseMaps maps = unsure(StarTargets.maps(labels, SETTINGS.rays(), GRID), 7);
      run(System.out, name, maps, labels.width(), labels.height());
      if (args.length > 0) {
        write(Path.of(args[0], name), maps, labels.width(), labels.height());
      }
    }
  }

  private static void run(PrintStream out, String name, DenseMaps maps, int width, int height) {
    StarConvexDecoder decoder = new StarConvexDecoder(SETTINGS);
    long[] suppression = new long[ROUNDS];
    long[] painting = new long[ROUNDS];
    List<StarPolygon> polygons = List.of();
    int objects = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = cpuNanos();
      polygons = decoder.polygons(maps, width, height);
      long between = cpuNanos();
      objects = decoder.paint(maps, polygons, width, height).labels().objectCount();
      if (round >= 0) {
        suppression[round] = between - start;
        painting[round] = cpuNanos() - between;
      }
    }
    Arrays.sort(suppression);
    Arrays.sort(painting);
    int candidates =
        StarCandidates.surestFirst(
                maps.channel(0),
                maps.width(),
                maps.height(),
                (float) SETTINGS.probabilityThreshold(),
                SETTINGS.border())
            .length;
    out.printf(
        "%s: %d candidates, %d survivors, %d objects; CPU median (least):"
            + " suppression %.1f (%.1f) ms, painting %.1f (%.1f) ms%n",
        name,
        candidates,
        polygons.size(),
        objects,
        suppression[ROUNDS / 2] / 1e6,
        suppression[0] / 1e6,
        painting[ROUNDS / 2] / 1e6,
        painting[0] / 1e6);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Targets as a network might give them. */
  public static DenseMaps unsure(DenseMaps targets, long seed) {
    Random random = new Random(seed);
    int width = targets.width();
    int height = targets.height();
    float[][] channels = new float[targets.channelCount()][];
    channels[0] = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float mean = mean(targets.channel(0), width, height, y, x);
        channels[0][y * width + x] = Math.max(0, mean + (float) (0.02 * random.nextGaussian()));
      }
    }
    for (int k = 1; k < channels.length; k++) {
      channels[k] = targets.channel(k).clone();
      for (int i = 0; i < channels[k].length; i++) {
        channels[k][i] *= (float) (1 + 0.03 * random.nextGaussian());
      }
    }
    return new DenseMaps(channels, width, height);
  }

  private static float mean(float[] map, int width, int height, int y, int x) {
    float sum = 0;
    int count = 0;
    for (int j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
        sum += map[j * width + i];
        count++;
      }
    }
    return sum / count;
  }

  private static void write(Path stem, DenseMaps maps, int width, int height) throws IOException {
    StarConvexDecoder decoder = new StarConvexDecoder(SETTINGS);
    List<StarPolygon> polygons = decoder.polygons(maps, width, height);
    int pixels = maps.width() * maps.height();
    int rays = SETTINGS.rays();
    ByteBuffer probability = bytes(pixels);
    ByteBuffer distances = bytes(pixels * rays);
    for (int i = 0; i < pixels; i++) {
      probability.putFloat(maps.channel(0)[i]);
      for (int k = 1; k <= rays; k++) {
        distances.putFloat(maps.channel(k)[i]);
      }
    }
    ByteBuffer centres = bytes(2 * polygons.size());
    polygons.forEach(polygon -> centres.putInt(polygon.y()).putInt(polygon.x()));
    ByteBuffer labels = bytes(width * height);
    for (int label : decoder.paint(maps, polygons, width, height).labels().labels()) {
      labels.putInt(label);
    }
    write(stem + ".prob.f32", probability);
    write(stem + ".dist.f32", distances);
    write(stem + ".centres.i32", centres);
    write(stem + ".labels.i32", labels);
  }

  private static ByteBuffer bytes(int values) {
    return ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(String file, ByteBuffer bytes) throws IOException {
    try (OutputStream out = Files.newOutputStream(Path.of(file));
        WritableByteChannel channel = Channels.newChannel(out)) {
      channel.write(bytes.flip());
    }
  }
}
