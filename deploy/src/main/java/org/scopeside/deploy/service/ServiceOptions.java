package org.scopeside.deploy.service;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.runtime.InvalidSettingsException;
import org.scopeside.runtime.SettingsReader;
import picocli.CommandLine.Option;

/** Where the settings of a service come from: file, then environment, then command line. */
final class ServiceOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings, as in deploy/config/*.properties.")
  private @Nullable Path config;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      mapFallbackValue = "",
      description = {
        "One setting, stronger than the file and than its environment variable:",
        "-Dsegmenter.http-port=9464 or SCOPESIDE_SEGMENTER_HTTP_PORT=9464."
      })
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--kafka-bootstrap",
      paramLabel = "HOST:PORT",
      description = "Short for -Dkafka.bootstrap.servers.")
  private @Nullable String bootstrap;

  SettingsReader reader() throws InvalidSettingsException {
    Map<String, String> strongest = new LinkedHashMap<>(overrides);
    if (bootstrap != null) {
      strongest.put("kafka.bootstrap.servers", bootstrap);
    }
    Map<String, String> file = config == null ? Map.of() : SettingsReader.load(config);
    return new SettingsReader(file, System.getenv(), strongest);
  }
}
