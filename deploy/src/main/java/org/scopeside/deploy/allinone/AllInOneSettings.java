package org.scopeside.deploy.allinone;

import java.nio.file.Path;
import java.util.Map;

/**
 * How broker and services run in one JVM.
 *
 * @param data directory that this Scopeside owns alone: the broker's log, the services' state, the
 *     log file
 * @param httpHost address of dashboard, REST, health and metrics
 * @param httpPort their TCP port, 0 for a free one
 * @param kafkaPort the broker's TCP port on 127.0.0.1, 0 for a free one
 * @param services settings of the services over the embedded defaults, keyed {@code segmenter.*},
 *     {@code results.*}; they are stronger than environment variables
 */
public record AllInOneSettings(
    Path data, String httpHost, int httpPort, int kafkaPort, Map<String, String> services) {
  public AllInOneSettings {
    services = Map.copyOf(services);
  }

  /** For this machine only, with the services' defaults. */
  public static AllInOneSettings local(Path data, int httpPort, int kafkaPort) {
    return new AllInOneSettings(data, "127.0.0.1", httpPort, kafkaPort, Map.of());
  }
}
