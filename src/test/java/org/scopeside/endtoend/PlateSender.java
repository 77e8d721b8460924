package org.scopeside.endtoend;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.EventType;
import org.scopeside.contract.JsonEvents;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.Topics;
import org.scopeside.contract.WireRecord;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.KafkaRecords;

/**
 * Sends plates of discs: as the publisher does, or record by record where the wire is to be bent.
 */
final class PlateSender implements AutoCloseable {
  private static final String SOURCE = "/microscopes/discs";

  private final Topics topics;
  private final Map<String, String> kafka;
  private final KafkaProducer<String, byte[]> producer;

  PlateSender(String bootstrapServers, Topics topics) {
    this.topics = topics;
    this.kafka = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  /** A whole plate through {@link FramePublisher}, until the broker has all of it. */
  void publish(DiscPlate plate, String acquisition) throws InterruptedException, TimeoutException {
    publish(plate, plate.plan(acquisition));
  }

  /** The same, announced by that plan. */
  void publish(DiscPlate plate, AcquisitionStarted plan)
      throws InterruptedException, TimeoutException {
    String acquisition = plan.acquisition();
    try (FramePublisher publisher =
            new FramePublisher(
                PublisherSettings.of(topics, SOURCE),
                () -> FrameProducers.create(kafka),
                ContractJson::write,
                line -> {
                  throw new AssertionError(line);
                });
        AcquisitionRun run = publisher.begin(plan)) {
      for (String well : plate.discs().keySet()) {
        run.publish(CapturedPlane.of(plate.header(acquisition, well), plate.samples(well)));
      }
      run.end("completed", 60, TimeUnit.SECONDS);
    }
  }

  /** Announces a plate. */
  void begin(DiscPlate plate, String acquisition) throws InterruptedException, ExecutionException {
    AcquisitionStarted plan = plate.plan(acquisition);
    sendEvent(EventType.ACQUISITION_STARTED, plan.key(), plan.startedAt(), plan.toJson());
  }

  /** One plane of a plate, bent on its way. */
  void send(DiscPlate plate, String acquisition, String well, UnaryOperator<WireRecord> bent)
      throws InterruptedException, ExecutionException {
    try (PlaneEncoder encoder = new PlaneEncoder()) {
      send(
          topics.frames(),
          bent.apply(encoder.encode(plate.header(acquisition, well), plate.samples(well))));
    }
  }

  /** Ends an acquisition that captured one plane of every well. */
  void end(DiscPlate plate, String acquisition) throws InterruptedException, ExecutionException {
    Map<String, AcquisitionTally.Count> counts = new HashMap<>();
    plate.discs().keySet().forEach(well -> counts.put(well, new AcquisitionTally.Count(1, 0)));
    AcquisitionTally tally = new AcquisitionTally(acquisition, Instant.now(), "completed", counts);
    sendEvent(tally.type(), tally.key(), tally.at(), tally.toJson());
  }

  /** Any record on any topic. */
  void send(String topic, WireRecord record) throws InterruptedException, ExecutionException {
    producer.send(KafkaRecords.toSend(topic, record)).get();
  }

  private void sendEvent(EventType type, String key, Instant at, Map<String, Object> body)
      throws InterruptedException, ExecutionException {
    send(
        topics.acquisitions(),
        new WireRecord(key, JsonEvents.headers(type, key, SOURCE, at), ContractJson.write(body)));
  }

  @Override
  public void close() {
    producer.close();
  }
}
