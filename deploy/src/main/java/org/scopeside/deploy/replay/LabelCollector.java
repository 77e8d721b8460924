package org.scopeside.deploy.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneDecoder;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.deploy.run.Installation;
import org.scopeside.deploy.run.RunSource;
import org.scopeside.runtime.KafkaRecords;
import org.scopeside.source.StoredPlane;

/**
 * Takes the label images of a replay from Kafka and writes them as files named as their sources.
 */
final class LabelCollector implements RunSource.Companion {
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, LabelWriter.Source> sources = new HashMap<>();
  private final LabelWriter writer;
  private final Thread thread = new Thread(this::run, "scopeside-labels");
  private volatile boolean finishing;
  private volatile @Nullable Exception failure;

  /**
   * @param root the opened path, to which the planes' files are relative
   */
  LabelCollector(
      Installation installation,
      String acquisition,
      Path root,
      List<StoredPlane> planes,
      LabelWriter writer) {
    this.writer = writer;
    for (StoredPlane plane : planes) {
      sources.put(
          plane.place().frame(acquisition).id(),
          new LabelWriter.Source(root.resolve(plane.file()), plane.file(), plane.page()));
    }
    Map<String, Object> settings = new HashMap<>(installation.kafka());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "scopeside-labels");
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(installation.topics().labels()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    // Labels of former runs are not ours; the position is fixed before the first plane is sent.
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (PlaneDecoder decoder = PlaneDecoder.ofLabels()) {
      while (!finishing || behind()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          write(record, decoder);
        }
      }
    } catch (IOException | MalformedRecordException | RuntimeException e) {
      failure = e;
    } finally {
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
  }

  private boolean behind() {
    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
  }

  private void write(ConsumerRecord<String, byte[]> record, PlaneDecoder decoder)
      throws IOException, MalformedRecordException {
    LabelWriter.Source source = sources.get(record.key());
    if (source == null) {
      return;
    }
    Plane labels = decoder.decode(KafkaRecords.headers(record.headers()), record.value());
    writer.write(source, labels.header().sizeX(), labels.header().sizeY(), objects(labels));
  }

  private static int[] objects(Plane labels) {
    int[] objects = new int[labels.header().samples()];
    ByteBuffer buffer = ByteBuffer.wrap(labels.pixels()).order(ByteOrder.LITTLE_ENDIAN);
    if (labels.header().pixelType() == PixelType.UINT32) {
      buffer.asIntBuffer().get(objects);
      return objects;
    }
    for (int i = 0; i < objects.length; i++) {
      objects[i] = buffer.getShort(2 * i) & 0xFFFF;
    }
    return objects;
  }

  /** Writes what is committed by now, and ends. */
  @Override
  public void finish() throws Exception {
    finishing = true;
    thread.join(TimeUnit.SECONDS.toMillis(60));
    Exception broken = failure;
    if (broken != null) {
      throw new IOException("labels could not be written: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void close() {
    finishing = true;
    consumer.wakeup();
  }
}
