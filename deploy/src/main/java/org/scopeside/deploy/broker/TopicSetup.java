package org.scopeside.deploy.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;

/**
 * Creates the topics of an installation where they are missing and checks those that are there. An
 * existing topic is never altered: what it should have is said instead.
 */
public final class TopicSetup {
  private static final int RESULT_BYTES = 16 << 20;
  private static final int EVENT_BYTES = 4 << 20;
  private static final int PLANES_SEGMENT_BYTES = 128 << 20;
  private static final int EVENTS_SEGMENT_BYTES = 32 << 20;

  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);

  private TopicSetup() {}

  /** What a call of {@link #ensure} did, as topic names. */
  public record Report(List<String> created, List<String> present) {}

  /**
   * Creates what is missing and checks what is there.
   *
   * @param client properties of a Kafka client, at least {@code bootstrap.servers}
   * @throws UserErrorException if the cluster is not reached, refuses, or an existing topic could
   *     not carry the records; all such topics in one message
   */
  public static Report ensure(Map<String, String> client, TopicSettings settings)
      throws UserErrorException {
    Map<String, Object> properties = new TreeMap<>(client);
    properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "8000");
    try (Admin admin = Admin.create(properties)) {
      return ensure(admin, settings);
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new UserErrorException(
          ExitCode.REFUSED,
          "Kafka at %s: %s: check --kafka-bootstrap and the kafka.* settings"
              .formatted(client.get("bootstrap.servers"), cause.getMessage()),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserErrorException(ExitCode.INTERRUPTED, "interrupted while creating topics", e);
    }
  }

  private static Report ensure(Admin admin, TopicSettings settings)
      throws ExecutionException, InterruptedException, UserErrorException {
    List<NewTopic> wanted = topics(settings);
    Set<String> names = admin.listTopics().names().get();
    List<String> created =
        create(admin, wanted.stream().filter(topic -> !names.contains(topic.name())).toList());
    awaitVisible(admin, wanted);
    List<NewTopic> present =
        wanted.stream().filter(topic -> !created.contains(topic.name())).toList();
    check(admin, present);
    return new Report(created, present.stream().map(NewTopic::name).toList());
  }

  private static List<String> create(Admin admin, List<NewTopic> missing)
      throws ExecutionException, InterruptedException {
    List<String> created = new ArrayList<>();
    for (var creation : admin.createTopics(missing).values().entrySet()) {
      try {
        creation.getValue().get();
        created.add(creation.getKey());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) { // another process was quicker
          throw e;
        }
      }
    }
    return created;
  }

  /** The controller has them first; who subscribes asks the broker. */
  private static void awaitVisible(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException {
    List<String> names = topics.stream().map(NewTopic::name).toList();
    long deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (!admin.listTopics().names().get().containsAll(names) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void check(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException, UserErrorException {
    List<String> names = topics.stream().map(NewTopic::name).toList();
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, TopicDescription> descriptions = admin.describeTopics(names).allTopicNames().get();
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    List<String> problems = new ArrayList<>();
    configs.forEach(
        (resource, config) ->
            topics.stream()
                .filter(topic -> topic.name().equals(resource.name()))
                .forEach(topic -> checkConfig(topic, config, problems)));
    Set<Integer> counts = new HashSet<>();
    descriptions.values().forEach(topic -> counts.add(topic.partitions().size()));
    if (counts.size() > 1) {
      problems.add("topics must have equally many partitions but have " + counts + " of them");
    }
    if (!problems.isEmpty()) {
      throw new UserErrorException(ExitCode.REFUSED, String.join("; ", problems));
    }
  }

  private static void checkConfig(NewTopic wanted, Config found, List<String> problems) {
    long least = Long.parseLong(setting(wanted, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    long actual = Long.parseLong(found.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value());
    if (actual < least) {
      problems.add(
          "topic %s takes records of %d bytes at most, %d are needed: raise its max.message.bytes"
              .formatted(wanted.name(), actual, least));
    }
    String policy = setting(wanted, TopicConfig.CLEANUP_POLICY_CONFIG);
    String actualPolicy = found.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (policy.contains("compact") != actualPolicy.contains("compact")) {
      problems.add(
          "topic %s has cleanup.policy=%s, %s is needed"
              .formatted(wanted.name(), actualPolicy, policy));
    }
  }

  private static String setting(NewTopic topic, String name) {
    return Objects.requireNonNull(topic.configs().get(name));
  }

  private static List<NewTopic> topics(TopicSettings settings) {
    Topics topics = new Topics(settings.prefix());
    long planesBytes = Math.max(settings.framesBytes() / settings.partitions(), 1);
    return List.of(
        planes(settings, topics.frames(), planesBytes, settings.framesTime()),
        planes(settings, topics.labels(), planesBytes, settings.resultsTime()),
        events(settings, topics.acquisitions(), EVENT_BYTES, "compact"),
        events(settings, topics.results(), RESULT_BYTES, "compact,delete"),
        events(settings, topics.deadLetters(), EVENT_BYTES, "compact,delete"));
  }

  private static NewTopic planes(TopicSettings settings, String name, long bytes, Duration time) {
    return new NewTopic(name, settings.partitions(), (short) settings.replicationFactor())
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, "delete",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.MAX_RECORD_BYTES),
                TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(PLANES_SEGMENT_BYTES),
                TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(bytes),
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(time.toMillis())));
  }

  /** Bounded in time where the policy deletes; a compacted topic ignores the bound. */
  private static NewTopic events(
      TopicSettings settings, String name, int recordBytes, String policy) {
    return new NewTopic(name, settings.partitions(), (short) settings.replicationFactor())
        .configs(
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, policy,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(recordBytes),
                TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(EVENTS_SEGMENT_BYTES),
                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(settings.resultsTime().toMillis())));
  }
}
