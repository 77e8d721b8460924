package org.scopeside.feed;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.DeadLetter;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.MalformedRecordException.Reason;
import org.scopeside.contract.PlaneResult;
import org.scopeside.contract.Topics;

/** Records of the results and dead-letter topics as outcomes. */
final class OutcomeRecords {
  private OutcomeRecords() {}

  /**
   * The outcome that a record tells; null for a dead letter that names no frame.
   *
   * @throws MalformedRecordException if it cannot be read, is too large or is no outcome
   */
  static @Nullable PlaneOutcome read(ConsumerRecord<String, byte[]> record)
      throws MalformedRecordException {
    byte[] value = record.value();
    if (value == null || value.length > Topics.MAX_EVENT_BYTES) {
      throw new MalformedRecordException(
          value == null ? Reason.INVALID_JSON : Reason.TOO_LARGE,
          value == null ? "no body" : "body of " + value.length + " bytes");
    }
    EventType type = JsonEvents.type(headers(record));
    if (type == EventType.RESULT) {
      PlaneResult result = PlaneResult.fromJson(EventJson.read(value));
      requireKey(record, result.frame().id());
      return PlaneOutcome.of(result);
    } else if (type == EventType.DEAD_LETTER) {
      return failed(record, DeadLetter.fromJson(EventJson.read(value)));
    }
    throw new MalformedRecordException(
        Reason.UNSUPPORTED_TYPE, type.wireName() + " is no outcome of a plane");
  }

  private static @Nullable PlaneOutcome failed(
      ConsumerRecord<String, byte[]> record, DeadLetter letter) throws MalformedRecordException {
    requireKey(record, letter.key());
    FrameRef frame = letter.frame();
    return frame == null
        ? null
        : PlaneOutcome.failed(frame, letter.failedAt(), letter.reason() + ": " + letter.message());
  }

  private static void requireKey(ConsumerRecord<String, byte[]> record, String expected)
      throws MalformedRecordException {
    if (!expected.equals(record.key())) {
      throw new MalformedRecordException(
          Reason.ID_MISMATCH, "key '" + record.key() + "' is not '" + expected + "'");
    }
  }

  private static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }
}
