package org.scopeside.segmenter.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.runtime.ContractJson;

@Timeout(60)
class AcquisitionPlansTest {
  private static final String TOPIC = "acquisitions";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private @Nullable AcquisitionPlans started;
  private long offset;

  private AcquisitionPlans plans(Duration patience) {
    Node node = new Node(0, "localhost", 9092);
    Node[] nodes = {node};
    kafka.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
    AcquisitionPlans plans = new AcquisitionPlans(kafka, TOPIC, patience);
    started = plans;
    plans.start();
    await().until(() -> !kafka.assignment().isEmpty());
    return plans;
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void shouldTellTheModelThatThePlanNames() throws InterruptedException {
    AcquisitionPlans plans = plans(LONG);
    send(plan("run-1", "mesmer@2"));
    send(plan("run-2", null));

    assertEquals("mesmer@2", plans.modelOf("run-1"));
    assertNull(plans.modelOf("run-2"));
  }

  @Test
  void shouldWaitForPlanThatComesAfterItsFirstPlane() throws Exception {
    AcquisitionPlans plans = plans(LONG);
    CompletableFuture<@Nullable String> asked =
        CompletableFuture.supplyAsync(() -> modelOf(plans, "run-1"));
    send(plan("run-0", "other"));
    assertTrue(!asked.isDone());

    send(plan("run-1", "mesmer"));

    assertEquals("mesmer", asked.get());
  }

  @Test
  void shouldGoOnWithoutPlanAndWaitOnlyOnce() throws InterruptedException {
    AcquisitionPlans plans = plans(Duration.ofMillis(200));
    assertNull(plans.modelOf("run-1"));
    // A thousand waits would take 200 s: the time-out of this class would strike.
    for (int i = 0; i < 1000; i++) {
      assertNull(plans.modelOf("run-1"));
    }
  }

  @Test
  void shouldTellWhichPlansWantLabels() throws InterruptedException {
    AcquisitionPlans plans = plans(Duration.ofMillis(200));
    send(
        ContractJson.write(
            new AcquisitionStarted.Builder("run-1", "/scopes/1", Instant.EPOCH)
                .labels(true)
                .build()
                .toJson()));
    send(plan("run-2", "mesmer"));

    assertEquals("mesmer", plans.modelOf("run-2"));
    assertTrue(plans.wantsLabels("run-1"));
    assertFalse(plans.wantsLabels("run-2"));
    assertNull(plans.modelOf("run-3"));
    assertFalse(plans.wantsLabels("run-3"));
    assertFalse(plans.wantsLabels("never heard of"));
  }

  @Test
  void shouldReadOnAfterMalformedPlan() throws InterruptedException {
    AcquisitionPlans plans = plans(LONG);
    send("{\"acquisition\": 7}".getBytes(StandardCharsets.UTF_8));
    send("not json".getBytes(StandardCharsets.UTF_8));
    send(plan("run-1", "mesmer"));

    assertEquals("mesmer", plans.modelOf("run-1"));
    assertNull(plans.problem());
  }

  @Test
  void shouldSayWhatEndedIt() {
    AcquisitionPlans plans = plans(LONG);
    kafka.setPollException(new KafkaException("no more"));

    await().until(() -> plans.problem() != null);

    assertTrue(String.valueOf(plans.problem()).contains("no more"), plans::problem);
  }

  private static @Nullable String modelOf(AcquisitionPlans plans, String acquisition) {
    try {
      return plans.modelOf(acquisition);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] plan(String acquisition, @Nullable String model) {
    return ContractJson.write(
        new AcquisitionStarted.Builder(acquisition, "/scopes/1", Instant.EPOCH)
            .model(model)
            .build()
            .toJson());
  }

  private void send(byte[] body) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(TOPIC, 0, offset++, new byte[0], body);
    record
        .headers()
        .add("ce_type", "org.scopeside.acquisition.started.v1".getBytes(StandardCharsets.UTF_8));
    kafka.addRecord(record);
  }
}
