package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.EventType;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.WireRecord;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;

/** A record that is no good, in the middle of a plate, costs one frame and nothing else. */
class PoisonedRecordIT {
  private static final DiscPlate PLATE = DiscPlate.of(256, 7);
  private static final String POISONED = "A04";

  private static AllInOne stack;
  private static PlateSender sender;
  private static Rest rest;

  /** How a plane's record is spoiled, and the reason that the dead letter must give. */
  enum Poison {
    WRONG_CHECKSUM("CRC_MISMATCH"),
    LYING_WIDTH("SIZE_MISMATCH"),
    ABSURD_SIZE("TOO_LARGE"),
    NEGATIVE_HEIGHT("INVALID_HEADER"),
    FUTURE_VERSION("UNSUPPORTED_VERSION"),
    CUT_VALUE("CORRUPT_VALUE"),
    EMPTY_VALUE("CORRUPT_VALUE");

    private final String reason;

    Poison(String reason) {
      this.reason = reason;
    }

    WireRecord spoil(WireRecord record) {
      return switch (this) {
        case WRONG_CHECKSUM -> record.withHeader("ce_crc32c", "00000000");
        case LYING_WIDTH -> record.withHeader("ce_sizex", "512");
        case ABSURD_SIZE -> record.withHeader("ce_sizex", "65535").withHeader("ce_sizey", "65535");
        case NEGATIVE_HEIGHT -> record.withHeader("ce_sizey", "-256");
        case FUTURE_VERSION -> record.withHeader("ce_type", "org.scopeside.plane.v2");
        case CUT_VALUE -> firstBytes(record, record.value().length / 2);
        case EMPTY_VALUE -> firstBytes(record, 0);
      };
    }

    private static WireRecord firstBytes(WireRecord record, int bytes) {
      return new WireRecord(record.key(), record.headers(), Arrays.copyOf(record.value(), bytes));
    }
  }

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    stack = AllInOne.start(AllInOneSettings.local(data, 0, 0));
    sender = new PlateSender(stack.bootstrapServers(), stack.topics());
    rest = new Rest(stack.url());
  }

  @AfterAll
  static void stop() {
    sender.close();
    stack.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailExactlyTheSpoiledFrame(Poison poison) throws Exception {
    String acquisition = poison.name().toLowerCase(Locale.ROOT).replace('_', '-');

    sendPlate(acquisition, poison::spoil);

    rest.awaitBalanced(acquisition);
    assertEquals(new Rest.Planes(7, 6, 1, 0, 0), rest.planes(acquisition));
    assertEquals(new Rest.Planes(1, 0, 1, 0, 0), rest.ledger(acquisition).get(POISONED));
    requireOthersCounted(acquisition);
    String frame = acquisition + "/" + POISONED + "/f0/t0/z0/c0";
    DeadLetter letter = onlyDeadLetter(acquisition);
    assertEquals(frame, letter.key());
    assertEquals(poison.reason, letter.reason(), letter::message);
    List<JsonNode> failures = failures(frame);
    assertEquals(1, failures.size(), failures::toString);
    assertEquals(poison.reason, failures.get(0).path("reason").asText(), failures::toString);
    assertTrue(failures.get(0).path("message").asText().length() > 10, failures::toString);
  }

  @Test
  void shouldCountGarbageAsOneUnattributedFailure() throws Exception {
    String acquisition = "garbage";
    long before = rest.get("/api/failures").path("unattributed").asLong();
    byte[] noise = "this is no plane".getBytes(StandardCharsets.UTF_8);

    sender.begin(PLATE, acquisition);
    for (String well : PLATE.discs().keySet()) {
      sender.send(PLATE, acquisition, well, record -> record);
      if (well.equals(POISONED)) {
        sender.send(stack.topics().frames(), new WireRecord("noise", Map.of(), noise));
      }
    }
    sender.end(PLATE, acquisition);

    rest.awaitBalanced(acquisition);
    await("the garbage's failure")
        .atMost(Duration.ofSeconds(30))
        .until(() -> rest.get("/api/failures").path("unattributed").asLong() > before);
    assertEquals(before + 1, rest.get("/api/failures").path("unattributed").asLong());
    assertEquals(new Rest.Planes(7, 7, 0, 0, 0), rest.planes(acquisition));
    assertEquals(PLATE.counts(), rest.counts(acquisition));
    JsonNode newest = rest.get("/api/failures?limit=1").path("failures").path(0);
    assertEquals("MISSING_HEADER", newest.path("reason").asText(), newest::toString);
    assertEquals(stack.topics().frames(), newest.path("topic").asText(), newest::toString);
    assertTrue(newest.path("offset").isIntegralNumber(), newest::toString);
  }

  @Test
  void shouldRefuseResultOfFutureVersionByNameAndDisturbNothing() throws Exception {
    String acquisition = "future-result";
    String frame = acquisition + "/" + POISONED + "/f0/t0/z0/c0";

    sender.begin(PLATE, acquisition);
    for (String well : PLATE.discs().keySet()) {
      if (well.equals(POISONED)) {
        sender.send(stack.topics().results(), futureResult(frame));
      } else {
        sender.send(PLATE, acquisition, well, record -> record);
      }
    }
    sender.end(PLATE, acquisition);

    rest.awaitBalanced(acquisition);
    assertEquals(new Rest.Planes(7, 6, 1, 0, 0), rest.planes(acquisition));
    requireOthersCounted(acquisition);
    List<JsonNode> failures = failures(frame);
    assertEquals(1, failures.size(), failures::toString);
    assertEquals(
        "UNSUPPORTED_VERSION", failures.get(0).path("reason").asText(), failures::toString);
    assertTrue(
        failures.get(0).path("message").asText().contains("org.scopeside.result.v2"),
        failures::toString);
  }

  @Test
  void shouldKeepCountWhenResultOfFutureVersionSpeaksOfCountedFrame() throws Exception {
    String acquisition = "counted-before";
    sendPlate(acquisition, UnaryOperator.identity());
    rest.awaitBalanced(acquisition);
    long before = rest.get("/api/failures").path("unattributed").asLong();

    sender.send(stack.topics().results(), futureResult(acquisition + "/A01/f0/t0/z0/c0"));

    await("the refused result")
        .atMost(Duration.ofSeconds(30))
        .until(() -> rest.get("/api/failures").path("unattributed").asLong() > before);
    assertEquals(PLATE.counts(), rest.counts(acquisition));
    assertEquals(new Rest.Planes(7, 7, 0, 0, 0), rest.planes(acquisition));
  }

  private static WireRecord futureResult(String frame) {
    Map<String, String> headers =
        JsonEvents.headers(EventType.RESULT, frame, "/segmenters/future", Instant.now());
    byte[] body =
        "{\"frame\":\"%s\",\"instances\":[]}".formatted(frame).getBytes(StandardCharsets.UTF_8);
    return new WireRecord(frame, headers, body).withHeader("ce_type", "org.scopeside.result.v2");
  }

  private static void sendPlate(String acquisition, UnaryOperator<WireRecord> poison)
      throws Exception {
    sender.begin(PLATE, acquisition);
    for (String well : PLATE.discs().keySet()) {
      sender.send(
          PLATE, acquisition, well, well.equals(POISONED) ? poison : UnaryOperator.identity());
    }
    sender.end(PLATE, acquisition);
  }

  private static void requireOthersCounted(String acquisition) {
    Map<String, Long> expected = PLATE.counts();
    Map<String, Long> counts = rest.counts(acquisition);
    assertEquals(0, counts.getOrDefault(POISONED, 0L));
    expected.remove(POISONED);
    counts.remove(POISONED);
    assertEquals(expected, counts);
  }

  private static DeadLetter onlyDeadLetter(String acquisition) throws Exception {
    try (TopicReader reader =
        new TopicReader(stack.bootstrapServers(), stack.topics().deadLetters())) {
      List<ConsumerRecord<String, byte[]>> letters = reader.records(acquisition);
      assertEquals(1, letters.size(), letters::toString);
      ConsumerRecord<String, byte[]> letter = letters.get(0);
      assertEquals(EventType.DEAD_LETTER, JsonEvents.type(KafkaRecords.headers(letter.headers())));
      return DeadLetter.fromJson(ContractJson.read(letter.value()));
    }
  }

  private static List<JsonNode> failures(String frame) {
    JsonNode failures = rest.get("/api/failures").path("failures");
    return StreamSupport.stream(failures.spliterator(), false)
        .filter(failure -> failure.path("frame").asText().equals(frame))
        .toList();
  }
}
