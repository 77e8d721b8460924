package org.scopeside.segmenter.decode;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.scopeside.segmenter.decode.DetectionDecoder.Crop;
import org.scopeside.segmenter.decode.boxmask.BoxMaskDecoder;
import org.scopeside.segmenter.decode.boxmask.BoxMaskSettings;
import org.scopeside.segmenter.decode.distance.DistanceDecoder;
import org.scopeside.segmenter.decode.distance.DistanceSettings;
import org.scopeside.segmenter.decode.distance.DistanceTargets;
import org.scopeside.segmenter.decode.threeclass.ThreeClassDecoder;
import org.scopeside.segmenter.decode.threeclass.ThreeClassSettings;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;

/**
 * CPU time of the three-class, distance and box-mask decoders on one thread, on maps and detections
 * made from the label images of the reference vectors, with noise.
 *
 * <p>With a folder as argument the maps are written there as raw little-endian float32, {@code
 * <case>.f32}: background, interior, boundary, inner distance, outer distance, so that {@code
 * src/test/python/scikit_decoders.py} can be run on the same values.
 */
public final class DecoderBench {
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 5;

  private final PrintStream out = System.out;

  private DecoderBench() {}

  public static void main(String[] args) throws IOException {
    for (String name : new String[] {"512_100", "1024_1000", "2048_1000", "2048_5000"}) {
      Path file = ReferenceData.vectors("bench/" + name).get(0).resolve("labels.npy");
      LabelImage truth = NpyArray.read(file).labels();
      DenseMaps classes = threeClasses(truth);
      DenseMaps distances = noisy(DistanceTargets.of(truth, 1), 0.02f);
      if (args.length > 0) {
        write(Path.of(args[0], name + ".f32"), classes, distances);
      }
      new DecoderBench().run(name, truth, classes, distances);
    }
    new DecoderBench().manyDetections();
  }

  private void run(String name, LabelImage truth, DenseMaps classes, DenseMaps distances) {
    int width = truth.width();
    int height = truth.height();
    ThreeClassDecoder threeClass = new ThreeClassDecoder(ThreeClassSettings.defaults());
    time(name + " three-class", () -> threeClass.decode(classes, width, height));
    DistanceDecoder radius10 = new DistanceDecoder(DistanceSettings.defaults());
    time(name + " distance, radius 10", () -> radius10.decode(distances, width, height));
    DistanceDecoder mesmer = new DistanceDecoder(DistanceSettings.mesmerWholeCell());
    time(name + " distance, Mesmer", () -> mesmer.decode(distances, width, height));
    BoxMaskDecoder boxMask = new BoxMaskDecoder(BoxMaskSettings.defaults());
    List<Crop> crops = List.of(detections(truth));
    time(name + " box-mask", () -> boxMask.decode(crops, width, height));
  }

  private void manyDetections() {
    int side = 4096;
    int[] labels = new int[side * side];
    int perRow = side / 16;
    for (int i = 0; i < labels.length; i++) {
      int y = i / side;
      int x = i % side;
      int dy = y % 16 - 8;
      int dx = x % 16 - 8;
      labels[i] = dy * dy + dx * dx < 60 ? y / 16 * perRow + x / 16 + 1 : 0;
    }
    LabelImage truth = LabelImage.ofConsecutive(labels, side, side, perRow * perRow);
    List<Crop> crops = List.of(detections(truth));
    BoxMaskDecoder boxMask = new BoxMaskDecoder(BoxMaskSettings.defaults());
    time("4096 box-mask", () -> boxMask.decode(crops, side, side));
  }

  private void time(String name, Supplier<FoundObjects> decode) {
    long[] spent = new long[ROUNDS];
    int objects = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      objects = decode.get().labels().objectCount();
      if (round >= 0) {
        spent[round] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      }
    }
    Arrays.sort(spent);
    out.printf(
        "%s: %d objects, median %.1f ms CPU, least %.1f ms%n",
        name, objects, spent[ROUNDS / 2] / 1e6, spent[0] / 1e6);
  }

  private static DenseMaps threeClasses(LabelImage truth) {
    int width = truth.width();
    int height = truth.height();
    int[] label = truth.labels();
    float[][] channels = new float[3][label.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        boolean edge =
            (x > 0 && label[i - 1] != label[i])
                || (x < width - 1 && label[i + 1] != label[i])
                || (y > 0 && label[i - width] != label[i])
                || (y < height - 1 && label[i + width] != label[i]);
        channels[edge ? 2 : label[i] == 0 ? 0 : 1][i] = 0.8f;
      }
    }
    return noisy(new DenseMaps(channels, width, height), 0.1f);
  }

  private static DenseMaps noisy(DenseMaps maps, float sigma) {
    Random random = new Random(1);
    float[][] channels = new float[maps.channelCount()][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = maps.channel(c).clone();
      for (int i = 0; i < channels[c].length; i++) {
        channels[c][i] += sigma * (float) random.nextGaussian();
      }
    }
    return new DenseMaps(channels, maps.width(), maps.height());
  }

  /** One detection an object, its mask sampled at 28×28 places of its box. */
  private static Crop detections(LabelImage truth) {
    int width = truth.width();
    int count = truth.objectCount();
    float[] boxes = new float[4 * count];
    for (int n = 0; n < count; n++) {
      boxes[4 * n] = truth.height();
      boxes[4 * n + 1] = width;
    }
    for (int i = 0; i < truth.labels().length; i++) {
      int b = 4 * (truth.labels()[i] - 1);
      if (b >= 0) {
        int y = i / width;
        int x = i - y * width;
        boxes[b] = Math.min(boxes[b], y);
        boxes[b + 1] = Math.min(boxes[b + 1], x);
        boxes[b + 2] = Math.max(boxes[b + 2], y + 1f);
        boxes[b + 3] = Math.max(boxes[b + 3], x + 1f);
      }
    }
    Random random = new Random(2);
    float[] scores = new float[count];
    float[] masks = new float[count * 28 * 28];
    for (int n = 0; n < count; n++) {
      scores[n] = 0.8f + 0.2f * random.nextFloat();
      for (int i = 0; i < 28 * 28; i++) {
        int row = i / 28;
        float v = (boxes[4 * n + 2] - boxes[4 * n]) * (row + 0.5f) / 28;
        float u = (boxes[4 * n + 3] - boxes[4 * n + 1]) * (i % 28 + 0.5f) / 28;
        int at = ((int) (boxes[4 * n] + v)) * width + (int) (boxes[4 * n + 1] + u);
        masks[n * 28 * 28 + i] = truth.labels()[at] == n + 1 ? 0.9f : 0.1f;
      }
    }
    return new Crop(0, 0, width, truth.height(), boxes, scores, new int[0], masks, 28);
  }

  private static void write(Path file, DenseMaps... maps) throws IOException {
    int channels = Arrays.stream(maps).mapToInt(DenseMaps::channelCount).sum();
    int pixels = maps[0].channel(0).length;
    ByteBuffer bytes = ByteBuffer.allocate(4 * channels * pixels).order(ByteOrder.LITTLE_ENDIAN);
    for (DenseMaps map : maps) {
      for (int c = 0; c < map.channelCount(); c++) {
        bytes.asFloatBuffer().put(map.channel(c));
        bytes.position(bytes.position() + 4 * pixels);
      }
    }
    Files.write(file, bytes.array());
  }
}
