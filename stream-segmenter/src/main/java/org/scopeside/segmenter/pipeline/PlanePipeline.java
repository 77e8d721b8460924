package org.scopeside.segmenter.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.ingest.FrameConsumer;
import org.scopeside.segmenter.ingest.OffsetTracker;
import org.scopeside.segmenter.ingest.ReceivedFrame;
import org.scopeside.segmenter.model.ModelChoice;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plane's journey through the segmenter.
 *
 * <pre>
 *   consume ─▶ decode ─▶ quality ─▶ project z, join channels ─▶ segment ─▶ measure ─▶ publish
 *                │          └──── a plane without objects ───────────────────────────▲
 *                └─────────────── a plane that fails, at any stage ──────────────────┘
 * </pre>
 *
 * <p>Every stage has a queue bounded by bytes and threads of its own. Every record that enters ends
 * in exactly one outcome, which goes to the {@link OffsetTracker} in the order of the records.
 */
public final class PlanePipeline implements FrameConsumer.Sink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlanePipeline.class);

  private final ModelChoice models;
  private final FieldAssembly assembly;
  private final ModelRunner runner;
  private final PlaneReader reader;
  private final QualityCheck qualityCheck = new QualityCheck();
  private final EventWriter events;
  private final OffsetTracker<Outcome> outcomes;
  private final Counter analysed;
  private final Counter failed;

  private final Stage<ReceivedFrame> decode;
  private final Stage<DecodedPlane> quality;
  private final Stage<FieldImage> segment;
  private final Stage<SegmentedField> measure;

  /**
   * @param models closed with the pipeline
   * @param labelsPlanned of which acquisitions label images are published even where the settings
   *     do not say so
   */
  public PlanePipeline(
      Vertx vertx,
      MeterRegistry meters,
      SegmenterSettings settings,
      ModelChoice models,
      Predicate<String> labelsPlanned,
      OffsetTracker<Outcome> outcomes) {
    this.models = models;
    this.reader = new PlaneReader(models.readsRawSamples());
    this.assembly = new FieldAssembly(models, settings);
    this.runner = new ModelRunner(models, meters, new Segmented());
    this.events =
        new EventWriter(
            settings, acquisition -> settings.publishLabels() || labelsPlanned.test(acquisition));
    this.outcomes = outcomes;
    this.analysed = Counter.builder("scopeside.planes").tag("outcome", "analysed").register(meters);
    this.failed = Counter.builder("scopeside.planes").tag("outcome", "failed").register(meters);
    Gauge.builder("scopeside.stacks.bytes", assembly, FieldAssembly::bytes).register(meters);

    long bytes = settings.queueBytes();
    decode =
        new Stage<>(
            vertx,
            meters,
            "decode",
            settings.decodeThreads(),
            1,
            bytes,
            frame -> frame.value().length,
            this::decode);
    quality =
        new Stage<>(
            vertx,
            meters,
            "quality",
            settings.qualityThreads(),
            1,
            bytes,
            DecodedPlane::bytes,
            this::quality);
    segment =
        new Stage<>(
            vertx,
            meters,
            "segment",
            settings.segmentThreads(),
            models.batchSize(),
            bytes,
            FieldImage::bytes,
            runner::run);
    measure =
        new Stage<>(
            vertx,
            meters,
            "measure",
            settings.measureThreads(),
            1,
            bytes,
            SegmentedField::bytes,
            this::measure);
  }

  public void start() {
    decode.start();
    quality.start();
    segment.start();
    measure.start();
  }

  /** Null while every stage works, else what is wrong for good. */
  public @Nullable String problem() {
    return Stream.of(decode, quality, segment, measure)
        .map(Stage::problem)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public boolean offer(ReceivedFrame frame) {
    return decode.offer(frame);
  }

  private void decode(List<ReceivedFrame> frames) throws InterruptedException {
    ReceivedFrame frame = frames.get(0);
    DecodedPlane plane;
    try {
      plane = reader.read(frame);
    } catch (MalformedRecordException e) {
      fail(frame, "decode", e.reason().name(), e);
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(frame, "decode", e.getClass().getSimpleName(), e);
      return;
    }
    quality.put(plane);
  }

  private void quality(List<DecodedPlane> planes) throws InterruptedException {
    DecodedPlane plane = planes.get(0);
    FieldJoiner.Step next;
    try {
      next = assembly.add(plane, qualityCheck.check(plane));
    } catch (ModelUnavailableException e) {
      fail(plane.frame(), "model", e.getClass().getSimpleName(), e);
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(plane.frame(), "quality", e.getClass().getSimpleName(), e);
      return;
    }
    goOn(next);
  }

  private void goOn(FieldJoiner.Step next) throws InterruptedException {
    next.released().forEach(this::finishWithoutObjects);
    for (FieldJoiner.Refused refused : next.refused()) {
      IllegalArgumentException reason = new IllegalArgumentException(refused.reason());
      refused.planes().forEach(plane -> fail(plane.frame(), "join", "IncompleteField", reason));
    }
    next.repeated().forEach(plane -> outcomes.complete(plane.frame(), Outcome.NOTHING));
    for (FieldImage field : next.fields()) {
      segment.put(field);
    }
  }

  /** Where fields go when their model has seen them. */
  private final class Segmented implements ModelRunner.Next {
    @Override
    public void segmented(SegmentedField field) throws InterruptedException {
      measure.put(field);
    }

    @Override
    public void failed(FieldImage field, Throwable failure) {
      fail(field, "segment", failure);
    }
  }

  private void measure(List<SegmentedField> fields) {
    SegmentedField segmented = fields.get(0);
    List<Outcome> finished;
    try {
      finished = events.fieldResults(segmented);
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(segmented.field(), "measure", e);
      return;
    }
    List<AnalysedPlane> carriers = segmented.field().carriers();
    for (int i = 0; i < carriers.size(); i++) {
      finish(carriers.get(i).frame(), finished.get(i));
    }
    segmented.field().others().forEach(this::finishWithoutObjects);
  }

  private void finishWithoutObjects(AnalysedPlane plane) {
    Outcome outcome;
    try {
      outcome = events.planeResult(plane);
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(plane.frame(), "publish", e.getClass().getSimpleName(), e);
      return;
    }
    finish(plane.frame(), outcome);
  }

  private void finish(ReceivedFrame frame, Outcome outcome) {
    analysed.increment();
    outcomes.complete(frame, outcome);
  }

  private void fail(FieldImage field, String stage, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    for (AnalysedPlane carrier : field.carriers()) {
      fail(carrier.frame(), stage, cause.getClass().getSimpleName(), cause);
    }
    field.others().forEach(this::finishWithoutObjects);
  }

  private void fail(ReceivedFrame frame, String stage, String reason, Throwable failure) {
    log.warn("Frame {} failed at {}: {} ({})", frame.name(), stage, failure.getMessage(), reason);
    failed.increment();
    outcomes.complete(frame, events.deadLetter(frame, stage, reason, failure));
  }

  /**
   * Hands on stacks and fields that wait for planes which do not come. Blocks when segmentation is
   * behind.
   */
  public void flushIdle() throws InterruptedException {
    goOn(assembly.flushIdle());
  }

  @Override
  public void revoked(Collection<TopicPartition> partitions) {
    assembly.forget(partitions);
  }

  @Override
  public void close() {
    decode.close();
    quality.close();
    segment.close();
    measure.close();
    models.close();
  }
}
