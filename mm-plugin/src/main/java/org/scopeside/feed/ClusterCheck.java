package org.scopeside.feed;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import org.scopeside.feed.SettingsCheck.Address;

/** What Kafka's own client finds at a broker that speaks as expected. Confined to one test. */
final class ClusterCheck implements Closeable {
  private static final int ANSWER_MS = 4_000;
  private static final int READ_MS = 1_500;
  private static final int MOST_BROKERS = 8;
  private static final int ROUNDS = 3;

  private final Map<String, String> kafka;
  private final Topics topics;
  private final Map<Integer, Node> brokers = new LinkedHashMap<>();
  private final Map<String, TopicDescription> described = new HashMap<>();
  private @Nullable Admin admin;

  ClusterCheck(Map<String, String> kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /** Connects, with TLS and login where wanted, and asks what topics there are. */
  Finding login() {
    Map<String, String> quick = new HashMap<>(kafka);
    quick.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_MS));
    quick.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_MS));
    try (Consumer<String, byte[]> consumer = ResultConsumers.create(quick)) {
      for (List<PartitionInfo> topic : consumer.listTopics(Duration.ofMillis(ANSWER_MS)).values()) {
        topic.forEach(this::note);
      }
      return Finding.ok("let in");
    } catch (RuntimeException e) {
      return Finding.failed(KafkaWords.of(e));
    }
  }

  private void note(PartitionInfo partition) {
    for (Node replica : partition.replicas()) {
      if (!replica.isEmpty() && replica.port() > 0 && brokers.size() < MOST_BROKERS) {
        brokers.put(replica.id(), replica);
      }
    }
  }

  /**
   * Whether the addresses that brokers give of themselves lead to them from here. Clients use
   * {@code bootstrap.servers} for the first question only.
   */
  Finding advertised(Address used) throws IOException, InterruptedException {
    List<Address> given = given(used);
    if (given.isEmpty()) {
      return Finding.failed(
          "the broker answered at "
              + used
              + " but not at the address that it gives of itself:"
              + " advertised.listeners on the broker must be an address that this computer"
              + " reaches");
    }
    List<String> problems = new ArrayList<>();
    for (Address address : given) {
      String problem = unreachable(address, used);
      if (problem != null) {
        problems.add(problem);
      }
    }
    if (problems.isEmpty()) {
      return Finding.ok("reached: " + given);
    }
    return Finding.failed(
        String.join("; ", problems)
            + ". Set advertised.listeners on the broker (KAFKA_ADVERTISED_LISTENERS of a container)"
            + " to an address that this computer reaches");
  }

  /** From the leaders of topics, or the broker's own words, or what Kafka's client is told. */
  private List<Address> given(Address used) throws IOException, InterruptedException {
    List<Address> given = new ArrayList<>();
    for (Node broker : brokers.values()) {
      given.add(new Address(broker.host(), broker.port()));
    }
    if (given.isEmpty()) {
      boolean tls =
          KafkaProperties.securityProtocol(kafka).toUpperCase(Locale.ROOT).endsWith("SSL");
      given.addAll(new WireProbe(used, READ_MS).brokers(tls));
    }
    if (given.isEmpty()) {
      askForBrokers(given);
    }
    return given;
  }

  private void askForBrokers(List<Address> given) throws InterruptedException {
    try {
      for (Node node : get(admin().describeCluster().nodes())) {
        given.add(new Address(node.host(), node.port()));
      }
    } catch (ExecutionException | TimeoutException e) {
      given.clear(); // said by the caller
    }
  }

  private static @Nullable String unreachable(Address given, Address used) {
    String said = "the broker at " + used + " tells clients to use " + given + ", ";
    String unknown = AddressCheck.unknownHost(given.host);
    if (unknown != null) {
      return said + "a name that this computer does not know";
    }
    if (loopback(given.host) && !loopback(used.host)) {
      return said + "which is this computer itself";
    }
    String closed = AddressCheck.closedPort(given);
    return closed == null ? null : said + "where it is not reached: " + closed;
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether the topics are there and take what is sent. */
  Finding topics() throws InterruptedException {
    List<String> wanted =
        Arrays.asList(
            topics.frames(),
            topics.acquisitions(),
            topics.results(),
            topics.deadLetters(),
            topics.labels());
    List<String> missing = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    DescribeTopicsOptions options =
        new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(ANSWER_MS);
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin().describeTopics(wanted, options).topicNameValues();
    for (String name : wanted) {
      describe(name, Objects.requireNonNull(answers.get(name)), missing, problems);
    }
    if (!missing.isEmpty()) {
      return Finding.failed(
          "missing: "
              + String.join(", ", missing)
              + ". `scopeside topics --prefix "
              + topics.toString().replace("*", "")
              + "` creates them; is the prefix right?");
    }
    if (!problems.isEmpty()) {
      return Finding.failed(String.join("; ", problems));
    }
    return settings();
  }

  private void describe(
      String name,
      KafkaFuture<TopicDescription> topic,
      List<String> missing,
      List<String> problems) {
    try {
      described.put(name, get(topic));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        missing.add(name);
      } else {
        problems.add(name + ": " + KafkaWords.of(e));
      }
    } catch (TimeoutException e) {
      problems.add(name + ": no answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add(name + ": cancelled");
    }
  }

  private Finding settings() throws InterruptedException {
    try {
      long frames = maxMessageBytes(topics.frames());
      if (frames < Topics.MAX_RECORD_BYTES) {
        return Finding.failed(
            topics.frames()
                + " takes records of "
                + frames
                + " bytes, planes need "
                + Topics.MAX_RECORD_BYTES
                + ": raise its max.message.bytes");
      }
      int partitions = partitions(topics.results()).size();
      return partitions == partitions(topics.deadLetters()).size()
          ? Finding.ok("all there, " + partitions + " partitions of results")
          : Finding.warning(
              topics.results()
                  + " and "
                  + topics.deadLetters()
                  + " must have equally many partitions");
    } catch (ExecutionException | TimeoutException e) {
      return Finding.warning(
          "all there; whether " + topics.frames() + " takes large planes is not told to this user");
    }
  }

  private List<TopicPartitionInfo> partitions(String topic) {
    return Objects.requireNonNull(described.get(topic), topic).partitions();
  }

  private long maxMessageBytes(String topic)
      throws InterruptedException, ExecutionException, TimeoutException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        Objects.requireNonNull(
            get(admin().describeConfigs(Collections.singleton(resource)).all()).get(resource));
    ConfigEntry entry = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    return entry == null || entry.value() == null ? Long.MAX_VALUE : Long.parseLong(entry.value());
  }

  /** Whether this user may send planes and read results. */
  Finding permissions() {
    Set<String> forbidden = new TreeSet<>();
    require(topics.frames(), AclOperation.WRITE, "write", forbidden);
    require(topics.acquisitions(), AclOperation.WRITE, "write", forbidden);
    require(topics.results(), AclOperation.READ, "read", forbidden);
    require(topics.deadLetters(), AclOperation.READ, "read", forbidden);
    return forbidden.isEmpty()
        ? Finding.ok("may write planes and read results")
        : Finding.failed(
            "this user may not "
                + String.join(", ", forbidden)
                + ": the broker's administrator grants that");
  }

  private void require(String topic, AclOperation operation, String words, Set<String> forbidden) {
    TopicDescription description = described.get(topic);
    Set<AclOperation> allowed = description == null ? null : description.authorizedOperations();
    if (allowed != null && !allowed.contains(operation) && !allowed.contains(AclOperation.ALL)) {
      forbidden.add(words + " " + topic);
    }
  }

  /** Asks the leader of each partition where its end is, and writes nothing. */
  Finding roundTrip() throws InterruptedException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String name : Arrays.asList(topics.frames(), topics.results())) {
      for (TopicPartitionInfo partition : partitions(name)) {
        ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest());
      }
    }
    long best = Long.MAX_VALUE;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        long begun = System.nanoTime();
        get(admin().listOffsets(ends).all());
        best = Math.min(best, System.nanoTime() - begun);
      }
      return Finding.ok(
          "every partition answers, in " + TimeUnit.NANOSECONDS.toMillis(best) + " ms");
    } catch (ExecutionException | TimeoutException e) {
      return Finding.failed(KafkaWords.of(e));
    }
  }

  private static <T> T get(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(ANSWER_MS, TimeUnit.MILLISECONDS);
  }

  private synchronized Admin admin() {
    Admin current = admin;
    if (current == null) {
      Map<String, Object> config = new HashMap<>(kafka);
      config.keySet().retainAll(AdminClientConfig.configNames());
      config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
      config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
      config.put(AdminClientConfig.CLIENT_ID_CONFIG, "scopeside-test");
      config.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
      current = Admin.create(config);
      admin = current;
    }
    return current;
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
