package org.scopeside.feed;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.scopeside.contract.Topics;

/** Kafka consumers set up to look on: no group, nothing committed, little memory. */
final class ResultConsumers {
  /** A fetch holds at least one record of the largest size; a consumer holds two a broker. */
  private static final int FETCH_BYTES = Topics.MAX_EVENT_BYTES + (1 << 20);

  private ResultConsumers() {}

  static Consumer<String, byte[]> create(Map<String, String> kafka) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 5_000);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "scopeside-results");
    config.putAll(KafkaProperties.forThisJar(kafka));
    // What follows is not the user's to choose: results are transactional and may be large.
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    config.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    // Instances, because a plugin's class loader hides the classes from Kafka's look-up by name.
    return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
