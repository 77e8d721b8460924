package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;
import org.scopeside.contract.Well;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import org.scopeside.feed.ConnectionTest;
import org.scopeside.feed.FeedState;
import org.scopeside.feed.FieldRow;
import org.scopeside.feed.HttpResultFeed;
import org.scopeside.feed.KafkaResultFeed;
import org.scopeside.feed.LivePlate;
import org.scopeside.feed.Measure;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.feed.ResultFeed;
import org.scopeside.feed.Step;
import org.scopeside.feed.WellSnapshot;

/** What comes back to the plugin, from a real broker and a real results service. */
class ResultFeedIT {
  private static final DiscPlate PLATE = DiscPlate.of(256, 8);
  private static final String POISONED = "A03";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A live plate fed by a feed. */
  private static final class Follower implements ResultFeed.Listener {
    private final LivePlate plate;

    Follower(String acquisition) {
      this.plate = new LivePlate(PLATE.plan(acquisition));
    }

    @Override
    public void outcome(PlaneOutcome outcome) {
      plate.accept(outcome);
    }

    @Override
    public void stateChanged(FeedState state) {}

    @Override
    public void measured(
        String acquisition, @Nullable Well well, int theT, Map<Measure, Double> measures) {
      plate.measured(well, theT, measures);
    }

    void awaitAnswered(int planes) {
      await(planes + " planes")
          .atMost(PATIENCE)
          .until(() -> plate.snapshot().planesAnswered() == planes);
    }

    Map<String, Long> counts() {
      Map<String, Long> counts = new TreeMap<>();
      for (WellSnapshot well : plate.snapshot().wells()) {
        counts.put(well.label(), well.objectsCounted());
      }
      return counts;
    }
  }

  @Test
  void shouldAgreeWithResultsServiceByKafkaAndByHttp(@TempDir Path data) throws Exception {
    String acquisition = "followed";
    Follower byKafka = new Follower(acquisition);
    Follower byHttp = new Follower(acquisition);
    try (AllInOne stack = AllInOne.start(AllInOneSettings.local(data, 0, 0));
        PlateSender sender = new PlateSender(stack.bootstrapServers(), stack.topics());
        KafkaResultFeed kafka =
            new KafkaResultFeed(kafka(stack), stack.topics(), byKafka, ResultFeedIT::fail);
        HttpResultFeed http =
            new HttpResultFeed(stack.url().toString(), Map.of(), byHttp, ResultFeedIT::fail)) {
      Rest rest = new Rest(stack.url());
      kafka.follow(acquisition, Instant.now());
      http.follow(acquisition, Instant.now());

      sendPlate(sender, acquisition);

      Optional<FieldRow> field = byKafka.plate.awaitField(PLATE.wells().get(0), 0, 0, PATIENCE);
      assertEquals(PLATE.counts().get("A01"), field.map(row -> (long) row.count()).orElse(-1L));
      rest.awaitBalanced(acquisition);
      byKafka.awaitAnswered(8);
      byHttp.awaitAnswered(8);
      Map<String, Long> expected = PLATE.counts();
      expected.put(POISONED, 0L);
      assertEquals(expected, byKafka.counts());
      assertEquals(expected, byHttp.counts());
      assertEquals(1, byKafka.plate.snapshot().planesFailed());
      assertEquals(1, byHttp.plate.snapshot().planesFailed());
      requireMeasuresOfService(rest, acquisition, byKafka.plate);
      requireMeasuresOfService(rest, acquisition, byHttp.plate);
      assertEquals(FeedState.Phase.LIVE, kafka.state().phase(), kafka.state()::words);
      assertEquals(FeedState.Phase.LIVE, http.state().phase(), http.state()::words);
      assertEquals(0, kafka.state().refused() + http.state().refused());
      requireSameFailure(byKafka.plate, byHttp.plate);
      requireLateFollowerSeesAll(stack, acquisition, expected);
      requireEveryStepOk(stack);
    }
  }

  private static void fail(String line) {
    throw new AssertionError(line);
  }

  private static Map<String, String> kafka(AllInOne stack) {
    return Map.of("bootstrap.servers", stack.bootstrapServers());
  }

  private static void sendPlate(PlateSender sender, String acquisition) throws Exception {
    sender.begin(PLATE, acquisition);
    for (String well : PLATE.discs().keySet()) {
      sender.send(
          PLATE,
          acquisition,
          well,
          well.equals(POISONED)
              ? record -> record.withHeader("ce_crc32c", "00000000")
              : UnaryOperator.identity());
    }
    sender.end(PLATE, acquisition);
  }

  private static void requireMeasuresOfService(Rest rest, String acquisition, LivePlate plate) {
    for (JsonNode well : rest.get("/api/acquisitions/" + acquisition + "/wells").path("wells")) {
      JsonNode measures = well.path("measures");
      WellSnapshot live =
          Objects.requireNonNull(plate.snapshot().well(Well.parse(well.path("well").asText())));
      assertEquals(well.path("planes").path("analysed").asLong(), live.planesAnalysed());
      assertEquals(well.path("fields").asLong(), live.fieldsCounted());
      requireNear(measures, "meanArea", live.measure(Measure.MEAN_AREA));
      requireNear(measures, "meanIntensity", live.measure(Measure.MEAN_INTENSITY));
      requireNear(measures, "powerSlope", live.measure(Measure.FOCUS));
      requireNear(measures, "background", live.measure(Measure.BACKGROUND));
      requireNear(measures, "signalToNoise", live.measure(Measure.SIGNAL_TO_NOISE));
    }
  }

  private static void requireNear(JsonNode measures, String name, double live) {
    if (measures.has(name)) {
      double told = measures.path(name).asDouble();
      assertEquals(told, live, 1e-5 * Math.abs(told), name);
    } else {
      assertTrue(Double.isNaN(live), name + " " + live);
    }
  }

  private static void requireSameFailure(LivePlate one, LivePlate other) {
    String failure = failure(one);
    assertTrue(failure.startsWith("CRC_MISMATCH: "), failure);
    assertEquals(failure, failure(other));
  }

  private static String failure(LivePlate plate) {
    FieldRow row = Objects.requireNonNull(plate.field(Well.parse(POISONED), 0, 0));
    return Objects.requireNonNull(row.failure());
  }

  private static void requireLateFollowerSeesAll(
      AllInOne stack, String acquisition, Map<String, Long> expected) {
    Follower late = new Follower(acquisition);
    try (KafkaResultFeed feed =
        new KafkaResultFeed(kafka(stack), stack.topics(), late, ResultFeedIT::fail)) {
      feed.follow(acquisition, Instant.now().minusSeconds(120));
      late.awaitAnswered(8);
      assertEquals(expected, late.counts());
    }
  }

  private static void requireEveryStepOk(AllInOne stack) throws Exception {
    List<Step> steps = test(kafka(stack), stack.topics(), stack.url().toString());

    System.out.println("connection test of the all-in-one: " + steps);
    assertEquals(11, steps.size(), steps::toString);
    assertTrue(steps.stream().allMatch(s -> s.outcome() == Step.Outcome.OK), steps::toString);
  }

  private static List<Step> test(Map<String, String> kafka, Topics topics, @Nullable String url)
      throws InterruptedException {
    ConnectionTest.Run run = new ConnectionTest(kafka, topics, url, Map.of()).start(step -> {});
    assertTrue(run.await(25, TimeUnit.SECONDS));
    return run.steps();
  }

  @Test
  void shouldNameWhatIsWrongWithSecuredBroker(@TempDir Path log) throws Exception {
    try (SecuredBroker broker = new SecuredBroker(log)) {
      assertFailed(
          Map.of("bootstrap.servers", broker.open()),
          "Topics",
          "missing: scopeside.frames, scopeside.acquisitions",
          "scopeside topics");
      assertFailed(
          Map.of("bootstrap.servers", broker.trap()),
          "Broker addresses",
          "tells clients to use " + SecuredBroker.UNKNOWN_HOST + ":9092");
      TopicSetup.ensure(
          Map.of("bootstrap.servers", broker.open()), TopicSettings.embedded("scopeside."));

      assertFailed(
          Map.of("bootstrap.servers", broker.secured()),
          "Protocol",
          "wants a user and password (PLAIN)",
          "SASL_PLAINTEXT");
      assertFailed(
          login(broker.secured(), "PLAIN", "wrong"),
          "Trust and login",
          "the broker refuses user or password");
      assertFailed(
          login(broker.secured(), "SCRAM-SHA-512", "secret"),
          "Protocol",
          "does not offer SCRAM-SHA-512 but PLAIN");
      assertFailed(
          login(broker.open(), "PLAIN", "secret"), "Protocol", "takes no user and password");
      assertFailed(
          Map.of("bootstrap.servers", broker.trap()),
          "Broker addresses",
          "tells clients to use " + SecuredBroker.UNKNOWN_HOST + ":9092",
          "advertised.listeners");

      List<Step> right = test(login(broker.secured(), "PLAIN", "secret"), Topics.DEFAULT, null);
      assertFalse(
          right.stream().anyMatch(s -> s.outcome() == Step.Outcome.FAILED), right::toString);
      feedSaysThatPasswordIsWrong(broker);
    }
  }

  private static Map<String, String> login(String server, String mechanism, String password) {
    String module =
        mechanism.startsWith("SCRAM") ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
    return Map.of(
        "bootstrap.servers",
        server,
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "org.apache.kafka.common.security.%s required username=\"scope\" password=\"%s\";"
            .formatted(module, password));
  }

  private static void assertFailed(Map<String, String> kafka, String name, String... words)
      throws InterruptedException {
    List<Step> steps = test(kafka, Topics.DEFAULT, null);
    List<Step> failed = new ArrayList<>(steps);
    failed.removeIf(step -> step.outcome() != Step.Outcome.FAILED);
    assertEquals(1, failed.size(), steps::toString);
    assertEquals(name, failed.get(0).name(), steps::toString);
    for (String word : words) {
      assertTrue(failed.get(0).words().contains(word), failed::toString);
    }
    System.out.println("connection test: " + failed.get(0));
  }

  private static void feedSaysThatPasswordIsWrong(SecuredBroker broker) {
    Follower nobody = new Follower("nothing");
    try (KafkaResultFeed feed =
        new KafkaResultFeed(
            login(broker.secured(), "PLAIN", "wrong"), Topics.DEFAULT, nobody, line -> {})) {
      feed.follow("nothing", Instant.now());
      await("a refusal")
          .atMost(PATIENCE)
          .until(() -> feed.state().words().contains("the broker refuses user or password"));
    }
  }
}
