package org.scopeside.segmenter.pipeline;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.model.ChosenModels;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.ModelChoice;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.model.SegmentationModel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands fields to the models of their acquisitions, as many batches at a time as each model allows.
 * A batch that fails is given again field by field, so that only the field that spoils it fails. A
 * shadow model is asked after the active one; when it fails, its objects are missing and nothing
 * else.
 */
final class ModelRunner {
  private static final Logger log = LoggerFactory.getLogger(ModelRunner.class);

  /** Where fields go on to. Called on the thread that a model completes from; may wait. */
  interface Next {
    void segmented(SegmentedField field) throws InterruptedException;

    void failed(FieldImage field, Throwable failure);
  }

  private final ModelChoice models;
  private final MeterRegistry meters;
  private final Next next;
  private final Map<SegmentationModel, Semaphore> turns = new ConcurrentHashMap<>();

  ModelRunner(ModelChoice models, MeterRegistry meters, Next next) {
    this.models = models;
    this.meters = meters;
    this.next = next;
  }

  /** Fields of one acquisition's models. Waits for their turn; returns once they are under way. */
  void run(List<FieldImage> fields) throws InterruptedException {
    Map<ChosenModels, List<FieldImage>> batches = new LinkedHashMap<>();
    for (FieldImage field : fields) {
      try {
        ChosenModels chosen = models.of(field.carrier().header().acquisition());
        batches.computeIfAbsent(chosen, any -> new ArrayList<>()).add(field);
      } catch (ModelUnavailableException e) {
        next.failed(field, e);
      }
    }
    for (Map.Entry<ChosenModels, List<FieldImage>> batch : batches.entrySet()) {
      List<Semaphore> taken = takeTurns(batch.getKey());
      submit(batch.getKey(), batch.getValue(), () -> taken.forEach(Semaphore::release));
    }
  }

  /** In the order of the models' names, so that two batches never wait for each other. */
  private List<Semaphore> takeTurns(ChosenModels chosen) throws InterruptedException {
    List<Semaphore> taken = new ArrayList<>();
    List<SegmentationModel> needed =
        Stream.of(chosen.active(), chosen.shadow())
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(SegmentationModel::id))
            .toList();
    for (SegmentationModel model : needed) {
      Semaphore turn = turns.computeIfAbsent(model, any -> firstTurn(model));
      turn.acquire();
      taken.add(turn);
    }
    return taken;
  }

  private Semaphore firstTurn(SegmentationModel model) {
    Gauge.builder("scopeside.model.memory.bytes", model, SegmentationModel::memoryBytes)
        .description("Most memory that a model held at once beside planes and labels")
        .tag("model", model.id())
        .register(meters);
    return new Semaphore(model.concurrency());
  }

  /** {@code done} runs when all the batch's fields have gone on. */
  private void submit(ChosenModels chosen, List<FieldImage> fields, Runnable done) {
    List<FieldInput> inputs = fields.stream().map(FieldImage::input).toList();
    var unused =
        ask(chosen.active(), inputs)
            .thenCombine(
                askShadow(chosen.shadow(), inputs),
                (found, beside) -> assemble(chosen, fields, found, beside))
            .whenComplete((segmented, failure) -> handOn(chosen, fields, segmented, failure, done));
  }

  /** What a model finds; a model that throws, or gives too few fields, is one that failed. */
  private static CompletionStage<List<FieldSegmentation>> ask(
      SegmentationModel model, List<FieldInput> inputs) {
    try {
      return model
          .segment(inputs)
          .thenApply(
              found -> {
                if (found.size() != inputs.size()) {
                  throw new IllegalStateException(
                      "%s gave %d fields for %d"
                          .formatted(model.id(), found.size(), inputs.size()));
                }
                return found;
              });
    } catch (RuntimeException | OutOfMemoryError e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static CompletionStage<@Nullable List<FieldSegmentation>> askShadow(
      @Nullable SegmentationModel shadow, List<FieldInput> inputs) {
    if (shadow == null) {
      return CompletableFuture.completedStage(null);
    }
    return ask(shadow, inputs)
        .exceptionally(
            failure -> {
              log.warn("Shadow model {} failed on {} fields", shadow.id(), inputs.size(), failure);
              return null;
            });
  }

  private List<SegmentedField> assemble(
      ChosenModels chosen,
      List<FieldImage> fields,
      List<FieldSegmentation> found,
      @Nullable List<FieldSegmentation> beside) {
    List<SegmentedField> segmented = new ArrayList<>();
    SegmentationModel shadow = chosen.shadow();
    found.forEach(field -> countSeams(chosen.active(), field));
    for (int i = 0; i < fields.size(); i++) {
      SegmentedField.Shadow other =
          shadow == null || beside == null
              ? null
              : new SegmentedField.Shadow(idOf(shadow, beside.get(i)), beside.get(i));
      segmented.add(
          new SegmentedField(
              fields.get(i), idOf(chosen.active(), found.get(i)), found.get(i), other));
    }
    return segmented;
  }

  /** The weights that found it may have been exchanged since. */
  private static String idOf(SegmentationModel model, FieldSegmentation found) {
    String by = found.model();
    return by == null ? model.id() : by;
  }

  private void countSeams(SegmentationModel model, FieldSegmentation field) {
    SeamAudit seams = field.seams();
    if (seams != null) {
      meters.counter("scopeside.seams.objects", "model", model.id()).increment(seams.objects());
      meters
          .counter("scopeside.seams.disagreeing", "model", model.id())
          .increment(seams.disagreeing());
    }
  }

  private void handOn(
      ChosenModels chosen,
      List<FieldImage> fields,
      @Nullable List<SegmentedField> segmented,
      @Nullable Throwable failure,
      Runnable done) {
    if (segmented == null && fields.size() > 1) {
      oneByOne(chosen, fields, 0, done);
      return;
    }
    try {
      if (segmented != null) {
        for (SegmentedField field : segmented) {
          next.segmented(field);
        }
      } else {
        next.failed(
            fields.get(0), failure == null ? new IllegalStateException("no objects") : failure);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      done.run();
    }
  }

  /**
   * The fields keep the batch's turn: to wait for another could stop the very thread that the model
   * completes from.
   */
  private void oneByOne(ChosenModels chosen, List<FieldImage> fields, int index, Runnable done) {
    if (index == fields.size()) {
      done.run();
    } else {
      submit(chosen, List.of(fields.get(index)), () -> oneByOne(chosen, fields, index + 1, done));
    }
  }
}
