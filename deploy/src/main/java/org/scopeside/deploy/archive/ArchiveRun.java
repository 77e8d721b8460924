package org.scopeside.deploy.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.scopeside.archive.PlaneArchive;
import org.scopeside.archive.UnarchivablePlaneException;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneDecoder;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Topics;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;

/**
 * Takes planes from Kafka into an archive. An offset is committed when its plane is written, so
 * that nothing is left out whatever happens; a plane may be written twice, which replaces it.
 *
 * <p>Where the archive cannot be written, as on a full disk, it tries again for as long as it runs:
 * Kafka keeps the planes meanwhile, as long as its retention lasts.
 */
final class ArchiveRun {
  /** Planes in memory at once: records of up to 64 MiB, decoded as many threads as there are. */
  private static final int PLANES_A_POLL = 16;

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Map<String, String> kafkaSettings;
  private final Topics topics;
  private final PlaneArchive archive;
  private final Set<String> named;
  private final boolean exitWhenComplete;
  private final KafkaConsumer<String, byte[]> consumer;
  private final ExecutorService writers;
  private final ThreadLocal<PlaneDecoder> decoders = ThreadLocal.withInitial(PlaneDecoder::new);
  private final EndedAcquisitions ended = new EndedAcquisitions();
  private final Set<String> touched = ConcurrentHashMap.newKeySet();
  private final AtomicLong planes = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final Consumer<String> words;
  private volatile boolean stopping;

  /**
   * @param named acquisitions that are archived; empty for all
   * @param exitWhenComplete whether {@link #run} returns when these have ended and are archived
   * @param words told what a person should know
   */
  ArchiveRun(
      Map<String, String> kafka,
      Topics topics,
      String group,
      PlaneArchive archive,
      Set<String> named,
      boolean exitWhenComplete,
      int threads,
      Consumer<String> words) {
    this.kafkaSettings = Map.copyOf(kafka);
    this.topics = topics;
    this.archive = archive;
    this.named = Set.copyOf(named);
    this.exitWhenComplete = exitWhenComplete;
    this.words = words;
    this.writers = Executors.newFixedThreadPool(threads);
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scopeside-archive");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PLANES_A_POLL);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_RECORD_BYTES);
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Archives until it is stopped, or until all is done where that was asked for.
   *
   * @param onProgress told after each poll
   */
  void run(Consumer<ArchiveProgress> onProgress) throws InterruptedException, IOException {
    try (AcquisitionEnds ends = new AcquisitionEnds()) {
      consumer.subscribe(List.of(topics.frames()));
      while (!stopping) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        write(records);
        ends.read();
        long behind = behind();
        if (records.isEmpty() && behind == 0) {
          finish();
          if (exitWhenComplete && !consumer.assignment().isEmpty() && ended.all(named)) {
            return;
          }
        }
        onProgress.accept(progress(behind));
      }
    } catch (WakeupException stopped) {
      // close() is waiting
    } finally {
      writers.shutdown();
      writers.awaitTermination(10, TimeUnit.SECONDS);
      archive.close();
      consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }

  /** Ends {@link #run} soon; by any thread. */
  void stop() {
    stopping = true;
    consumer.wakeup();
  }

  ArchiveProgress progress(long behind) {
    return new ArchiveProgress(planes.get(), bytes.get(), unreadable.get(), behind);
  }

  private long behind() {
    long behind = 0;
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      behind += end.getValue() - consumer.position(end.getKey());
    }
    return behind;
  }

  /** Writes a poll's planes side by side, and commits when all are written. */
  private void write(ConsumerRecords<String, byte[]> records) throws InterruptedException {
    List<Future<?>> writing = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      writing.add(writers.submit(() -> write(record)));
    }
    for (Future<?> one : writing) {
      try {
        one.get();
      } catch (ExecutionException e) {
        rewind(records, String.valueOf(e.getCause()));
        return;
      }
    }
    if (!records.isEmpty()) {
      consumer.commitSync();
    }
  }

  /** All of the poll are written again: that replaces those that were. */
  private void rewind(ConsumerRecords<String, byte[]> records, String reason)
      throws InterruptedException {
    words.accept(reason + "; trying again in " + RETRY.toSeconds() + " s, Kafka keeps the planes");
    for (TopicPartition partition : records.partitions()) {
      consumer.seek(partition, new OffsetAndMetadata(records.records(partition).get(0).offset()));
    }
    TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
  }

  private Void write(ConsumerRecord<String, byte[]> record) throws IOException {
    try {
      Map<String, String> headers = KafkaRecords.headers(record.headers());
      PlaneHeader header = decoders.get().header(headers);
      if (named.isEmpty() || named.contains(header.acquisition())) {
        Plane plane = decoders.get().decode(headers, record.value());
        archive.write(plane.header(), plane.pixels());
        touched.add(header.acquisition());
        planes.incrementAndGet();
        bytes.addAndGet(header.planeBytes());
      }
    } catch (MalformedRecordException malformed) {
      // The segmenter makes a dead letter of it.
      passOver(record, malformed);
    } catch (UnarchivablePlaneException never) {
      // Trying again would hold up all others.
      passOver(record, never);
    }
    return null;
  }

  private void passOver(ConsumerRecord<String, byte[]> record, Exception reason) {
    unreadable.incrementAndGet();
    words.accept(
        record.topic()
            + "@"
            + record.partition()
            + "@"
            + record.offset()
            + ": "
            + reason.getMessage());
  }

  private void finish() {
    for (String acquisition : ended.finished(touched)) {
      try {
        archive.finish(acquisition);
        words.accept(acquisition + " is archived");
      } catch (IOException e) {
        touched.add(acquisition);
        words.accept(acquisition + " is not finished yet: " + e.getMessage());
      }
    }
  }

  /** Reads the whole acquisitions topic, apart from the group: each archive needs all ends. */
  private final class AcquisitionEnds implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> events;

    AcquisitionEnds() {
      events = new KafkaConsumer<>(alone(), new StringDeserializer(), new ByteArrayDeserializer());
      List<TopicPartition> partitions = new ArrayList<>();
      events
          .partitionsFor(topics.acquisitions())
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      events.assign(partitions);
      events.seekToBeginning(partitions);
    }

    private Map<String, Object> alone() {
      Map<String, Object> settings = new HashMap<>(kafkaSettings);
      settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scopeside-archive-ends");
      settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
      return settings;
    }

    void read() {
      for (ConsumerRecord<String, byte[]> record : events.poll(Duration.ZERO)) {
        if (record.value() != null) {
          take(record);
        }
      }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
      try {
        EventType type = JsonEvents.type(KafkaRecords.headers(record.headers()));
        if (type == EventType.ACQUISITION_PROGRESS || type == EventType.ACQUISITION_ENDED) {
          ended.take(AcquisitionTally.fromJson(ContractJson.read(record.value())));
        }
      } catch (MalformedRecordException notOurs) {
        // Nothing that an archive needs.
      }
    }

    @Override
    public void close() {
      events.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }
}
