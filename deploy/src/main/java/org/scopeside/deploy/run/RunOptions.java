package org.scopeside.deploy.run;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that runs all of Scopeside for one acquisition. */
public final class RunOptions {
  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "Port of the Kafka broker, for programs that listen in; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  int kafkaPort;

  @Option(
      names = "--exit-when-complete",
      description =
          "End when every plane is accounted for; else the dashboard stays up until Ctrl-C.")
  boolean exitWhenComplete;

  @Option(
      names = "--json",
      description =
          "Print one JSON summary on standard output; everything else goes to standard error.")
  boolean json;

  /** Where data is kept. */
  public Path data(String command) {
    return stack.data(command);
  }

  /** Settings of the segmenter that these options stand for. */
  Map<String, String> segmenter() {
    return stack.segmenter();
  }

  /** The model that was chosen; null for the default. */
  public @Nullable String model() {
    return stack.segmenter().get("segmenter.model");
  }

  /** What the segmenter is told, in one line; equal for equal options. */
  public String settings() {
    return stack.segmenter().toString();
  }

  public String host() {
    return stack.host();
  }

  public int port() {
    return stack.port();
  }

  public int kafkaPort() {
    return kafkaPort;
  }

  public boolean exitWhenComplete() {
    return exitWhenComplete;
  }

  public boolean json() {
    return json;
  }
}
