package org.scopeside.deploy.broker;

import java.time.Duration;

/**
 * How the topics of an installation are laid out.
 *
 * @param prefix of every topic's name
 * @param partitions of every topic; results and dead letters must have equally many, so all have
 * @param replicationFactor copies of every record, 1 on a single broker
 * @param framesBytes planes kept, in bytes over all partitions of the frames topic; the oldest go
 *     first. Kafka rounds up by a segment a partition
 * @param framesTime planes kept, in time
 * @param resultsTime results, dead letters and label images kept, in time
 */
public record TopicSettings(
    String prefix,
    int partitions,
    int replicationFactor,
    long framesBytes,
    Duration framesTime,
    Duration resultsTime) {
  /** For the embedded broker: 4 GiB of planes at most, for a day; results for a week. */
  public static TopicSettings embedded(String prefix) {
    return new TopicSettings(prefix, 4, 1, 4L << 30, Duration.ofHours(24), Duration.ofDays(7));
  }
}
