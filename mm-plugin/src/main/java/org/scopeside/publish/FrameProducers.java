package org.scopeside.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.scopeside.contract.Topics;

/** Kafka producers set up for whole planes a record. */
public final class FrameProducers {
  private FrameProducers() {}

  /**
   * An idempotent producer of planes.
   *
   * @param kafka client properties, at least {@code bootstrap.servers}; they override the defaults
   *     here
   */
  public static Producer<String, byte[]> create(Map<String, String> kafka) {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Planes are compressed by us; Kafka's own compression doubles the CPU a plane costs.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    // Encoded planes that wait for the broker; beyond it encoding waits. The largest must fit.
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Topics.MAX_RECORD_BYTES);
    // Java copies all that is left of a record at every write to a socket, so a small buffer of
    // the socket costs many copies of a plane. -1 lets the operating system size it.
    config.put(ProducerConfig.SEND_BUFFER_CONFIG, -1);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "scopeside-frames");
    config.putAll(kafka);
    // Instances, because a plugin's class loader hides the classes from Kafka's look-up by name.
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }
}
