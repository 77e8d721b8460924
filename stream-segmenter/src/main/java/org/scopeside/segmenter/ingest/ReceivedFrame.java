package org.scopeside.segmenter.ingest;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.runtime.KafkaRecords;

/**
 * A record of the frames topic as it arrived, not yet looked into.
 *
 * @param assignment which assignment of the partition it came under; work of an earlier one is void
 * @param publishedAt the record's timestamp; null where it has none
 * @param value as received, only read
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes that are neither compared nor copied
public record ReceivedFrame(
    TopicPartition partition,
    long offset,
    int assignment,
    @Nullable Instant publishedAt,
    Instant receivedAt,
    Map<String, String> headers,
    byte[] value) {

  static ReceivedFrame of(ConsumerRecord<byte[], byte[]> kafka, int assignment) {
    return new ReceivedFrame(
        new TopicPartition(kafka.topic(), kafka.partition()),
        kafka.offset(),
        assignment,
        kafka.timestamp() < 0 ? null : Instant.ofEpochMilli(kafka.timestamp()),
        Instant.now(),
        KafkaRecords.headers(kafka.headers()),
        kafka.value() == null ? new byte[0] : kafka.value());
  }

  /** The frame it says it is, by its id alone; null where that cannot be read. */
  public @Nullable FrameRef frame() {
    return FrameRef.ofHeaders(headers);
  }

  /** For messages: the frame id, or the record's place. */
  public String name() {
    FrameRef frame = frame();
    return frame == null ? partition + "@" + offset : frame.id();
  }
}
