package org.scopeside.segmenter.decode.flows;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NpyArray;

/**
 * CPU time of the flow decoder, one thread, on flows derived from label images, as they are and
 * with noise. Arguments: {@code .npy} label images; {@code noise} before one adds noise to it.
 */
final class FlowBench {
  private static final int WARM_UP = 8;
  private static final int ROUNDS = 7;

  private final DenseMaps maps;
  private final FlowSettings settings = FlowSettings.DEFAULT;
  private final Map<String, Long> spent = new LinkedHashMap<>();
  private long last;

  private FlowBench(DenseMaps maps) {
    this.maps = maps;
  }

  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    boolean noisy = false;
    for (String arg : args) {
      if (arg.equals("noise")) {
        noisy = true;
      } else {
        LabelImage labels = NpyArray.read(Path.of(arg)).labels();
        new FlowBench(maps(labels, noisy ? 1.5f : 0)).run(arg + (noisy ? ", noisy" : ""), out);
        noisy = false;
      }
    }
  }

  /** What a network would say of the objects: five times their flows, ±5 for cell or not. */
  private static DenseMaps maps(LabelImage labels, float noise) {
    DenseMaps targets = FlowTargets.of(labels);
    Random random = new Random(1);
    float[][] channels = new float[3][labels.labels().length];
    for (int i = 0; i < labels.labels().length; i++) {
      channels[0][i] = 5 * targets.channel(0)[i] + noise * (float) random.nextGaussian();
      channels[1][i] = 5 * targets.channel(1)[i] + noise * (float) random.nextGaussian();
      channels[2][i] = labels.labels()[i] > 0 ? 5 : -5;
    }
    return new DenseMaps(channels, labels.width(), labels.height());
  }

  private void run(String name, PrintStream out) {
    long[] whole = new long[ROUNDS];
    FlowDecoder decoder = new FlowDecoder(settings);
    int found = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = cpuNanos();
      found = decoder.decode(maps, maps.width(), maps.height()).labels().objectCount();
      if (round >= 0) {
        whole[round] = cpuNanos() - start;
      }
    }
    Arrays.sort(whole);
    out.printf(
        "%s: %d objects, median %.1f ms CPU, least %.1f ms%n",
        name, found, whole[ROUNDS / 2] / 1e6, whole[0] / 1e6);
    out.printf("  %d pixels arrive elsewhere if followed to the last bit%n", arrivingElsewhere());
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      if (round == 0) {
        spent.clear();
      }
      steps();
    }
    spent.forEach((step, nanos) -> out.printf("  %-12s %7.2f ms%n", step, nanos / 1e6 / ROUNDS));
  }

  /** The steps of {@link FlowDecoder#decode} once more, with a clock between them. */
  private void steps() {
    int width = maps.width();
    int[] labels = new int[width * maps.height()];
    last = cpuNanos();
    new FlowDynamics(maps, settings, settings.steps(1))
        .follow((pixel, y, x) -> labels[pixel] = ((int) y) * width + ((int) x) + 1);
    lap("follow");
    int seeds = new ArrivalPeaks(width, maps.height()).label(labels);
    LabelledObjects objects = new LabelledObjects(labels, width, seeds);
    objects.keepSizes(0, settings.maxSizeFraction() * labels.length);
    lap("objects");
    objects.locate();
    FlowErrors errors = new FlowErrors(maps);
    boolean[] dropped = new boolean[objects.count() + 1];
    for (int label = 1; label < dropped.length; label++) {
      dropped[label] = errors.of(objects, label) > settings.flowThreshold();
    }
    objects.drop(dropped);
    lap("errors");
    objects.keepSizes(settings.minSize(), Double.POSITIVE_INFINITY);
    objects.locate();
    new HoleFilling().fill(objects);
    objects.recount();
    objects.keepSizes(settings.minSize(), Double.POSITIVE_INFINITY);
    lap("holes, sizes");
  }

  private int arrivingElsewhere() {
    int width = maps.width();
    int[] early = new int[width * maps.height()];
    int[] late = new int[width * maps.height()];
    new FlowDynamics(maps, settings, settings.steps(1))
        .follow((pixel, y, x) -> early[pixel] = ((int) y) * width + ((int) x) + 1);
    FlowDynamics.toTheLastBit(maps, settings, settings.steps(1))
        .follow((pixel, y, x) -> late[pixel] = ((int) y) * width + ((int) x) + 1);
    int different = 0;
    for (int i = 0; i < late.length; i++) {
      different += early[i] == late[i] ? 0 : 1;
    }
    return different;
  }

  private void lap(String step) {
    long now = cpuNanos();
    spent.merge(step, now - last, Long::sum);
    last = now;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
