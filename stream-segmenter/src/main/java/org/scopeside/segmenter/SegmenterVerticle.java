package org.scopeside.segmenter;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import org.scopeside.runtime.HealthProbe;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.ingest.AcquisitionPlans;
import org.scopeside.segmenter.ingest.FrameConsumer;
import org.scopeside.segmenter.ingest.OffsetTracker;
import org.scopeside.segmenter.library.AcquisitionModels;
import org.scopeside.segmenter.library.InstalledModels;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.pipeline.Outcome;
import org.scopeside.segmenter.pipeline.PlanePipeline;
import org.scopeside.segmenter.pipeline.ResultPublisher;

/** One segmenter: consumer, pipeline and publisher, started in order and drained when stopped. */
public final class SegmenterVerticle extends VerticleBase {
  private static final long STACK_CHECK_MS = 500;

  private final SegmenterSettings settings;
  private final MeterRegistry meters;
  private final OffsetTracker<Outcome> outcomes = new OffsetTracker<>();
  private final AtomicBoolean flushing = new AtomicBoolean();
  // Set by a worker when the start is done, read by the event loop and the probes.
  private volatile @Nullable AcquisitionPlans plans;
  private volatile @Nullable PlanePipeline pipeline;
  private volatile @Nullable FrameConsumer consumer;
  private volatile @Nullable ResultPublisher publisher;

  public SegmenterVerticle(SegmenterSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
  }

  /** Conditions of its health; may be asked before it has started. */
  public List<HealthProbe> probes() {
    return List.of(
        new HealthProbe("segmenter-consumer", false, () -> problemOf(consumer)),
        new HealthProbe("segmenter-alive", true, this::fatalProblem));
  }

  @Override
  public Future<?> start() {
    return blocking(
            () -> {
              startPipeline();
              return true;
            })
        .onSuccess(started -> vertx.setPeriodic(STACK_CHECK_MS, timer -> flushIdle()));
  }

  private void startPipeline() throws ModelUnavailableException, EngineException {
    // Also where the model that is configured needs no engine: an acquisition may name another.
    Engines.require(settings.engine());
    SegmenterClients clients = new SegmenterClients(settings);
    Topics topics = new Topics(settings.topicPrefix());
    AcquisitionPlans readPlans =
        new AcquisitionPlans(clients.planConsumer(), topics.acquisitions(), settings.planTimeout());
    AcquisitionModels models =
        new AcquisitionModels(
            readPlans,
            new ModelLibrary(librarySettings()),
            settings.model(),
            settings.shadowModel());
    models.load();
    PlanePipeline planes =
        new PlanePipeline(vertx, meters, settings, models, readPlans::wantsLabels, outcomes);
    FrameConsumer frames = new FrameConsumer(clients.consumer(), topics.frames(), outcomes, planes);
    ResultPublisher results =
        new ResultPublisher(
            clients.producer(), outcomes, frames::groupMetadata, settings.commitInterval());
    readPlans.start();
    results.start();
    planes.start();
    frames.start();
    plans = readPlans;
    pipeline = planes;
    consumer = frames;
    publisher = results;
  }

  private LibrarySettings librarySettings() {
    return new LibrarySettings(
        InstalledModels.places(settings.models()),
        settings.engine(),
        settings.precision(),
        settings.engineThreads(),
        settings.gpuDevice(),
        settings.gpuMemoryShare(),
        settings.segmentThreads(),
        settings.objectDiameterPx() == 0 ? Double.NaN : settings.objectDiameterPx(),
        settings.modelBytes(),
        settings.auditSeams());
  }

  private void flushIdle() {
    PlanePipeline planes = pipeline;
    if (planes != null && flushing.compareAndSet(false, true)) {
      blocking(
              () -> {
                planes.flushIdle();
                return true;
              })
          .onComplete(done -> flushing.set(false));
    }
  }

  @Override
  public Future<?> stop() {
    return blocking(
        () -> {
          drain();
          return true;
        });
  }

  private void drain() throws InterruptedException {
    FrameConsumer frames = consumer;
    PlanePipeline planes = pipeline;
    ResultPublisher results = publisher;
    AcquisitionPlans readPlans = plans;
    if (frames == null || planes == null || results == null || readPlans == null) {
      return;
    }
    frames.stopTaking();
    long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
    while (outcomes.open() > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    results.close();
    frames.close();
    readPlans.close();
    planes.close();
  }

  private @Nullable String fatalProblem() {
    ResultPublisher results = publisher;
    FrameConsumer frames = consumer;
    if (results != null && results.problem() != null) {
      return results.problem();
    }
    PlanePipeline planes = pipeline;
    if (planes != null && planes.problem() != null) {
      return planes.problem();
    }
    AcquisitionPlans readPlans = plans;
    if (readPlans != null && readPlans.problem() != null) {
      return readPlans.problem();
    }
    return frames != null && frames.dead() ? frames.problem() : null;
  }

  private static @Nullable String problemOf(@Nullable FrameConsumer consumer) {
    return consumer == null ? "not started yet" : consumer.problem();
  }

  private <T> Future<T> blocking(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }
}
