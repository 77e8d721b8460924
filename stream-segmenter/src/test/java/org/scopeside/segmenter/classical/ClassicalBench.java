package org.scopeside.segmenter.classical;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.NpyArray;
import org.scopeside.segmenter.image.ReferenceData;
import org.scopeside.segmenter.image.ValueRange;

/**
 * CPU time of the classical segmentation, step by step, on one thread.
 *
 * <p>Planes are made from the label images of the reference vectors: objects of differing
 * brightness on a dark background, blurred, with noise. With a folder as argument they are written
 * there as raw little-endian float32, {@code <case>.f32}, so that {@code
 * src/test/python/scikit_pipeline.py} can be run on the same pixels.
 */
public final class ClassicalBench {
  private static final int WARM_UP = 8;
  private static final int ROUNDS = 9;

  private final PrintStream out;
  private final Map<String, Long> spent = new LinkedHashMap<>();
  private long last;

  private ClassicalBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    for (String name : new String[] {"512_100", "1024_1000", "2048_1000", "2048_5000"}) {
      GreyImage plane = plane(ReferenceData.vectors("bench/" + name).get(0).resolve("labels.npy"));
      if (args.length > 0) {
        write(plane, Path.of(args[0], name + ".f32"));
      }
      ClassicalBench bench = new ClassicalBench(System.out);
      bench.run(name + " defaults", plane, ClassicalSettings.defaults());
      bench.run(name + " basic", plane, ClassicalSettings.cellProfilerBasic());
    }
  }

  private void run(String name, GreyImage plane, ClassicalSettings settings) {
    ClassicalSegmentation segmentation = new ClassicalSegmentation(settings);
    long[] whole = new long[ROUNDS];
    int objects = 0;
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = cpuNanos();
      objects = segmentation.segment(plane).objectCount();
      if (round >= 0) {
        whole[round] = cpuNanos() - start;
      }
    }
    Arrays.sort(whole);
    out.printf(
        "%s: %d objects, median %.1f ms CPU, least %.1f ms%n",
        name, objects, whole[ROUNDS / 2] / 1e6, whole[0] / 1e6);
    spent.clear();
    Steps steps = new Steps(plane, settings);
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      if (round == 0) {
        spent.clear();
      }
      steps.run();
    }
    spent.forEach((step, nanos) -> out.printf("  %-22s %6.2f ms%n", step, nanos / 1e6 / ROUNDS));
  }

  private void lap(String step) {
    long now = cpuNanos();
    if (!step.isEmpty()) {
      spent.merge(step, now - last, Long::sum);
    }
    last = cpuNanos();
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The steps of {@link ClassicalSegmentation#segment} once more, with a clock between them. */
  private final class Steps {
    private final GreyImage plane;
    private final ClassicalSettings settings;
    private final GaussianFilter smoothing;
    private final GaussianFilter distanceSmoothing;
    private final IntensityHistogram histogram = new IntensityHistogram();
    private final MaskRuns mask = new MaskRuns();
    private final MaskRuns background = new MaskRuns();
    private final DistanceTransform transform = new DistanceTransform();
    private final SeedFinder seeds = new SeedFinder();
    private final ObjectLabelling labelling = new ObjectLabelling();
    private final FloodPlane flood = new FloodPlane();
    private final float[] smoothed;
    private final float[] distance;

    Steps(GreyImage plane, ClassicalSettings settings) {
      this.plane = plane;
      this.settings = settings;
      smoothing = new GaussianFilter(settings.smoothingSigma());
      distanceSmoothing = new GaussianFilter(settings.distanceSigma());
      smoothed = new float[plane.pixels().length];
      distance = new float[plane.pixels().length];
    }

    void run() {
      int width = plane.width();
      int height = plane.height();
      lap("");
      smoothing.apply(plane.pixels(), smoothed, width, height);
      lap("gaussian");
      ValueRange range = ValueRange.of(smoothed, plane);
      lap("range");
      histogram.fill(smoothed, range.min(), range.max());
      float threshold = (float) new Threshold(settings).choose(histogram);
      lap("histogram, threshold");
      mask.above(smoothed, threshold, width, height);
      lap("mask");
      mask.fillHoles(background, settings.maxHoleArea());
      mask.label();
      lap("holes, components");
      transform.apply(mask, distance);
      lap("distance");
      int apart =
          settings.seedSpacing() > 0
              ? SeedFinder.typicalDistance(
                  mask, distance, settings.seedSpacing(), settings.minArea())
              : settings.minSeedDistance();
      lap("seed distance");
      flood.resize(width, height);
      distanceSmoothing.apply(
          distance, flood.heights(), width, height, flood.row(0), flood.stride());
      lap("distance smoothing");
      flood.restrictTo(mask);
      lap("components painted");
      seeds.find(mask, flood, apart);
      lap("seeds");
      labelling.label(mask, seeds, flood, settings.minArea(), new int[width * height]);
      lap("watershed, numbering");
    }
  }

  private static GreyImage plane(Path labelFile) throws IOException {
    NpyArray labels = NpyArray.read(labelFile);
    float[] sharp = new float[labels.values().length];
    for (int i = 0; i < sharp.length; i++) {
      int label = (int) labels.values()[i];
      sharp[i] = label == 0 ? 200 : 1000 + 100 * (label % 10);
    }
    float[] pixels = new float[sharp.length];
    new GaussianFilter(1.5).apply(sharp, pixels, labels.width(), labels.height());
    Random random = new Random(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.max(0, Math.round(pixels[i] + 30 * random.nextGaussian()));
    }
    return new GreyImage(pixels, labels.width(), labels.height());
  }

  private static void write(GreyImage plane, Path file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * plane.pixels().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(plane.pixels());
    Files.write(file, bytes.array());
  }
}
