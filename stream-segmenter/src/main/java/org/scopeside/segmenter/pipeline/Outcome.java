package org.scopeside.segmenter.pipeline;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What becomes of a record: the events to publish with its offset. */
public record Outcome(List<ProducerRecord<String, byte[]>> events) {
  /** Of a record that was accounted for before. */
  static final Outcome NOTHING = new Outcome(List.of());
}
