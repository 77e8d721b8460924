package org.scopeside.deploy.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;

class EmbeddedBrokerTest {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final TopicSettings SETTINGS = TopicSettings.embedded("scopeside.");
  private static final TopicPartition FRAMES = new TopicPartition(TOPICS.frames(), 0);

  @TempDir private Path data;

  private static Map<String, String> client(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private EmbeddedBroker start() throws UserErrorException {
    return EmbeddedBroker.start(BrokerSettings.local(data, 0));
  }

  @Test
  void shouldKeepPlanesOverARestart() throws Exception {
    byte[] plane = new byte[8 << 20];
    new Random(7).nextBytes(plane);
    try (EmbeddedBroker broker = start()) {
      TopicSetup.ensure(client(broker), SETTINGS);
      produceInTransaction(broker.bootstrapServers(), plane);
      assertArrayEquals(plane, consume(broker));
    }
    try (EmbeddedBroker broker = start()) {
      assertArrayEquals(plane, consume(broker));
      assertEquals(5, TopicSetup.ensure(client(broker), SETTINGS).present().size());
    }
  }

  @Test
  void shouldKeepPlanesWhenItsProcessIsKilled() throws Exception {
    byte[] plane = {1, 2, 3};
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.scopeside.deploy.Scopeside",
                "broker",
                "--data",
                data.toString(),
                "--kafka-port",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      produceInTransaction(String.valueOf(out.readLine()), plane);
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (EmbeddedBroker broker = start()) {
      assertArrayEquals(plane, consume(broker));
    }
  }

  private static void produceInTransaction(String bootstrapServers, byte[] plane) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "transactional.id",
            "microscope",
            "max.request.size",
            Topics.MAX_RECORD_BYTES);
    try (Producer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer
          .send(new ProducerRecord<>(FRAMES.topic(), FRAMES.partition(), "A01/0", plane))
          .get(30, TimeUnit.SECONDS);
      producer.commitTransaction();
    }
  }

  private static byte[] consume(EmbeddedBroker broker) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
    try (Consumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(FRAMES));
      consumer.seekToBeginning(List.of(FRAMES));
      return Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> consumer.poll(Duration.ofMillis(500)).records(FRAMES), r -> !r.isEmpty())
          .stream()
          .map(ConsumerRecord::value)
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void shouldRefuseASecondBrokerOnItsDirectoryAndLiveOn() throws Exception {
    try (EmbeddedBroker broker = start()) {
      UserErrorException refused = assertThrows(UserErrorException.class, this::start);
      assertEquals(
          "data directory %s is in use by another Scopeside (pid %d): stop it or choose another with --data"
              .formatted(data.toAbsolutePath(), ProcessHandle.current().pid()),
          refused.getMessage());
      assertEquals(ExitCode.REFUSED, refused.exitCode());

      TopicSetup.Report report = TopicSetup.ensure(client(broker), SETTINGS);
      assertEquals(
          Set.of(
              "scopeside.frames",
              "scopeside.labels",
              "scopeside.acquisitions",
              "scopeside.results",
              "scopeside.dead-letters"),
          Set.copyOf(report.created()));
      shouldNameTopicsThatCannotCarryPlanes(broker);
    }
  }

  /** On the running broker of the test above, as a start costs seconds. */
  private static void shouldNameTopicsThatCannotCarryPlanes(EmbeddedBroker broker)
      throws Exception {
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(client(broker)))) {
      NewTopic small =
          new NewTopic("lab.frames", 2, (short) 1).configs(Map.of("max.message.bytes", "1048576"));
      NewTopic fewer =
          new NewTopic("lab.acquisitions", 4, (short) 1)
              .configs(Map.of("max.message.bytes", "4194304"));
      admin.createTopics(List.of(small, fewer)).all().get(30, TimeUnit.SECONDS);
      Awaitility.await()
          .until(
              () ->
                  admin
                      .listTopics()
                      .names()
                      .get()
                      .containsAll(List.of("lab.frames", "lab.acquisitions")));
    }
    UserErrorException refused =
        assertThrows(
            UserErrorException.class,
            () -> TopicSetup.ensure(client(broker), TopicSettings.embedded("lab.")));
    String problem = String.valueOf(refused.getMessage());
    assertTrue(
        problem.contains(
            "topic lab.frames takes records of 1048576 bytes at most, 68157440 are needed: raise its max.message.bytes"),
        problem);
    assertTrue(
        problem.contains("topic lab.acquisitions has cleanup.policy=delete, compact is needed"),
        problem);
    assertTrue(problem.contains("equally many partitions"), problem);
  }

  @Test
  void shouldRefuseATakenPortBeforeTouchingTheData() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(
          "port " + port + " is in use: choose another with --kafka-port",
          assertThrows(
                  UserErrorException.class,
                  () -> EmbeddedBroker.start(BrokerSettings.local(data, port)))
              .getMessage());
    }
    DataDirectory.lock(data).close(); // given free again
  }
}
