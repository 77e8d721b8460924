package org.scopeside.deploy.run;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import picocli.CommandLine.Option;

/** Which Kafka, for commands that use an installation that runs already. */
public final class KafkaOptions {
  private static final String BOOTSTRAP = "bootstrap.servers";
  private static final String HERE = "127.0.0.1:9092";

  @Option(
      names = "--kafka-bootstrap",
      paramLabel = "HOST:PORT",
      description = "The broker of an installation that runs already, such as " + HERE + ".")
  @Nullable String bootstrap;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka's clients, such as security.protocol=SASL_SSL.")
  Map<String, String> kafka = new LinkedHashMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Settings of Kafka's clients, as for TLS and SASL; --kafka is stronger.")
  @Nullable Path config;

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      description = "Prefix of that installation's topics. Default: ${DEFAULT-VALUE}")
  String topicPrefix = "scopeside.";

  /** Whether a broker was named, or a file that may name one. */
  public boolean given() {
    return bootstrap != null || config != null;
  }

  /**
   * Settings of Kafka's clients; with the broker on this machine where none was named.
   *
   * @throws UserErrorException if the file of settings cannot be read
   */
  public Map<String, String> settings() throws UserErrorException {
    Map<String, String> settings = new LinkedHashMap<>(config == null ? Map.of() : read(config));
    settings.putAll(kafka);
    if (bootstrap != null) {
      settings.put(BOOTSTRAP, bootstrap);
    }
    settings.putIfAbsent(BOOTSTRAP, HERE);
    return settings;
  }

  private static Map<String, String> read(Path file) throws UserErrorException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserErrorException(
          ExitCode.USAGE, "--kafka-config " + file + " cannot be read: " + e, e);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    properties
        .stringPropertyNames()
        .forEach(name -> settings.put(name, properties.getProperty(name)));
    return settings;
  }

  public Topics topics() {
    return new Topics(topicPrefix);
  }
}
