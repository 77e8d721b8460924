package org.scopeside.endtoend;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker with three doors: an open one, one that wants the user {@code scope} with the password
 * {@code secret}, and one that sends clients to a host name nobody knows, as a broker in a
 * container does that was not told its address.
 */
final class SecuredBroker implements AutoCloseable {
  static final String UNKNOWN_HOST = "kafka.container.invalid";

  private final int open = freePort();
  private final int secured = freePort();
  private final int trap = freePort();
  private final KafkaRaftServer server;

  SecuredBroker(Path log) throws Exception {
    Files.createDirectories(log);
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(log.toString())
        .addDirectory(log.toString())
        .run();
    server = new KafkaRaftServer(new KafkaConfig(properties(log, freePort()), false), Time.SYSTEM);
    server.startup();
  }

  private Properties properties(Path log, int controller) {
    Properties broker = new Properties();
    broker.setProperty("process.roles", "broker,controller");
    broker.setProperty("node.id", "1");
    broker.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controller);
    broker.setProperty("controller.listener.names", "CONTROLLER");
    broker.setProperty(
        "listeners",
        "OPEN://127.0.0.1:%d,SECURED://127.0.0.1:%d,TRAP://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(open, secured, trap, controller));
    broker.setProperty(
        "advertised.listeners",
        "OPEN://127.0.0.1:%d,SECURED://127.0.0.1:%d,TRAP://%s:9092"
            .formatted(open, secured, UNKNOWN_HOST));
    broker.setProperty(
        "listener.security.protocol.map",
        "OPEN:PLAINTEXT,SECURED:SASL_PLAINTEXT,TRAP:PLAINTEXT,CONTROLLER:PLAINTEXT");
    broker.setProperty("inter.broker.listener.name", "OPEN");
    broker.setProperty("listener.name.secured.sasl.enabled.mechanisms", "PLAIN");
    broker.setProperty(
        "listener.name.secured.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_scope=\"secret\";");
    broker.setProperty("log.dirs", log.toString());
    broker.setProperty("offsets.topic.replication.factor", "1");
    broker.setProperty("transaction.state.log.replication.factor", "1");
    broker.setProperty("transaction.state.log.min.isr", "1");
    broker.setProperty("auto.create.topics.enable", "false");
    return broker;
  }

  /** Takes everybody. */
  String open() {
    return "127.0.0.1:" + open;
  }

  /** Takes {@code scope} with {@code secret}, by SASL PLAIN. */
  String secured() {
    return "127.0.0.1:" + secured;
  }

  /** Takes everybody and sends them to {@link #UNKNOWN_HOST}. */
  String trap() {
    return "127.0.0.1:" + trap;
  }

  private static int freePort() throws java.io.UncheckedIOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
