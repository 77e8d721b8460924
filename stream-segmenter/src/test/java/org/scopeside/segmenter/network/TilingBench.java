package org.scopeside.segmenter.network;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.starconvex.StarConvexDecoder;
import org.scopeside.segmenter.decode.starconvex.StarConvexSettings;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.engine.onnxruntime.OnnxRuntimeEngine;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.ReferenceData;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Scale;
import org.scopeside.segmenter.modelpackage.ModelDescription.Size;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.normalise.Normaliser;
import org.scopeside.segmenter.tiling.DenseBlender;
import org.scopeside.segmenter.tiling.TilePlan;
import org.scopeside.segmenter.tiling.TileReader;

/**
 * What a plane costs beside its network, on one thread: CPU time of the bare network on its tiles,
 * of normalising, tiling and stitching, and of the whole field with decoding; bytes copied for a
 * pixel; memory. With a side as argument (8192) one plane of that size is segmented and the peak
 * memory of the process told; a second argument is the memory allowed, MiB.
 *
 * <p>The network is that of StarDist (DSB 2018), from {@code SCOPESIDE_DATA}.
 */
public final class TilingBench {
  private static final int SIDE = 1024;
  private static final int ROUNDS = 3;
  private static final Size MULTIPLES_OF_8 = new Size(8, 8);

  private final PrintStream out;
  private final EngineSession session;

  private TilingBench(PrintStream out) throws EngineException {
    this.out = out;
    Path network = ReferenceData.images("weights").resolve("stardist_dsb2018.onnx");
    session = new OnnxRuntimeEngine().open(network, EngineOptions.singleThread());
  }

  public static void main(String[] args) throws EngineException, IOException {
    TilingBench bench = new TilingBench(System.out);
    if (args.length > 0) {
      bench.large(Integer.parseInt(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 2048);
    } else {
      bench.ratios(Tiling.WHOLE);
      bench.ratios(new Tiling(512, 32, Blend.CENTRE));
      bench.ratios(new Tiling(224, 22, Blend.TAPER));
    }
  }

  private static ModelDescription description(Tiling tiling) {
    return new ModelDescription(
        "stardist",
        "1",
        "StarDist",
        "Nuclei",
        "BSD-3-Clause",
        List.of(),
        List.of(),
        null,
        null,
        new Input("image", Layout.BCYX, 1, MULTIPLES_OF_8, MULTIPLES_OF_8, List.of(steps())),
        List.of(new Output("prob", Layout.BCYX, 1, 1), new Output("dist", Layout.BCYX, 32, 1)),
        List.of(ChannelRole.NUCLEUS),
        Scale.ANY,
        tiling,
        List.of(),
        null,
        List.of());
  }

  private static Preprocessing steps() {
    return new ScaleRange(1, 99.8, 1e-6, false);
  }

  private static List<KindDecoder> kinds() {
    StarConvexSettings settings =
        StarConvexSettings.of(
            new Parameters("bench", Map.of("grid", 1, "rays", 32, "prob_thresh", 0.4)));
    return List.of(
        KindDecoder.of("Nuclei", List.of("prob", "dist"), new StarConvexDecoder(settings)));
  }

  private NetworkModel model(Tiling tiling) throws EngineException {
    return new NetworkModel(description(tiling), session, kinds(), null, NetworkOptions.defaults());
  }

  private void ratios(Tiling tiling) throws EngineException {
    GreyImage plane = nuclei(SIDE);
    Around around = new Around(plane, tiling);
    long bare = Long.MAX_VALUE;
    long beside = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpuNanos();
      around.network();
      bare = Math.min(bare, cpuNanos() - start);
    }
    for (int round = 0; round < 5 * ROUNDS; round++) {
      long start = cpuNanos();
      around.everythingElse();
      beside = Math.min(beside, cpuNanos() - start);
    }
    NetworkModel model = model(tiling);
    FieldInput field = FieldInput.of(plane, Double.NaN);
    long whole = Long.MAX_VALUE;
    FieldSegmentation found = null;
    for (int round = 0; round < ROUNDS; round++) {
      long start = cpuNanos();
      found = model.segment(List.of(field)).toCompletableFuture().join().get(0);
      whole = Math.min(whole, cpuNanos() - start);
    }
    int objects = found == null ? 0 : found.labels().objectCount();
    out.printf(
        "%s, %d tiles of %d, %d objects%n",
        tiling, around.plan.count(), around.plan.tileWidth(), objects);
    out.printf(
        "  network %.1f ms, beside it %.1f ms (%.2f %%), whole field %.1f ms (%.1f %% of the bare"
            + " network's planes/s)%n",
        bare / 1e6, beside / 1e6, 100.0 * beside / bare, whole / 1e6, 100.0 * bare / whole);
    out.printf(
        "  %.0f bytes a pixel; buffers and maps %.1f MiB at most; seams %s%n",
        around.bytesPerPixel(),
        model.memoryBytes() / 1048576.0,
        found == null ? null : found.seams());
  }

  /** The steps of the model one by one, without decoder. */
  private final class Around {
    final TilePlan plan;
    private final GreyImage plane;
    private final Tensor input;
    private final Tensor prob;
    private final Tensor dist;

    Around(GreyImage plane, Tiling tiling) {
      this.plane = plane;
      plan = TilePlan.of(SIDE, SIDE, tiling, MULTIPLES_OF_8, MULTIPLES_OF_8, 1);
      int height = plan.tileHeight();
      int width = plan.tileWidth();
      input = Tensor.allocate(TensorType.FLOAT32, 1, 1, height, width);
      prob = Tensor.allocate(TensorType.FLOAT32, 1, 1, height, width);
      dist = Tensor.allocate(TensorType.FLOAT32, 1, 32, height, width);
    }

    void network() {
      for (int tile = 0; tile < plan.count(); tile++) {
        session
            .run(Map.of("image", input), Map.of("prob", prob, "dist", dist), List.of())
            .toCompletableFuture()
            .join();
      }
    }

    void everythingElse() {
      Normaliser.Channel channel = new Normaliser(List.of(steps())).channel(plane);
      TileReader reader = new TileReader(List.of(channel), plan, Layout.BCYX, 1);
      List<DenseBlender> blenders =
          List.of(
              new DenseBlender(plan, Network.whole(plan), Network.whole(plan), 1, 1, Layout.BCYX),
              new DenseBlender(plan, Network.whole(plan), Network.whole(plan), 1, 32, Layout.BCYX));
      FloatBuffer in = input.floats();
      for (int tile = 0; tile < plan.count(); tile++) {
        reader.read(tile, in, 0);
        blenders.get(0).add(tile, prob.floats(), 0);
        blenders.get(1).add(tile, dist.floats(), 0);
      }
    }

    /** As {@link NetworkModel} counts them. */
    double bytesPerPixel() {
      double tiles = 0;
      double used = 0;
      for (int tile = 0; tile < plan.count(); tile++) {
        tiles += plan.tile(tile).pixels();
        used += plan.contribution(tile).pixels();
      }
      double plan0 = (double) SIDE * SIDE;
      double stitched = plan.blend() == Blend.TAPER ? 12 * used : 8 * used;
      return 4 + 8 * tiles / plan0 + 33 * stitched / plan0;
    }
  }

  private void large(int side, int memoryMiB) throws EngineException, IOException {
    GreyImage plane = nuclei(side);
    NetworkOptions options = NetworkOptions.defaults().withMemoryBytes((long) memoryMiB << 20);
    NetworkModel model =
        new NetworkModel(description(Tiling.WHOLE), session, kinds(), null, options);
    long start = System.nanoTime();
    FieldSegmentation found =
        model
            .segment(List.of(FieldInput.of(plane, Double.NaN)))
            .toCompletableFuture()
            .join()
            .get(0);
    LabelImage labels = found.labels();
    out.printf(
        "%d² in %.0f s: %d objects, seams %s; buffers and maps %.0f MiB at most%n",
        side,
        (System.nanoTime() - start) / 1e9,
        labels.objectCount(),
        found.seams(),
        model.memoryBytes() / 1048576.0);
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      out.printf("  %s peak %.0f MiB%n", pool.getName(), pool.getPeakUsage().getUsed() / 1048576.0);
    }
    // Linux: the most memory that the process held at once, the engine's included.
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        out.println("  " + line);
      }
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Bright discs of radius 9 to 14 in noise, one to 40 x 40 pixels. */
  private static GreyImage nuclei(int side) {
    SplittableRandom random = new SplittableRandom(7);
    float[] pixels = new float[side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 100 + random.nextInt(40);
    }
    List<int[]> centres = new ArrayList<>();
    for (int y = 20; y < side - 20; y += 40) {
      for (int x = 20; x < side - 20; x += 40) {
        centres.add(
            new int[] {y + random.nextInt(9), x + random.nextInt(9), 9 + random.nextInt(6)});
      }
    }
    for (int[] c : centres) {
      for (int y = Math.max(0, c[0] - c[2]); y < Math.min(side, c[0] + c[2]); y++) {
        for (int x = Math.max(0, c[1] - c[2]); x < Math.min(side, c[1] + c[2]); x++) {
          int d = (y - c[0]) * (y - c[0]) + (x - c[1]) * (x - c[1]);
          if (d < c[2] * c[2]) {
            pixels[y * side + x] += 1500 - 700f * d / (c[2] * c[2]);
          }
        }
      }
    }
    return new GreyImage(pixels, side, side);
  }
}
