package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import org.scopeside.deploy.service.ServiceVertx;
import org.scopeside.results.ResultsSettings;
import org.scopeside.results.ResultsVerticle;
import org.scopeside.runtime.SettingsReader;

/** {@code kill -9} in the middle of a plate, and a restart. */
class SegmenterKillIT {
  private static final int PLANES = 72;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void shouldGiveSameTotalsWhenSegmenterIsKilledTwiceInMidPlate(@TempDir Path data)
      throws Exception {
    DiscPlate plate = DiscPlate.of(1024, PLANES);
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.local(data, 0))) {
      String kafka = broker.bootstrapServers();
      TopicSetup.ensure(Map.of("bootstrap.servers", kafka), TopicSettings.embedded("scopeside."));
      try (ResultsService results = ResultsService.start(kafka, data.resolve("results"));
          TopicReader committed = new TopicReader(kafka, Topics.DEFAULT.results());
          PlateSender sender = new PlateSender(kafka, Topics.DEFAULT)) {
        sender.publish(plate, "killed");

        killSegmenterAfter(PLANES / 10, kafka, committed);
        int afterFirst = killSegmenterAfter(PLANES * 4 / 10, kafka, committed);
        try (ScopesideProcess segmenter = segmenter(kafka)) {
          awaitResults(segmenter, committed, "killed", PLANES);
          results.rest().awaitBalanced("killed");
          sender.publish(plate, "undisturbed");
          awaitResults(segmenter, committed, "undisturbed", PLANES);
          results.rest().awaitBalanced("undisturbed");
        }

        System.out.printf(
            "segmenter killed at %d of %d planes the second time%n", afterFirst, PLANES);
        requireOneResultAPlane(plate, committed, "killed");
        Rest rest = results.rest();
        assertEquals(new Rest.Planes(PLANES, PLANES, 0, 0, 0), rest.planes("killed"));
        assertEquals(rest.ledger("undisturbed"), rest.ledger("killed"));
        assertEquals(rest.counts("undisturbed"), rest.counts("killed"));
        assertEquals(plate.counts(), rest.counts("killed"));
      }
    }
  }

  /**
   * Starts a segmenter, kills it when so many results are committed; returns how many there are.
   */
  private static int killSegmenterAfter(int results, String kafka, TopicReader committed) {
    try (ScopesideProcess segmenter = segmenter(kafka)) {
      awaitResults(segmenter, committed, "killed", results);
      segmenter.kill();
    }
    int done = committed.records("killed").size();
    assertTrue(
        done <= PLANES * 7 / 10, () -> done + " of " + PLANES + " were done: too late to tell");
    return done;
  }

  private static void awaitResults(
      ScopesideProcess segmenter, TopicReader committed, String acquisition, int results) {
    await(results + " results of " + acquisition)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast(segmenter::requireAlive)
        .until(() -> committed.records(acquisition).size() >= results);
  }

  private static void requireOneResultAPlane(
      DiscPlate plate, TopicReader committed, String acquisition) {
    Map<String, Long> records =
        committed.records(acquisition).stream()
            .collect(Collectors.groupingBy(ConsumerRecord::key, Collectors.counting()));
    Map<String, Long> expected = new TreeMap<>();
    plate.discs().keySet().forEach(w -> expected.put(acquisition + "/" + w + "/f0/t0/z0/c0", 1L));
    assertEquals(expected, new TreeMap<>(records));
  }

  private static ScopesideProcess segmenter(String kafka) {
    return ScopesideProcess.start(
        "segmenter",
        "--kafka-bootstrap",
        kafka,
        "-Dsegmenter.instance=to-be-killed",
        // Counts drawn discs exactly, also where there are only a few in a plane.
        "-Dsegmenter.model=classical",
        "-Dsegmenter.http-port=0",
        "-Dsegmenter.segment-threads=1");
  }

  @Test
  void shouldServeFormerAcquisitionsAfterWholeStackWasKilled(@TempDir Path data) {
    JsonNode former =
        ScopesideProcess.run(
                demo(data, "--wells", "4", "--rate", "20", "--exit-when-complete", "--json"))
            .requireStatus(0)
            .json();
    String complete = former.path("acquisition").asText();
    String cut;
    long seen;
    try (ScopesideProcess demo =
        ScopesideProcess.start(demo(data, "--wells", "24", "--rate", "8"))) {
      Rest rest = new Rest(demo.awaitUrl());
      await("half of the plate")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> rest.planes(newestAfter(complete, rest)).analysed() >= 12);
      cut = newestAfter(complete, rest);
      demo.kill();
      seen = 12;
    }

    try (ScopesideProcess demo =
        ScopesideProcess.start(demo(data, "--wells", "2", "--rate", "20"))) {
      URI url = demo.awaitUrl();
      Rest rest = new Rest(url);
      Map<String, Long> counts = new TreeMap<>();
      former
          .path("wells")
          .forEach(w -> counts.put(w.path("well").asText(), w.path("count").asLong()));
      await("the former totals")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertEquals(counts, rest.counts(complete)));
      assertEquals(4, rest.planes(complete).analysed());
      assertTrue(rest.acquisition(complete).path("balanced").asBoolean());
      await("the planes of the killed acquisition")
          .atMost(PATIENCE)
          .until(() -> rest.planes(cut).analysed() >= seen);
      await("a third acquisition that completes")
          .atMost(PATIENCE)
          .until(
              () -> {
                JsonNode newest = rest.get("/api/acquisitions").path("acquisitions").path(0);
                return !newest.path("acquisition").asText().equals(cut)
                    && newest.path("planes").path("analysed").asLong() == 2;
              });
    }
  }

  private static String newestAfter(String former, Rest rest) {
    String newest =
        rest.get("/api/acquisitions").path("acquisitions").path(0).path("acquisition").asText();
    if (newest.equals(former)) {
      throw new IllegalStateException("the second acquisition is not there yet");
    }
    return newest;
  }

  private static String[] demo(Path data, String... more) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                "demo",
                "--data",
                data.toString(),
                "--port",
                "0",
                "--fields",
                "1",
                "--size",
                "256",
                "--channels",
                "DAPI"));
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
  }

  /** A results service in this JVM. */
  private record ResultsService(Vertx vertx, Rest rest) implements AutoCloseable {
    static ResultsService start(String kafka, Path state) throws Exception {
      PrometheusMeterRegistry registry = ServiceVertx.registry();
      Vertx vertx = ServiceVertx.vertx(registry);
      Map<String, String> settings =
          Map.of(
              "results.http-port",
              "0",
              "results.state-dir",
              state.toString(),
              "kafka.bootstrap.servers",
              kafka);
      ResultsVerticle results =
          new ResultsVerticle(
              new SettingsReader(Map.of(), Map.of(), settings)
                  .read("results", ResultsSettings.class),
              registry,
              List.of());
      vertx
          .deployVerticle(results)
          .toCompletionStage()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      return new ResultsService(
          vertx, new Rest(URI.create("http://127.0.0.1:" + results.httpPort())));
    }

    @Override
    public void close() {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
    }
  }
}
