package org.scopeside.runtime;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.scopeside.contract.WireRecord;

/** The contract's records as Kafka's client has them. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /**
   * Headers as text; of several with one name the last counts, as in Kafka's own {@code
   * lastHeader}.
   */
  public static Map<String, String> headers(Headers headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Header header : headers) {
      if (header.value() != null) {
        texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** A record to send; its timestamp is set by the producer. */
  public static ProducerRecord<String, byte[]> toSend(String topic, WireRecord record) {
    ProducerRecord<String, byte[]> kafka =
        new ProducerRecord<>(topic, record.key(), record.value());
    record
        .headers()
        .forEach((name, text) -> kafka.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return kafka;
  }
}
