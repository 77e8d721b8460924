package org.scopeside.results;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.scopeside.contract.Topics;

/**
 * Settings of the results service, under {@code results.*}; {@code kafka.*} goes to the Kafka
 * clients and Kafka Streams untouched and wins over what is set here.
 *
 * @param httpPort port of the dashboard, the API, health and metrics; 0 for any free one. Default
 *     8080
 * @param httpHost address to listen on. There is no login, so the default is this machine only,
 *     {@code 127.0.0.1}; {@code 0.0.0.0} opens it to the network
 * @param topicPrefix prefix of all topics of the installation. Default {@code scopeside.}
 * @param stateDir folder of the local state, rebuilt from Kafka where it is lost. Default {@code
 *     data/results}
 * @param instanceId name of this instance, unique in its installation and kept over restarts, so
 *     that a restart takes its partitions back at once. Default {@code results-1}
 * @param streamThreads threads that aggregate, 1 to 64. Default 1
 * @param commitInterval how often what was aggregated is made durable, 10 ms to 30 s. Default 100
 *     ms
 * @param retainEnded how long an acquisition stays live after it has ended and its last outcome
 *     came; after twice that time its plan and tally are forgotten too. Default 24 h
 * @param retainSilent how long one stays live that never ended, after the last was heard of it; at
 *     least {@code retainEnded}. Default 7 days
 * @param failuresKept failures held for the list, the newest; 1 to 100,000. Default 1000
 * @param liveClients browsers and programs that may follow live at a time, 1 to 10,000. Default 256
 * @param kafka any property of Kafka's clients; {@code bootstrap.servers} is needed. Default {@code
 *     localhost:9092}
 */
public record ResultsSettings(
    int httpPort,
    String httpHost,
    String topicPrefix,
    Path stateDir,
    String instanceId,
    int streamThreads,
    Duration commitInterval,
    Duration retainEnded,
    Duration retainSilent,
    int failuresKept,
    int liveClients,
    Map<String, String> kafka) {
  private static final ResultsSettings DEFAULTS =
      new ResultsSettings(
          8080,
          "127.0.0.1",
          "scopeside.",
          Path.of("data", "results"),
          "results-1",
          1,
          Duration.ofMillis(100),
          Duration.ofHours(24),
          Duration.ofDays(7),
          1000,
          256,
          Map.of("bootstrap.servers", "localhost:9092"));

  public ResultsSettings {
    requireWithin("http-port", httpPort, 0, 65_535);
    requireWithin("stream-threads", streamThreads, 1, 64);
    requireWithin("failures-kept", failuresKept, 1, 100_000);
    requireWithin("live-clients", liveClients, 1, 10_000);
    requireWithin("commit-interval in ms", commitInterval.toMillis(), 10, 30_000);
    requireAtLeast("retain-ended", retainEnded, Duration.ofSeconds(1));
    requireAtLeast("retain-silent", retainSilent, retainEnded);
    if (!instanceId.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "instance-id '" + instanceId + "' is not 1 to 100 letters, digits, '.', '_' or '-'");
    }
    if (kafka.getOrDefault("bootstrap.servers", "").isBlank()) {
      throw new IllegalArgumentException("kafka.bootstrap.servers is missing");
    }
    new Topics(topicPrefix);
    kafka = Map.copyOf(kafka);
  }

  /** What holds for every setting that is not given. */
  public static ResultsSettings defaults() {
    return DEFAULTS;
  }

  /** The names of the topics. */
  public Topics topics() {
    return new Topics(topicPrefix);
  }

  /**
   * The application id of Kafka Streams, which names the consumer group and the internal topics.
   * Its number is the layout of the state: another one starts afresh from the input topics.
   */
  public String applicationId() {
    return topicPrefix + "results-service.1";
  }

  private static void requireWithin(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " " + value + " is not from " + min + " to " + max);
    }
  }

  private static void requireAtLeast(String name, Duration value, Duration min) {
    if (value.compareTo(min) < 0) {
      throw new IllegalArgumentException(name + " " + value + " is less than " + min);
    }
  }
}
