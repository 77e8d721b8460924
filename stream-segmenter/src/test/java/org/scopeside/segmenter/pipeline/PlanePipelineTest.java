package org.scopeside.segmenter.pipeline;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.WireRecord;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.ingest.OffsetTracker;
import org.scopeside.segmenter.ingest.ReceivedFrame;
import org.scopeside.segmenter.model.ChosenModels;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.ModelChoice;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;

/** Records in, outcomes out: every record has exactly one, whatever the model does. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
class PlanePipelineTest {
  private static final int SIDE = 32;
  private static final short SPOILT = 4000;

  private final OffsetTracker<Outcome> outcomes = new OffsetTracker<>();

  /** A model on an accelerator: batches, one at a time, completed from its own single thread. */
  private static class BatchModel implements SegmentationModel {
    private final ExecutorService device = Executors.newSingleThreadExecutor();

    @Override
    public String id() {
      return "batch@1";
    }

    @Override
    public List<ChannelRole> channels() {
      return List.of(ChannelRole.NUCLEUS);
    }

    @Override
    public int batchSize() {
      return 4;
    }

    @Override
    public void warmUp() {}

    @Override
    public int concurrency() {
      return 1;
    }

    @Override
    public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
      return CompletableFuture.supplyAsync(() -> objects(fields), device);
    }

    /** Nothing is found; a spoilt image spoils its batch. */
    List<FieldSegmentation> objects(List<FieldInput> fields) {
      for (FieldInput field : fields) {
        if (field.image().at(0, 0) == SPOILT) {
          throw new IllegalArgumentException("spoilt");
        }
      }
      return fields.stream()
          .map(field -> LabelImage.empty(field.image().width(), field.image().height()))
          .map(labels -> FieldSegmentation.of(FieldSegmentation.NUCLEI, labels))
          .toList();
    }

    @Override
    public void close() {
      device.shutdownNow();
    }
  }

  @Test
  void shouldFailOnlyTheFieldThatSpoiltItsBatch(Vertx vertx) {
    Set<String> dead = deadLettersOf(vertx, new BatchModel(), 60, Set.of(3, 4, 21, 59));
    assertEquals(frameIds(3, 4, 21, 59), dead);
  }

  @Test
  void shouldFailEveryFieldOfAModelThatReturnsTooFewLabels(Vertx vertx) {
    Set<String> dead =
        deadLettersOf(
            vertx,
            new BatchModel() {
              @Override
              List<FieldSegmentation> objects(List<FieldInput> fields) {
                return List.of();
              }
            },
            5,
            Set.of());
    assertEquals(frameIds(0, 1, 2, 3, 4), dead);
  }

  @Test
  void shouldSayThatAStageIsBrokenWhenAThreadOfItEnds(Vertx vertx) {
    SegmentationModel broken =
        new BatchModel() {
          @Override
          public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
            throw new UnsatisfiedLinkError("no native library");
          }
        };
    try (PlanePipeline pipeline = pipeline(vertx, broken)) {
      assertNull(pipeline.problem());
      offer(pipeline, plane(0, (short) 100));
      await().until(() -> pipeline.problem() != null);
      String problem = String.valueOf(pipeline.problem());
      assertTrue(problem.contains("no native library"), problem);
    }
  }

  @Test
  void shouldReportShadowBesideTheModelThatCounts(Vertx vertx) throws Exception {
    List<JsonNode> found = segmentations(vertx, new BatchModel(), new NamedModel("other@3"));
    assertEquals("batch@1", found.get(0).get("model").asText());
    assertNull(found.get(0).get("shadow"));
    assertEquals("other@3", found.get(1).get("model").asText());
    assertTrue(found.get(1).get("shadow").asBoolean());
  }

  @Test
  void shouldLoseNothingButTheShadowWhenItFails(Vertx vertx) throws Exception {
    SegmentationModel failing =
        new NamedModel("other@3") {
          @Override
          List<FieldSegmentation> objects(List<FieldInput> fields) {
            throw new IllegalStateException("out of order");
          }
        };
    List<JsonNode> found = segmentations(vertx, new BatchModel(), failing);
    assertEquals(1, found.size());
    assertEquals("batch@1", found.get(0).get("model").asText());
  }

  @Test
  void shouldPublishLabelsOfTheAcquisitionWhosePlanWantsThem(Vertx vertx) {
    List<Outcome> ended = new ArrayList<>();
    try (PlanePipeline pipeline = pipeline(vertx, new BatchModel())) {
      offer(pipeline, plane("run-1", 0, (short) 100));
      offer(pipeline, plane("run-labels", 1, (short) 100));
      await().until(() -> taken(ended).size() == 2);
    }
    List<String> labels =
        ended.stream()
            .flatMap(outcome -> outcome.events().stream())
            .filter(event -> event.topic().endsWith("labels"))
            .map(ProducerRecord::key)
            .toList();
    assertEquals(List.of("run-labels/-/f1/t0/z0/c0"), labels);
  }

  @Test
  void shouldFailPlanesOfAcquisitionWhoseModelIsNotInstalled(Vertx vertx) {
    ModelChoice none =
        new Choice(new BatchModel(), null) {
          @Override
          public ChosenModels of(String acquisition) throws ModelUnavailableException {
            throw new ModelUnavailableException("there is no model mesmer@9");
          }
        };
    List<Outcome> ended = new ArrayList<>();
    try (PlanePipeline pipeline = pipeline(vertx, none)) {
      offer(pipeline, plane(0, (short) 100));
      await().until(() -> taken(ended).size() == 1);
    }
    String letter = new String(ended.get(0).events().get(0).value(), StandardCharsets.UTF_8);
    assertTrue(letter.contains("there is no model mesmer@9"), letter);
    assertTrue(letter.contains("\"stage\":\"model\""), letter);
  }

  private static class NamedModel extends BatchModel {
    private final String id;

    NamedModel(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }
  }

  private List<JsonNode> segmentations(
      Vertx vertx, SegmentationModel active, SegmentationModel shadow) throws IOException {
    List<Outcome> ended = new ArrayList<>();
    try (PlanePipeline pipeline = pipeline(vertx, new Choice(active, shadow))) {
      offer(pipeline, plane(0, (short) 100));
      await().until(() -> taken(ended).size() == 1);
    }
    List<JsonNode> found = new ArrayList<>();
    new ObjectMapper()
        .readTree(ended.get(0).events().get(0).value())
        .get("segmentations")
        .forEach(found::add);
    return found;
  }

  private Set<String> deadLettersOf(
      Vertx vertx, SegmentationModel model, int fields, Set<Integer> spoilt) {
    List<Outcome> ended = new ArrayList<>();
    try (PlanePipeline pipeline = pipeline(vertx, model)) {
      for (int field = 0; field < fields; field++) {
        offer(pipeline, plane(field, spoilt.contains(field) ? SPOILT : (short) 100));
      }
      await().until(() -> taken(ended).size() == fields);
      assertEquals(0, outcomes.open());
    }
    Set<String> dead = new TreeSet<>();
    ended.stream()
        .flatMap(outcome -> outcome.events().stream())
        .filter(event -> event.topic().endsWith("dead-letters"))
        .map(ProducerRecord::key)
        .forEach(dead::add);
    return dead;
  }

  private List<Outcome> taken(List<Outcome> ended) {
    outcomes.takeReady(1000).runs().values().forEach(run -> ended.addAll(run.outcomes()));
    return ended;
  }

  private PlanePipeline pipeline(Vertx vertx, SegmentationModel model) {
    return pipeline(vertx, new Choice(model, null));
  }

  private PlanePipeline pipeline(Vertx vertx, ModelChoice models) {
    PlanePipeline pipeline =
        new PlanePipeline(
            vertx,
            new SimpleMeterRegistry(),
            SegmenterSettings.defaults(),
            models,
            "run-labels"::equals,
            outcomes);
    outcomes.assign(List.of(Sections.ZERO));
    pipeline.start();
    return pipeline;
  }

  /** The same models for every acquisition. */
  private static class Choice implements ModelChoice {
    private final SegmentationModel active;
    private final @Nullable SegmentationModel shadow;

    Choice(SegmentationModel active, @Nullable SegmentationModel shadow) {
      this.active = active;
      this.shadow = shadow;
    }

    @Override
    public ChosenModels of(String acquisition) throws ModelUnavailableException {
      return new ChosenModels(active, shadow);
    }

    @Override
    public int batchSize() {
      return active.batchSize();
    }

    @Override
    public void close() {
      active.close();
      if (shadow != null) {
        shadow.close();
      }
    }
  }

  private void offer(PlanePipeline pipeline, WireRecord record) {
    long offset = Long.parseLong(record.key().substring(record.key().lastIndexOf('f') + 1));
    ReceivedFrame frame =
        new ReceivedFrame(
            Sections.ZERO,
            offset,
            outcomes.begin(Sections.ZERO, offset),
            null,
            Instant.EPOCH,
            record.headers(),
            record.value());
    assertTrue(pipeline.offer(frame));
  }

  private static WireRecord plane(int field, short first) {
    return plane("run-1", field, first);
  }

  private static WireRecord plane(String acquisition, int field, short first) {
    PlaneHeader header =
        new PlaneHeader.Builder()
            .acquisition(acquisition)
            .source("/scopes/1")
            .capturedAt(Instant.EPOCH)
            .field(field)
            .sizeX(SIDE)
            .sizeY(SIDE)
            .pixelType(PixelType.UINT16)
            .build();
    short[] samples = new short[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (100 + i % 7);
    }
    samples[0] = first;
    try (PlaneEncoder encoder = new PlaneEncoder()) {
      return encoder.encode(header, samples);
    }
  }

  private static Set<String> frameIds(Integer... fields) {
    Set<String> ids = new TreeSet<>();
    Stream.of(fields).forEach(field -> ids.add("run-1/-/f" + field + "/t0/z0/c0"));
    return ids;
  }
}
