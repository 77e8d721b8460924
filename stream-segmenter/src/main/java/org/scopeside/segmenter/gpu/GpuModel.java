package org.scopeside.segmenter.gpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.DeviceSession;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.network.NetworkModel;
import org.scopeside.segmenter.network.NetworkOptions;
import org.scopeside.segmenter.network.NetworkShape;
import org.scopeside.segmenter.network.Refittable;
import org.scopeside.segmenter.network.Rescaling;
import org.scopeside.segmenter.network.WeightsGate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network on a GPU with all that comes before and after it on the GPU too. Each of its lanes
 * takes a plane, sends it up, and completes it from a thread of its own.
 *
 * <p>A plane that does not fit into a lane's memory goes the way of {@link NetworkModel} through
 * the same engine: tiles and labels are then made on the host. It is slower and gives the same
 * objects; {@link #fieldsOnHost()} counts such planes.
 *
 * <p>Fields wait in a queue as long as two for each lane; who hands over more waits. Thread-safe.
 */
public final class GpuModel implements SegmentationModel, Refittable {
  private static final Logger log = LoggerFactory.getLogger(GpuModel.class);
  private static final int QUEUED_A_LANE = 2;
  private static final int WARM_UP_PLANES = 3;
  private static final int IDLE_MILLIS = 100;

  /** Side of planes that go through networks of whole planes in one piece. */
  public static final int LARGEST_TILE = 2048;

  private final GpuNetwork network;
  private final NetworkModel host;
  private final Rescaling rescaling;
  private final List<GpuLane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final BlockingQueue<Job> queue;
  private final WeightsGate gate = new WeightsGate();
  private final LongAdder onHost = new LongAdder();
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile @Nullable String refitted;

  /** A field and who waits for it. */
  private record Job(FieldInput field, CompletableFuture<FieldSegmentation> result) {}

  /**
   * Opens the lanes: as many as asked for, or as many as there is memory for, but one at least.
   *
   * @param host the same network for planes that do not fit; closed with this model
   * @throws EngineException if not even one lane can be opened
   */
  GpuModel(GpuNetwork network, NetworkModel host, Rescaling rescaling) throws EngineException {
    this.network = network;
    this.host = host;
    this.rescaling = rescaling;
    int wanted = network.options().lanes();
    openLanes(wanted);
    queue = new ArrayBlockingQueue<>(QUEUED_A_LANE * lanes.size());
    for (GpuLane lane : lanes) {
      Thread thread = new Thread(() -> serve(lane), "gpu-" + network.description().reference());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /**
   * Why a network has no way of whole planes on the device; null where it has one.
   *
   * @param host the same network, put together on the host
   */
  public static @Nullable String refusal(
      ModelDescription description, DeviceSession session, NetworkModel host) {
    if (host.estimatesSize()) {
      return "the size of objects is estimated plane by plane; state object-diameter-px";
    }
    for (TensorSpec tensor : session.inputs()) {
      if (session.inputs().size() > 1 || tensor.type() != TensorType.FLOAT32) {
        return "input " + tensor + " is not the one of float32";
      }
    }
    Set<String> dense = new HashSet<>();
    description.outputs().stream()
        .filter(output -> output.layout() != null)
        .forEach(output -> dense.add(output.id()));
    for (TensorSpec tensor : session.outputs()) {
      if (dense.contains(tensor.name()) && tensor.type() != TensorType.FLOAT32) {
        return "output " + tensor + " is not of float32";
      }
      boolean open = tensor.shape().lastIndexOf(TensorSpec.DYNAMIC) > 0;
      if (!dense.contains(tensor.name()) && open) {
        return "only a run tells the size of output " + tensor;
      }
    }
    return null;
  }

  /**
   * Puts a network on a device together.
   *
   * @param host the same network on the host, for planes that do not fit; closed with the model
   * @throws EngineException if kernels cannot be had, or there is not enough memory for one lane
   */
  public static GpuModel open(
      ModelDescription description,
      DeviceSession session,
      List<GpuKind> kinds,
      NetworkModel host,
      NetworkOptions options,
      GpuOptions gpu)
      throws EngineException {
    Set<String> maps = new LinkedHashSet<>();
    kinds.forEach(kind -> maps.addAll(kind.host().maps()));
    GpuNetwork network =
        new GpuNetwork(
            description,
            session,
            new NetworkShape(description, session, maps, Set.of()),
            List.copyOf(kinds),
            GpuKernels.of(session.cuda()),
            gpu.withAuditShare(options.auditShare()),
            new LongAdder(),
            LARGEST_TILE);
    Rescaling rescaling = new Rescaling(description.scale(), options.objectDiameterPx());
    return new GpuModel(network, host, rescaling);
  }

  private void openLanes(int wanted) throws EngineException {
    long each = network.options().memoryBytes() / wanted;
    while (lanes.size() < wanted) {
      try {
        lanes.add(new GpuLane(network, rescaling, each));
      } catch (EngineException e) {
        if (lanes.isEmpty() || e.reason() != Reason.OUT_OF_MEMORY) {
          closeLanes();
          throw e;
        }
        log.warn(
            "{} has {} of {} lanes on the GPU: {}",
            network.description().reference(),
            lanes.size(),
            wanted,
            e.getMessage());
        return;
      }
    }
  }

  /** A further lane, for who drives it on a thread of its own; the caller closes it. */
  public GpuLane openLane() throws EngineException {
    return new GpuLane(
        network, rescaling, network.options().memoryBytes() / network.options().lanes());
  }

  @Override
  public String id() {
    return host.id();
  }

  @Override
  public List<ChannelRole> channels() {
    return host.channels();
  }

  @Override
  public boolean readsRawSamples() {
    return true;
  }

  /** A plane keeps a lane busy. */
  @Override
  public int batchSize() {
    return 1;
  }

  @Override
  public int concurrency() {
    return QUEUED_A_LANE * lanes.size();
  }

  /** Where it runs; its bytes are those of the network and of all lanes. */
  public DeviceReport device() {
    DeviceReport session = network.session().device();
    return new DeviceReport(session.device(), session.bytes() + laneBytes(), session.precision());
  }

  private long laneBytes() {
    return lanes.stream().mapToLong(GpuLane::bytes).sum();
  }

  /** Of the device and of the host. */
  @Override
  public long memoryBytes() {
    return laneBytes() + host.memoryBytes();
  }

  /** Fields that did not fit on the device. */
  public long fieldsOnHost() {
    return onHost.sum();
  }

  /** Fields whose maps the host decoded, because they exceeded what the device had set aside. */
  public long fieldsDecodedOnHost() {
    return network.leftToHost().sum();
  }

  @Override
  public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
    List<CompletableFuture<FieldSegmentation>> each = new ArrayList<>();
    for (FieldInput field : fields) {
      each.add(entered(field));
    }
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<FieldSegmentation> entered(FieldInput field) {
    gate.enter();
    String by = refitted;
    CompletableFuture<FieldSegmentation> result = submit(field);
    var unused = result.whenComplete((found, failure) -> gate.leave());
    return by == null ? result : result.thenApply(found -> found.by(by));
  }

  /** Lanes driven by others must not be running. */
  @Override
  public void refit(ModelDescription changed, Path file) throws EngineException {
    gate.exclusively(
        () -> {
          host.refit(changed, file);
          refitted = changed.reference();
          for (GpuLane lane : lanes) {
            lane.forgetGraphs();
          }
        });
  }

  private CompletableFuture<FieldSegmentation> submit(FieldInput field) {
    CompletableFuture<FieldSegmentation> result = new CompletableFuture<>();
    try {
      queue.put(new Job(field, result));
      if (closed) {
        failQueued();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(
          new EngineException(Reason.RUN_FAILED, "interrupted while waiting for the GPU", e));
    }
    return result;
  }

  private void serve(GpuLane lane) {
    try {
      while (!closed) {
        // Not interrupted to end it: what it runs is not to be cut short.
        Job job = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (job != null) {
          run(lane, job);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(GpuLane lane, Job job) {
    try {
      job.result.complete(lane.segment(job.field));
    } catch (EngineException e) {
      if (e.reason() == Reason.OUT_OF_MEMORY) {
        runOnHost(job, e);
      } else {
        lostIf(e);
        job.result.completeExceptionally(e);
      }
    } catch (NonFiniteOutputException e) {
      adviseOnce();
      job.result.completeExceptionally(e);
    } catch (Throwable e) {
      // Whatever it is, no one may wait for this field for ever.
      job.result.completeExceptionally(e);
    }
  }

  private void adviseOnce() {
    String precision = network.session().device().precision();
    if (!precision.equals(Precision.FP32.word()) && told.add(precision)) {
      log.warn(
          "{} gave values that are not finite in {}; segmenter.precision = fp32 has more room",
          id(),
          precision);
    }
  }

  private void lostIf(EngineException e) {
    if (e.reason() == Reason.DEVICE_LOST) {
      network.session().deviceLost(e);
    }
  }

  private void runOnHost(Job job, EngineException why) {
    onHost.increment();
    FieldInput field = job.field;
    String size = field.image().width() + "×" + field.image().height();
    if (told.add(size)) {
      log.warn(
          "Planes of {} are tiled and decoded on the host by {}: {}", size, id(), why.getMessage());
    }
    var unused =
        host.segmentEach(List.of(field))
            .get(0)
            .whenComplete(
                (found, failure) -> {
                  if (failure == null) {
                    job.result.complete(found);
                  } else {
                    job.result.completeExceptionally(failure);
                  }
                });
  }

  /** Runs planes of a usual size, so that engines, kernels and graphs are ready. Blocks. */
  @Override
  public void warmUp() {
    int planes = WARM_UP_PLANES * lanes.size();
    segment(Collections.nCopies(planes, host.warmUpField())).toCompletableFuture().join();
  }

  private void failQueued() {
    List<Job> left = new ArrayList<>();
    queue.drainTo(left);
    for (Job job : left) {
      job.result.completeExceptionally(
          new EngineException(Reason.RUN_FAILED, "the model is closed"));
    }
  }

  /** Planes under way are finished; those that wait fail. */
  @Override
  public void close() {
    closed = true;
    failQueued();
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    closeLanes();
    host.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeLanes() {
    for (GpuLane lane : lanes) {
      @Nullable EngineException failure = null;
      try {
        lane.close();
      } catch (EngineException e) {
        failure = e;
      }
      if (failure != null) {
        log.warn("A lane of {} was not closed: {}", id(), failure.getMessage());
      }
    }
    lanes.clear();
  }
}
