package org.scopeside.segmenter.network;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.normalise.Normaliser;
import org.scopeside.segmenter.tiling.Area;
import org.scopeside.segmenter.tiling.Regions;
import org.scopeside.segmenter.tiling.SeamAuditor;
import org.scopeside.segmenter.tiling.TilePlan;

/** What all runs of a model share: settings and resources. Thread-safe. */
final class Network {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Activations of common networks for a pixel: 32 channels at full size, eight alive. */
  private static final long LEAST_ACTIVATION_BYTES = 1024;

  /** Times that a network's activations exceed what it gives out: StarDist's in ONNX Runtime. */
  private static final int ACTIVATIONS_OVER_OUTPUT = 9;

  /** Share of the memory beside planes and labels for the network and its buffers. */
  private static final double NETWORK_SHARE = 0.59;

  /** The same for planes that are too large in one piece: smaller tiles do, at little more work. */
  private static final double TILED_NETWORK_SHARE = 0.4;

  /** Share for dense maps, their decoding and strips. */
  private static final double MAPS_SHARE = 0.25;

  /** A plane and its labels, for a pixel. */
  private static final int PLANE_BYTES = 8;

  private static final int LARGE_TILE_HALO = 64;

  /** Scratch of decoders for a pixel that they see. */
  private static final int DECODER_BYTES = 24;

  private static final int LEAST_OVERLAP = 64;
  private static final int USUAL_OVERLAP = 128;
  private static final int LARGEST_OVERLAP = 512;

  private final ModelDescription description;
  private final EngineSession session;
  private final NetworkShape shape;
  private final List<KindDecoder> kinds;
  private final @Nullable Detections detections;
  private final @Nullable SizeEstimator estimator;
  private final NetworkOptions options;
  private final Normaliser normaliser;
  private final Memory memory = new Memory();
  private final BufferPool pool;
  private final Executor executor;
  private final LongAdder cpuNanos = new LongAdder();
  private volatile boolean asynchronous;

  Network(
      ModelDescription description,
      EngineSession session,
      NetworkShape shape,
      List<KindDecoder> kinds,
      @Nullable Detections detections,
      @Nullable SizeEstimator estimator,
      NetworkOptions options,
      Executor executor) {
    this.description = description;
    this.session = session;
    this.shape = shape;
    this.kinds = List.copyOf(kinds);
    this.detections = detections;
    this.estimator = estimator;
    this.options = options;
    this.executor = executor;
    normaliser = new Normaliser(shape.input.preprocessing());
    pool = new BufferPool(session.concurrency(), shape, memory, executor);
  }

  EngineSession session() {
    return session;
  }

  /**
   * Runs the network, and counts the CPU time of the calling thread: all of it on an engine that
   * works there with one thread.
   */
  CompletionStage<Map<String, Tensor>> run(
      Tensor input, Map<String, Tensor> pinned, List<String> allocated) {
    long begun = threadCpuNanos();
    try {
      return session.run(Map.of(shape.input.id(), input), pinned, allocated);
    } finally {
      cpuNanos.add(threadCpuNanos() - begun);
    }
  }

  private static long threadCpuNanos() {
    return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : 0;
  }

  double cpuSeconds() {
    return cpuNanos.sum() / 1e9;
  }

  NetworkShape shape() {
    return shape;
  }

  List<KindDecoder> kinds() {
    return kinds;
  }

  String kindName(int kind) {
    return detections == null ? kinds.get(kind).kind() : detections.kind();
  }

  /** Pixels of the smallest object in a plane of that pixel size, µm; 0 where it is not known. */
  int minArea(double pixelSizeUm) {
    return description.scale().minArea(pixelSizeUm);
  }

  @Nullable Detections detections() {
    return detections;
  }

  @Nullable SizeEstimator estimator() {
    return estimator;
  }

  NetworkOptions options() {
    return options;
  }

  Normaliser normaliser() {
    return normaliser;
  }

  Rescaling rescaling() {
    return new Rescaling(description.scale(), options.objectDiameterPx());
  }

  Memory memory() {
    return memory;
  }

  BufferPool pool() {
    return pool;
  }

  Executor executor() {
    return executor;
  }

  /** Whether the engine was seen to complete a batch later, from a thread of its own. */
  boolean isAsynchronous() {
    return asynchronous;
  }

  void setAsynchronous() {
    asynchronous = true;
  }

  /** Tiles of a plane of a size, rescaled by a factor. */
  TilePlan plan(int height, int width, double factor) {
    int scaledHeight = scaled(height, factor);
    int scaledWidth = scaled(width, factor);
    return TilePlan.of(
        scaledHeight,
        scaledWidth,
        tiling(scaledHeight, scaledWidth, (double) height * width),
        shape.input.sizeY(),
        shape.input.sizeX(),
        shape.spacing);
  }

  private static int scaled(int length, double factor) {
    return factor == 1 ? length : (int) Math.max(1, Math.min(Integer.MAX_VALUE, length * factor));
  }

  /** A whole plane where memory allows, else large tiles of it. */
  private Tiling tiling(int height, int width, double planePixels) {
    Tiling stated = description.tiling();
    if (stated.tile() > 0) {
      return stated;
    }
    double bytes =
        Math.max(LEAST_ACTIVATION_BYTES, ACTIVATIONS_OVER_OUTPUT * shape.denseBytesPerPixel());
    double spare = spare(planePixels);
    if ((double) height * width <= NETWORK_SHARE * spare / bytes) {
      return stated;
    }
    int side = (int) Math.max(1, Math.sqrt(TILED_NETWORK_SHARE * spare / bytes));
    int halo = Math.min(stated.halo() > 0 ? stated.halo() : LARGE_TILE_HALO, side / 4);
    int fitted = Math.max(evenTile(height, side, halo), evenTile(width, side, halo));
    int step = Math.max(1, Math.max(shape.input.sizeY().step(), shape.input.sizeX().step()));
    int up = (fitted + step - 1) / step * step;
    return new Tiling(up <= side ? up : Math.max(step, side / step * step), halo, Blend.CENTRE);
  }

  /** The smallest tile of which no more are needed than of the largest. */
  private static int evenTile(int length, int largest, int halo) {
    if (length <= largest) {
      return length;
    }
    int reach = largest - 2 * halo;
    int count = 1 + (length - largest + reach - 1) / reach;
    return (length + (count - 1) * 2 * halo + count - 1) / count;
  }

  /** What is left of the memory beside a plane and its labels; some, whatever its size. */
  private double spare(double planePixels) {
    return Math.max(options.memoryBytes() / 8.0, options.memoryBytes() - PLANE_BYTES * planePixels);
  }

  /** Tiles of one size that fit into a batch. */
  int batch(TilePlan plan) {
    if (shape.input.layout() == Layout.CYX || detections != null) {
      return 1;
    }
    if (shape.fixedBatch > 0) {
      return shape.fixedBatch;
    }
    double bytes =
        (4.0 * shape.input.channels() + shape.denseBytesPerPixel())
            * plan.tileHeight()
            * plan.tileWidth();
    return (int) Math.max(1, Math.min(options.maxBatch(), options.memoryBytes() / (8 * bytes)));
  }

  /** Bytes of dense maps, labels and decoding for one pixel of the plane. */
  double bytesPerPixel(TilePlan plan, int height, int width) {
    double seen = (double) plan.height() * plan.width() / ((double) height * width);
    double resized = plan.height() == height && plan.width() == width ? 0 : 1;
    return shape.denseBytesPerPixel() * (seen + resized) + DECODER_BYTES * Math.max(1, seen) + 4;
  }

  /** Parts of a plane whose dense maps fit into their share of the memory. */
  Regions regions(int height, int width, TilePlan plan, double factor) {
    double pixels = mapsBytes(height, width) / bytesPerPixel(plan, height, width);
    double diameter =
        options.objectDiameterPx() > 0
            ? options.objectDiameterPx()
            : description.scale().objectDiameterPx() / factor;
    double overlap = diameter > 0 ? 3 * diameter : USUAL_OVERLAP;
    return Regions.of(
        height,
        width,
        (long) Math.max(1, pixels),
        (int) Math.max(LEAST_OVERLAP, Math.min(LARGEST_OVERLAP, overlap)),
        inPlane(plan.endsY(), plan.height(), height),
        inPlane(plan.endsX(), plan.width(), width));
  }

  /** Positions of the plane whose pixels are made from what lies before those given. */
  private static int[] inPlane(int[] ends, int scaledLength, int length) {
    if (scaledLength == length) {
      return ends;
    }
    // Two less: one is for interpolation, one for rounding.
    return Arrays.stream(ends)
        .map(end -> (int) ((long) Math.max(0, end - 2) * length / scaledLength))
        .toArray();
  }

  /** Bytes that regions of a plane of this size may hold together. */
  double mapsBytes(int height, int width) {
    return MAPS_SHARE * spare((double) height * width);
  }

  /** Audits the first kind; null where the audit is off. */
  @Nullable SeamAuditor auditor(TilePlan plan) {
    if (options.auditShare() == 0 || plan.count() == 1) {
      return null;
    }
    List<SeamAuditor.Source> sources =
        kinds.get(0).maps().stream()
            .map(
                name -> {
                  int index = shape.denseIndex(name);
                  Output output = shape.dense.get(index);
                  return new SeamAuditor.Source(
                      index, output.channels(), Objects.requireNonNull(output.layout()));
                })
            .toList();
    int spacing = shape.dense.get(sources.get(0).index()).spacing();
    return new SeamAuditor(plan, options.auditShare(), spacing, sources);
  }

  static Area whole(TilePlan plan) {
    return new Area(0, 0, plan.height(), plan.width());
  }
}
