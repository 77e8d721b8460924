package org.scopeside.deploy.run;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.SegmenterSettings;
import picocli.CommandLine.Option;

/** Options of commands that can use an installation that runs already. */
public final class RemoteOptions {
  @Option(
      names = "--kafka-bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "Use this broker, and the services that run beside it, instead of starting all.")
  @Nullable String bootstrap;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka's clients, such as security.protocol=SASL_SSL.")
  Map<String, String> kafka = new LinkedHashMap<>();

  @Option(
      names = "--topic-prefix",
      paramLabel = "TEXT",
      defaultValue = "scopeside.",
      description = "Prefix of the installation's topics. Default: ${DEFAULT-VALUE}")
  String topicPrefix = "scopeside.";

  @Option(
      names = "--results",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080/",
      description = "Its results service. Default: ${DEFAULT-VALUE}")
  URI results = URI.create("http://127.0.0.1:8080/");

  /** Whether an installation that runs already is meant. */
  public boolean given() {
    return bootstrap != null;
  }

  /** Settings of Kafka's clients. */
  public Map<String, String> kafka() {
    Map<String, String> settings = new LinkedHashMap<>(kafka);
    if (bootstrap != null) {
      settings.put("bootstrap.servers", bootstrap);
    }
    return settings;
  }

  public Topics topics() {
    return new Topics(topicPrefix);
  }

  /** The installation. */
  public RemoteInstallation installation() throws UserErrorException {
    if (!"http".equals(results.getScheme()) && !"https".equals(results.getScheme())) {
      throw new UserErrorException(
          ExitCode.USAGE, "--results " + results + " is no address as http://host:8080/");
    }
    return new RemoteInstallation(kafka(), topics(), SegmenterSettings.defaults().group(), results);
  }
}
