package org.scopeside.deploy.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.TcpPort;
import org.scopeside.deploy.UserErrorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: one KRaft node that is its own controller. What it holds
 * survives a restart and {@code kill -9}.
 *
 * <p>Kafka's fault handler may halt the JVM when a start fails, so the directory's lock and the
 * ports are tried before Kafka sees them. {@link #close()} may be called from any thread, once or
 * more.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";
  private static final long MIB = 1 << 20;

  private final DataDirectory directory;
  private final String bootstrapServers;
  private final KafkaRaftServer server;
  private boolean closed;

  private EmbeddedBroker(DataDirectory directory, String bootstrapServers, KafkaRaftServer server) {
    this.directory = directory;
    this.bootstrapServers = bootstrapServers;
    this.server = server;
  }

  /**
   * Starts a broker and returns when it serves.
   *
   * @throws UserErrorException if the directory is in use or cannot be written, or the port is
   *     taken
   */
  public static EmbeddedBroker start(BrokerSettings settings) throws UserErrorException {
    long begun = System.nanoTime();
    DataDirectory directory = DataDirectory.lock(settings.data());
    try {
      int port = TcpPort.probe(settings.host(), settings.port(), "--kafka-port");
      int controllerPort = TcpPort.probe("127.0.0.1", 0, "--kafka-port");
      Path log = directory.path().resolve("kafka");
      Properties properties = properties(log, settings.host(), port, controllerPort);
      if (FormerBroker.wasKilled(log)) {
        FormerBroker.fence(properties, CONTROLLER + "://127.0.0.1:" + controllerPort);
      }
      format(log);
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
      server.startup();
      LOG.info(
          "broker at {}:{} in {} ms, data in {}",
          settings.host(),
          port,
          (System.nanoTime() - begun) / 1_000_000,
          directory.path());
      return new EmbeddedBroker(directory, settings.host() + ":" + port, server);
    } catch (UserErrorException | RuntimeException e) {
      release(directory);
      throw e;
    } catch (Exception e) { // Formatter.run declares it
      release(directory);
      throw new UserErrorException(
          ExitCode.REFUSED,
          "the broker's data in %s cannot be used (%s): choose another directory with --data"
              .formatted(directory.path(), e.getMessage()),
          e);
    }
  }

  /** For {@code bootstrap.servers}: {@code 127.0.0.1:9092}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Stops serving, flushes and gives the directory free. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.shutdown();
      server.awaitShutdown();
      release(directory);
    }
  }

  private static void release(DataDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      LOG.warn("lock of {} not given back: {}", directory.path(), e.toString());
    }
  }

  private static void format(Path log) throws Exception {
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(log);
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"))
        .setNodeId(NODE)
        .setClusterId(Uuid.randomUuid().toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName(CONTROLLER)
        .setMetadataLogDirectory(log.toString())
        .addDirectory(log.toString())
        .setIgnoreFormatted(true)
        .run();
  }

  /** One node, little memory, large records. */
  private static Properties properties(Path log, String host, int port, int controllerPort) {
    Properties broker = new Properties();
    put(broker, "process.roles", "broker,controller");
    put(broker, "node.id", NODE);
    put(broker, "controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    put(broker, "controller.listener.names", CONTROLLER);
    put(
        broker,
        "listeners",
        "PLAINTEXT://" + host + ":" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    put(broker, "inter.broker.listener.name", "PLAINTEXT");
    put(broker, "log.dirs", log);

    // A single node is every replica there is.
    put(broker, "default.replication.factor", 1);
    put(broker, "min.insync.replicas", 1);
    put(broker, "offsets.topic.replication.factor", 1);
    put(broker, "offsets.topic.num.partitions", 4);
    put(broker, "transaction.state.log.replication.factor", 1);
    put(broker, "transaction.state.log.min.isr", 1);
    put(broker, "transaction.state.log.num.partitions", 4);
    put(broker, "share.coordinator.state.topic.replication.factor", 1);
    put(broker, "share.coordinator.state.topic.min.isr", 1);

    // The first consumer need not wait for others that will not come.
    put(broker, "group.initial.rebalance.delay.ms", 0);
    put(broker, "auto.create.topics.enable", false);

    // A plane is one record; requests in the queue are bounded by bytes, as they hold planes.
    put(broker, "message.max.bytes", Topics.MAX_RECORD_BYTES);
    put(broker, "socket.request.max.bytes", Topics.MAX_RECORD_BYTES + MIB);
    put(broker, "queued.max.request.bytes", Topics.MAX_RECORD_BYTES + 16 * MIB);
    put(broker, "queued.max.requests", 64);

    // Sized by the operating system: planes are large, and fixed buffers are small.
    put(broker, "socket.send.buffer.bytes", -1);
    put(broker, "socket.receive.buffer.bytes", -1);

    // Bounds of retention are looked at often: planes fill a disk within the default five minutes.
    put(broker, "log.segment.bytes", 128 * MIB);
    put(broker, "log.retention.check.interval.ms", 10_000);
    put(broker, "log.segment.delete.delay.ms", 1_000);
    put(broker, "log.retention.bytes", 1024 * MIB);

    // Threads and buffers of a laptop, not of a server.
    put(broker, "num.network.threads", 2);
    put(broker, "num.io.threads", 3);
    put(broker, "background.threads", 2);
    put(broker, "num.recovery.threads.per.data.dir", 2);
    put(broker, "log.cleaner.dedupe.buffer.size", 4 * MIB);
    put(broker, "log.index.size.max.bytes", MIB);
    put(broker, "metadata.log.segment.bytes", 16 * MIB);
    return broker;
  }

  private static void put(Properties broker, String key, Object value) {
    broker.setProperty(key, value.toString());
  }
}
