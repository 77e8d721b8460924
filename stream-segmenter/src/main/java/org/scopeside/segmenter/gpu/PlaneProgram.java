package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.DeviceSession.DeviceRun;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.tiling.TilePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole way of planes of one size: pixels up, tiles, network, maps, objects down. All memory is
 * taken when it is made; a run enqueues the same calls with the same arguments each time, so that
 * from the second plane on they are one CUDA graph.
 *
 * <p>Device memory for a plane of p pixels, tiles that together have r times as many, c channels
 * out at spacing g: raw plane 2p, tiles of one batch, outputs of all tiles 4rpc/g², maps 4pc/g² and
 * what the decoders need.
 */
final class PlaneProgram implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlaneProgram.class);

  private final GpuNetwork network;
  private final Cuda cuda;
  private final DeviceRun run;
  private final DeviceMemory memory;
  private final TilePlan plan;
  private final TileBatches batches;
  private final PlaneChannels channels;
  private final List<TileGather.Batch> gathers = new ArrayList<>();
  private final long input;

  /** Every output of the network, in its order, and where all tiles' values of it lie. */
  private final List<TensorSpec> outputs;

  private final long[] outputAddresses;
  private final long[] outputTileBytes;

  private final List<KindMaps> kinds = new ArrayList<>();
  private final @Nullable SeamCopies seams;
  private long graph;
  private int runs;
  private boolean plain;

  /**
   * Takes all memory.
   *
   * @param stream for what goes up once
   * @param budget device memory that it may hold
   * @throws EngineException {@link EngineException.Reason#OUT_OF_MEMORY} if it does not suffice
   */
  PlaneProgram(GpuNetwork network, DeviceRun run, PlaneKey key, long stream, long budget)
      throws EngineException {
    this.network = network;
    this.run = run;
    cuda = network.cuda();
    plain = !network.options().graphs();
    plan = network.plan(key.height(), key.width(), key.factor());
    batches = TileBatches.of(plan.count(), network.largestBatch(), network.shape().fixedBatch > 0);
    outputs = network.session().outputs();
    outputAddresses = new long[outputs.size()];
    outputTileBytes = new long[outputs.size()];
    memory = new DeviceMemory(cuda, budget);
    DeviceSetup setup = new DeviceSetup(cuda, network.kernels(), memory, stream);
    try {
      channels = new PlaneChannels(setup, network, key, plan);
      input = takeInput(setup);
      takeOutputs();
      for (GpuKind kind : network.kinds()) {
        kinds.add(new KindMaps(setup, network, kind, key, plan, denseAddresses()));
      }
      seams = SeamCopies.of(network, memory, plan, denseAddresses());
    } catch (EngineException | RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  private long takeInput(DeviceSetup setup) throws EngineException {
    var shape = network.shape();
    TileGather gather =
        new TileGather(
            setup,
            channels.planes(),
            channels.maps(),
            plan,
            shape.input.layout(),
            shape.input.channels());
    long address = memory.take("tiles of a batch", batches.size() * gather.tileBytes());
    for (int batch = 0; batch < batches.count(); batch++) {
      int first = batch * batches.size();
      int count = Math.min(batches.size(), plan.count() - first);
      gathers.add(gather.batch(first, count, batches.size(), address));
    }
    return address;
  }

  private void takeOutputs() throws EngineException {
    for (int i = 0; i < outputAddresses.length; i++) {
      outputTileBytes[i] = network.outputBytes(outputs.get(i), plan);
      outputAddresses[i] =
          memory.take(
              "output " + outputs.get(i).name() + " of all tiles",
              batches.places() * outputTileBytes[i]);
    }
  }

  /** Addresses of the dense outputs, in the order of the network's shape. */
  private long[] denseAddresses() {
    return network.shape().dense.stream().mapToLong(this::addressOf).toArray();
  }

  private long addressOf(Output output) {
    for (int i = 0; i < outputAddresses.length; i++) {
      if (outputs.get(i).name().equals(output.id())) {
        return outputAddresses[i];
      }
    }
    throw new IllegalStateException("the network has no output " + output.id());
  }

  /** Device memory that it holds. */
  long bytes() {
    return memory.bytes();
  }

  int tiles() {
    return plan.count();
  }

  /** Pinned memory for the pixels of a channel, to be filled before a run. */
  ByteBuffer staged(int channel) {
    return channels.staged(channel);
  }

  /**
   * Settles on the host what the device cannot: how values that are no whole numbers are mapped.
   */
  void settle(List<GreyImage> images) {
    channels.settle(images);
  }

  /** The first channel's pinned memory, of 16 bit. */
  ShortBuffer stagedShorts() {
    return channels.stagedShorts();
  }

  /** Enqueues everything for the plane that was staged. */
  void run(long stream) throws EngineException {
    runs++;
    // The first run is plain: TensorRT sets itself up for a shape when it is first enqueued.
    if (graph == 0 && runs > 1 && !plain) {
      record(stream);
    }
    if (graph == 0) {
      enqueue(stream, null);
    } else {
      cuda.launchGraph(graph, stream);
    }
  }

  private void record(long stream) throws EngineException {
    cuda.beginCapture(stream);
    @Nullable EngineException refusal = null;
    try {
      enqueue(stream, null);
    } catch (EngineException e) {
      refusal = e;
    }
    try {
      graph = cuda.endCapture(stream);
    } catch (EngineException e) {
      refusal = refusal == null ? e : refusal;
    }
    if (refusal != null) {
      plain = true;
      dropGraph();
      log.warn(
          "{} runs without CUDA graphs: {}",
          network.description().reference(),
          refusal.getMessage());
    }
  }

  /** Forgets what was recorded: the network's weights have moved. */
  void dropGraph() throws EngineException {
    long recorded = graph;
    graph = 0;
    runs = 0;
    if (recorded != 0) {
      cuda.destroyGraph(recorded);
    }
  }

  private void enqueue(long stream, @Nullable StepClock clock) throws EngineException {
    channels.enqueue(stream, clock);
    for (int batch = 0; batch < batches.count(); batch++) {
      gathers.get(batch).enqueue(stream);
      done(clock, "tiles");
      enqueueBatch(batch, stream);
      done(clock, "network");
    }
    for (KindMaps kind : kinds) {
      kind.enqueueMaps(stream);
    }
    done(clock, "stitching");
    for (KindMaps kind : kinds) {
      kind.enqueueDecoding(stream);
    }
    if (seams != null) {
      seams.enqueue(stream);
    }
    done(clock, "decoding");
  }

  static void done(@Nullable StepClock clock, String step) throws EngineException {
    if (clock != null) {
      clock.done(step);
    }
  }

  private void enqueueBatch(int batch, long stream) throws EngineException {
    var shape = network.shape();
    run.shape(
        shape.input.id(), shape.inputShape(batches.size(), plan.tileHeight(), plan.tileWidth()));
    run.address(shape.input.id(), input);
    for (int i = 0; i < outputAddresses.length; i++) {
      long first = (long) batch * batches.size() * outputTileBytes[i];
      run.address(outputs.get(i).name(), outputAddresses[i] + first);
    }
    run.enqueue(stream);
  }

  /** The network alone, on what lies in its input. */
  void enqueueNetwork(long stream) throws EngineException {
    for (int batch = 0; batch < batches.count(); batch++) {
      enqueueBatch(batch, stream);
    }
  }

  /** Runs the plane that lies in the staging memory, step by step. */
  Map<String, Float> stepMillis(long stream) throws EngineException {
    try (StepClock clock = new StepClock(cuda, stream)) {
      enqueue(stream, clock);
      return clock.millis();
    }
  }

  /** Waits for a run and makes its objects. */
  FieldSegmentation segmentation(long stream, int minArea) throws EngineException {
    fetch(stream);
    List<ObjectSet> sets = new ArrayList<>();
    for (KindMaps kind : kinds) {
      sets.add(new ObjectSet(kind.name(), kind.finish(stream).atLeast(minArea)));
    }
    @Nullable SeamAudit audit = seams == null ? null : seams.compare();
    return new FieldSegmentation(sets, audit);
  }

  /** Waits for a run and copies the labels of the kind that is counted. */
  int labels(long stream, IntBuffer labels) throws EngineException {
    fetch(stream);
    return kinds.get(0).finishInto(labels, stream);
  }

  private void fetch(long stream) throws EngineException {
    cuda.synchronize(stream);
    boolean more = false;
    for (KindMaps kind : kinds) {
      more |= kind.fetch(stream);
    }
    if (more) {
      cuda.synchronize(stream);
    }
  }

  @Override
  public void close() throws EngineException {
    try {
      dropGraph();
    } finally {
      memory.close();
    }
  }
}
