package org.scopeside.segmenter.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.ModelDescription;

/**
 * A network with its decoders: normalise, rescale, tile, infer, stitch, decode, back to the plane's
 * size.
 *
 * <p>Batches are filled with tiles of all fields handed over together. On an engine that works on
 * the calling thread everything does, and the stage returned is complete; behind one that completes
 * later, output is stitched and decoded on workers of the model, never on the engine's thread, and
 * fields complete from a worker.
 *
 * <p>Bytes touched for a pixel of one channel, between the plane and the network and back, with an
 * output of c channels at spacing g, tiles that together have r times the plane's pixels:
 *
 * <pre>
 *   statistics   read 4                     (percentiles; nothing where the steps are fixed)
 *   tile         read 4r, write 4r          (normalised, rescaled and padded on the way)
 *   network      reads and writes the same buffers: no copy
 *   stitching    read 4rc/g², write 4c/g²   (CENTRE reads no more than it writes: 4c/g²;
 *                                            TAPER adds to the map: write and read 4rc/g²)
 *   decoding     works on the stitched maps: no copy
 * </pre>
 *
 * <p>Memory: planes whose dense maps, or whose activations in a network that takes whole planes,
 * exceed {@link NetworkOptions#memoryBytes} are cut into regions and tiles; {@link #memoryBytes}
 * tells what was held at most. Thread-safe.
 */
public final class NetworkModel implements SegmentationModel, Refittable {
  private static final int USUAL_SIDE = 1024;
  private static final int WARM_UP_SIDE = 256;
  private static final int WARM_UP_ROUNDS = 8;
  private static final long WARM_UP_NANOS = 1_000_000_000;
  private static final int USUAL_DIAMETER = 20;

  private final ModelDescription description;
  private final WeightsGate gate = new WeightsGate();
  private volatile @Nullable String refitted;
  private final EngineSession session;
  private final Network network;

  /**
   * A network with dense outputs.
   *
   * @param session closed with the model
   * @param kinds one a kind of object, the one that is counted first
   * @throws EngineException if the network's tensors do not fit the description
   * @throws IllegalArgumentException if a decoder cannot read these outputs, or the preprocessing
   *     cannot be done
   */
  public NetworkModel(
      ModelDescription description,
      EngineSession session,
      List<KindDecoder> kinds,
      @Nullable SizeEstimator estimator,
      NetworkOptions options)
      throws EngineException {
    this(description, session, kinds, null, estimator, options);
  }

  /**
   * A detector.
   *
   * @param session closed with the model
   * @throws EngineException if the network's tensors do not fit the description
   */
  public NetworkModel(
      ModelDescription description,
      EngineSession session,
      Detections detections,
      NetworkOptions options)
      throws EngineException {
    this(description, session, List.of(), detections, null, options);
  }

  private NetworkModel(
      ModelDescription description,
      EngineSession session,
      List<KindDecoder> kinds,
      @Nullable Detections detections,
      @Nullable SizeEstimator estimator,
      NetworkOptions options)
      throws EngineException {
    this.description = description;
    this.session = session;
    Set<String> maps = new LinkedHashSet<>();
    kinds.forEach(kind -> maps.addAll(kind.maps()));
    Set<String> others = new LinkedHashSet<>();
    if (detections != null) {
      others.addAll(List.of(detections.boxes(), detections.scores(), detections.masks()));
      if (detections.labels() != null) {
        others.add(detections.labels());
      }
    } else if (kinds.isEmpty()) {
      throw new IllegalArgumentException(description.reference() + " has no decoder");
    }
    if (estimator != null) {
      others.add(estimator.styleTensor());
    }
    NetworkShape shape = new NetworkShape(description, session, maps, others);
    for (KindDecoder kind : kinds) {
      check(kind, shape);
    }
    network =
        new Network(
            description,
            session,
            shape,
            kinds,
            detections,
            estimator,
            options,
            workers(description.reference(), options.workers()));
  }

  private static void check(KindDecoder kind, NetworkShape shape) {
    Set<Integer> spacings = new LinkedHashSet<>();
    kind.maps().forEach(name -> spacings.add(shape.dense.get(shape.denseIndex(name)).spacing()));
    if (spacings.size() > 1 || (kind.atImageSize() && !spacings.contains(1))) {
      throw new IllegalArgumentException(
          "decoder of %s cannot read outputs %s of spacing %s"
              .formatted(kind.kind(), kind.maps(), spacings));
    }
  }

  /** Threads come when there is work and go when there is none. */
  private static ThreadPoolExecutor workers(String name, int count) {
    // Unbounded, but holds at most a call and a region of every run.
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "model-" + name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public String id() {
    String exchanged = refitted;
    return exchanged == null ? description.reference() : exchanged;
  }

  @Override
  public List<ChannelRole> channels() {
    return description.channels();
  }

  /** Planes of 1024² that fill a batch. */
  @Override
  public int batchSize() {
    int tiles = network.plan(USUAL_SIDE, USUAL_SIDE, 1).count();
    return Math.max(1, (network.options().maxBatch() + tiles - 1) / tiles);
  }

  @Override
  public int concurrency() {
    return session.concurrency();
  }

  /** Whether each plane is run once more beforehand, to tell the size of its objects. */
  public boolean estimatesSize() {
    return network.estimator() != null && Double.isNaN(network.options().objectDiameterPx());
  }

  /** Where it runs. */
  public DeviceReport device() {
    return session.device();
  }

  /** Most bytes that were held at once in direct buffers, dense maps and their decoding. */
  @Override
  public long memoryBytes() {
    return network.memory().peak();
  }

  @Override
  public double networkCpuSeconds() {
    return network.cpuSeconds();
  }

  @Override
  public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
    List<CompletableFuture<FieldSegmentation>> each = segmentEach(fields);
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
  }

  /**
   * As {@link #segment}, field by field: one that cannot be segmented fails alone, with {@link
   * org.scopeside.segmenter.decode.NonFiniteOutputException} where the network gave NaN or infinity
   * for it, {@link org.scopeside.segmenter.image.NonFinitePixelsException} where it holds such
   * pixels. An {@link EngineException} fails the fields of the batch.
   */
  public List<CompletableFuture<FieldSegmentation>> segmentEach(List<FieldInput> fields) {
    gate.enter();
    String by = refitted;
    List<CompletableFuture<FieldSegmentation>> results = start(fields);
    var unused =
        CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
            .whenComplete((all, failure) -> gate.leave());
    return by == null
        ? results
        : results.stream().map(each -> each.thenApply(found -> found.by(by))).toList();
  }

  @Override
  public void refit(ModelDescription changed, Path network) throws EngineException {
    gate.exclusively(
        () -> {
          session.refit(network);
          refitted = changed.reference();
        });
  }

  private List<CompletableFuture<FieldSegmentation>> start(List<FieldInput> fields) {
    List<CompletableFuture<FieldSegmentation>> results = new ArrayList<>();
    List<PlaneJob> planes = new ArrayList<>();
    for (FieldInput field : fields) {
      try {
        PlaneJob plane = new PlaneJob(network, field);
        planes.add(plane);
        results.add(plane.result);
      } catch (RuntimeException e) {
        results.add(CompletableFuture.failedFuture(e));
      }
    }
    new SegmentRun(network, planes).start();
    return results;
  }

  /**
   * Runs batches of the size that planes of 1024² fill, of discs in noise, so that the JIT compiles
   * the decoder too; blocks until it is done or has taken its time.
   */
  @Override
  public void warmUp() {
    List<FieldInput> fields = Collections.nCopies(network.options().maxBatch(), warmUpField());
    long begun = System.nanoTime();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      segment(fields).toCompletableFuture().join();
      if (System.nanoTime() - begun > WARM_UP_NANOS) {
        return;
      }
    }
  }

  /** Discs in noise, as {@link #warmUp} runs them. */
  public FieldInput warmUpField() {
    int side = Math.max(WARM_UP_SIDE, description.tiling().tile());
    double stated = description.scale().objectDiameterPx();
    int diameter = Double.isNaN(stated) ? USUAL_DIAMETER : (int) Math.max(4, stated);
    int spacing = 3 * diameter / 2;
    SplittableRandom random = new SplittableRandom(1);
    float[] pixels = new float[side * side];
    for (int i = 0; i < pixels.length; i++) {
      int dx = i % side % spacing - spacing / 2;
      int dy = i / side % spacing - spacing / 2;
      boolean inside = 4 * (dx * dx + dy * dy) < diameter * diameter;
      pixels[i] = (inside ? 2000 : 200) + random.nextInt(50);
    }
    GreyImage image = new GreyImage(pixels, side, side);
    return new FieldInput(
        Collections.nCopies(Math.max(1, description.channels().size()), image), Double.NaN);
  }

  /** Workers end by themselves: those of runs under way are still needed to fail them. */
  @Override
  public void close() {
    session.close();
  }
}
