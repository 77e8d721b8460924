package org.scopeside.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.scopeside.contract.Topics;

/** Checks that the topics the aggregation reads are there, before Kafka Streams trips over them. */
final class InputTopics {
  private static final int TIMEOUT_SECONDS = 30;

  private InputTopics() {}

  /**
   * Asks the broker; blocks for up to half a minute.
   *
   * @throws IllegalStateException with what is missing and what to do about it
   */
  static void check(Topics topics, Map<String, Object> clientProperties, String servers)
      throws InterruptedException {
    List<String> problems = problems(topics, partitions(topics, clientProperties, servers));
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems) + " (Kafka at " + servers + ")");
    }
  }

  /**
   * What is wrong with the topics that exist.
   *
   * @param partitions number of partitions by topic
   */
  static List<String> problems(Topics topics, Map<String, Integer> partitions) {
    List<String> problems = new ArrayList<>();
    for (String topic : names(topics)) {
      if (!partitions.containsKey(topic)) {
        problems.add("topic " + topic + " does not exist: create the topics first");
      }
    }
    Integer results = partitions.get(topics.results());
    Integer deadLetters = partitions.get(topics.deadLetters());
    if (results != null && deadLetters != null && !results.equals(deadLetters)) {
      problems.add(
          "topics "
              + topics.results()
              + " and "
              + topics.deadLetters()
              + " must have the same number of partitions, but have "
              + results
              + " and "
              + deadLetters);
    }
    return problems;
  }

  private static List<String> names(Topics topics) {
    return List.of(topics.results(), topics.deadLetters(), topics.acquisitions());
  }

  private static Map<String, Integer> partitions(
      Topics topics, Map<String, Object> clientProperties, String servers)
      throws InterruptedException {
    Map<String, Integer> partitions = new TreeMap<>();
    try (Admin admin = Admin.create(clientProperties)) {
      var described = admin.describeTopics(names(topics)).topicNameValues();
      for (var topic : described.entrySet()) {
        int count = count(topic.getValue(), servers);
        if (count > 0) {
          partitions.put(topic.getKey(), count);
        }
      }
    }
    return partitions;
  }

  private static int count(KafkaFuture<TopicDescription> topic, String servers)
      throws InterruptedException {
    try {
      return topic.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).partitions().size();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw new IllegalStateException(
          "Kafka at " + servers + " cannot be asked for its topics: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no answer from Kafka at " + servers + " within " + TIMEOUT_SECONDS + " s", e);
    }
  }
}
