package org.scopeside.segmenter;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.scopeside.contract.Topics;

/** The Kafka clients of a segmenter, set up to consume, transform and produce exactly once. */
final class SegmenterClients {
  /** Planes that one fetch brings; a larger single plane still comes, alone. */
  private static final int FETCH_BYTES = 16 << 20;

  private final SegmenterSettings settings;

  SegmenterClients(SegmenterSettings settings) {
    this.settings = settings;
  }

  Consumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    // Static membership: a segmenter that was killed gets its partitions back at once.
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instance());
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.instance() + "-frames");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 16);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    config.putAll(settings.kafka());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Reads a whole topic, outside any group. */
  Consumer<byte[], byte[]> planConsumer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.instance() + "-plans");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.putAll(settings.kafka());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Producer<String, byte[]> producer() {
    Map<String, Object> config = new HashMap<>();
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.group() + "-" + settings.instance());
    config.put(ProducerConfig.CLIENT_ID_CONFIG, settings.instance() + "-results");
    // Longer than a broker's restart. After a crash nobody waits for it: the next start of this
    // instance ends the transaction that was left open.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 60_000);
    // Results are small. With more in flight, Kafka 4.3 refuses what overtakes the first request of
    // a
    // transaction (OutOfOrderSequenceException), which it then logs and sends again.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putAll(settings.kafka());
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }
}
