package org.scopeside.deploy.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import picocli.CommandLine.Option;

/** Which Kafka, for commands that use an installation that runs already. */
public final class KafkaOptions {
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
      names = "--topic-prefix",
      paramLabel = "TEXT",
      description = "Prefix of that installation's topics. Default: ${DEFAULT-VALUE}")
  String topicPrefix = "scopeside.";

  /** Whether a broker was named. */
  public boolean given() {
    return bootstrap != null;
  }

  /** Settings of Kafka's clients; with the broker on this machine where none was named. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(kafka);
    settings.put("bootstrap.servers", bootstrap == null ? HERE : bootstrap);
    return settings;
  }

  public Topics topics() {
    return new Topics(topicPrefix);
  }
}
