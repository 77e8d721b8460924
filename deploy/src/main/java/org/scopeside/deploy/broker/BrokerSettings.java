package org.scopeside.deploy.broker;

import java.nio.file.Path;

/**
 * Where the embedded broker keeps its data and listens.
 *
 * @param data directory that the broker owns alone; created if missing
 * @param host address to bind and to tell clients; {@code 127.0.0.1} keeps it on this machine
 * @param port TCP port, 0 for a free one
 */
public record BrokerSettings(Path data, String host, int port) {
  /** A broker for this machine only. */
  public static BrokerSettings local(Path data, int port) {
    return new BrokerSettings(data, "127.0.0.1", port);
  }
}
