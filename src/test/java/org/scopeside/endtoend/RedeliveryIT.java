package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;

/** The same plate sent three times replaces its counts and never adds to them. */
class RedeliveryIT {
  private static final DiscPlate PLATE = DiscPlate.of(256, 10);
  private static final int TIMES = 3;

  @Test
  void shouldCountPlateOnceWhenReplayedThreeTimes(@TempDir Path data, @TempDir Path parent)
      throws Exception {
    Path images = Files.createDirectory(parent.resolve("discs"));
    PLATE.writeAll(images, ".tif");

    for (int time = 1; time <= TIMES; time++) {
      ScopesideProcess replay =
          ScopesideProcess.run(
              "replay",
              images.toString(),
              "--pattern",
              "{well}",
              "--acquisition",
              "again",
              "--data",
              data.toString(),
              "--port",
              "0",
              "--exit-when-complete",
              "--json");

      JsonNode summary = replay.requireStatus(0).json();
      assertEquals(PLATE.counts(), counts(summary), replay::toString);
      assertEquals(10, summary.path("planes").path("captured").asLong(), replay::toString);
      assertEquals(10, summary.path("planes").path("analysed").asLong(), replay::toString);
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.local(data, 0))) {
      assertEquals(
          TIMES * 10, recordsOf(broker.bootstrapServers(), Topics.DEFAULT.frames(), "again"));
      assertEquals(outcomes(TIMES), outcomes(broker.bootstrapServers(), "again"));
    }
  }

  @Test
  void shouldCountPlateOnceWhenSentThreeTimesIntoOneStack(@TempDir Path data) throws Exception {
    try (AllInOne stack = AllInOne.start(AllInOneSettings.local(data, 0, 0));
        PlateSender sender = new PlateSender(stack.bootstrapServers(), stack.topics())) {
      Rest rest = new Rest(stack.url());
      for (int time = 1; time <= TIMES; time++) {
        Instant begun = Instant.now();

        sender.publish(PLATE, "again");

        awaitAnalysedSince(begun, rest);
        rest.awaitBalanced("again");
        assertEquals(PLATE.counts(), rest.counts("again"), "time " + time);
        assertEquals(new Rest.Planes(10, 10, 0, 0, 0), rest.planes("again"), "time " + time);
      }
      assertEquals(outcomes(TIMES), outcomes(stack.bootstrapServers(), "again"));
    }
  }

  /** Waits until every field shows the plane that was captured last. */
  private static void awaitAnalysedSince(Instant begun, Rest rest) {
    await("the plates' latest planes")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () ->
                PLATE.discs().keySet().stream()
                    .allMatch(
                        well -> capturedAt(rest.fields("again", well)).compareTo(begun) >= 0));
  }

  private static Instant capturedAt(JsonNode fields) {
    assertEquals(1, fields.size(), fields::toString);
    return Instant.parse(fields.path(0).path("receipt").path("capturedAt").asText());
  }

  private static Map<String, Long> counts(JsonNode summary) {
    Map<String, Long> counts = new TreeMap<>();
    summary
        .path("wells")
        .forEach(w -> counts.put(w.path("well").asText(), w.path("count").asLong()));
    return counts;
  }

  private static long recordsOf(String bootstrapServers, String topic, String acquisition) {
    try (TopicReader reader = new TopicReader(bootstrapServers, topic)) {
      return reader.records(acquisition).size();
    }
  }

  /** Committed results by frame id. */
  private static Map<String, Long> outcomes(String bootstrapServers, String acquisition) {
    try (TopicReader reader = new TopicReader(bootstrapServers, Topics.DEFAULT.results())) {
      List<ConsumerRecord<String, byte[]>> records = reader.records(acquisition);
      return new TreeMap<>(
          records.stream()
              .collect(Collectors.groupingBy(ConsumerRecord::key, Collectors.counting())));
    }
  }

  /** Every frame so many times. */
  private static Map<String, Long> outcomes(long times) {
    Map<String, Long> expected = new TreeMap<>();
    PLATE.discs().keySet().forEach(w -> expected.put("again/" + w + "/f0/t0/z0/c0", times));
    return expected;
  }
}
