package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Topics;
import org.scopeside.contract.Well;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.DropPolicy;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.LinkState;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.publish.SpoolSettings;
import org.scopeside.runtime.ContractJson;

/**
 * A microscope goes on while its broker is killed and comes back: every plane arrives, in order.
 */
@Timeout(240)
class VanishingBrokerIT {
  private static final int SIDE = 256;
  private static final int FIELDS = 4;

  private final List<String> log = new ArrayList<>();
  private int next;

  @Test
  void shouldLoseNothingWhenTheBrokerIsKilledInTheMiddleOfARun(@TempDir Path folder)
      throws Exception {
    int port = freePort();
    PublisherSettings settings =
        new PublisherSettings(
                Topics.DEFAULT, "/scopes/1", 2 << 20, 2, PixelCodec.DELTA_SHUFFLE_ZSTD)
            .withSpool(
                new SpoolSettings(folder.resolve("spool"), 1L << 30, DropPolicy.DROP_NEWEST));
    Map<String, String> kafka =
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "max.block.ms", "2000");
    ScopesideProcess broker = broker(folder, port);
    try (FramePublisher publisher =
        new FramePublisher(
            settings, () -> FrameProducers.create(kafka), ContractJson::write, log::add)) {
      AcquisitionRun run =
          publisher.begin(
              new AcquisitionStarted.Builder("run-1", "/scopes/1", Instant.now()).build());
      acquire(publisher, run, 80);
      await("planes at the broker").until(() -> run.sent() > 20);

      broker.kill();
      acquire(publisher, run, 200);
      await("planes in the spool").until(() -> run.counts().spooled() > 50);
      await("silence").until(() -> publisher.status().link().kind() == LinkState.Kind.AWAY);

      broker = broker(folder, port);
      await("connection")
          .atMost(Duration.ofSeconds(60))
          .until(() -> publisher.status().link().kind() == LinkState.Kind.CONNECTED);
      acquire(publisher, run, 80);
      run.end("completed", 90, TimeUnit.SECONDS);

      assertEquals(360, run.sent());
      assertEquals(0, run.counts().dropped());
      assertEquals(0, publisher.status().spooledRecords());
      assertArrived(kafka, 360);
    } finally {
      broker.close();
    }
  }

  private static ScopesideProcess broker(Path folder, int port) {
    ScopesideProcess broker =
        ScopesideProcess.start(
            "broker",
            "--data",
            folder.resolve("broker").toString(),
            "--kafka-port",
            Integer.toString(port));
    await("broker")
        .atMost(Duration.ofSeconds(90))
        .failFast(broker::requireAlive)
        .until(() -> broker.out().contains(":" + port));
    return broker;
  }

  /** As a camera a little slower than the disk: no plane finds the memory full. */
  private void acquire(FramePublisher publisher, AcquisitionRun run, int planes) {
    for (int i = 0; i < planes; i++, next++) {
      await("room in memory")
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(30))
          .until(() -> publisher.backlogBytes() < 3 << 19);
      assertTrue(run.offer(CapturedPlane.of(header(next), pixels(next))), run::firstLoss);
    }
  }

  private static PlaneHeader header(int i) {
    return new PlaneHeader.Builder()
        .acquisition("run-1")
        .source("/scopes/1")
        .capturedAt(Instant.now())
        .well(new Well(0, 0))
        .field(i % FIELDS)
        .theT(i / FIELDS)
        .sizeT(1000)
        .sizeX(SIDE)
        .sizeY(SIDE)
        .pixelType(PixelType.UINT16)
        .build();
  }

  /** Noise, so that a plane is as large on its way as in memory. */
  private static short[] pixels(int i) {
    Random noise = new Random(i);
    short[] pixels = new short[SIDE * SIDE];
    for (int k = 0; k < pixels.length; k++) {
      pixels[k] = (short) noise.nextInt();
    }
    return pixels;
  }

  /** A plane may come twice after a kill; the first time it is in its field's order. */
  private static void assertArrived(Map<String, String> kafka, int planes) throws Exception {
    String servers = String.valueOf(kafka.get("bootstrap.servers"));
    Map<String, Set<String>> byField = new TreeMap<>();
    try (TopicReader frames = new TopicReader(servers, Topics.DEFAULT.frames())) {
      for (ConsumerRecord<String, byte[]> record : frames.records("run-1")) {
        byField.computeIfAbsent(record.key(), f -> new LinkedHashSet<>()).add(id(record));
      }
    }
    int distinct = 0;
    for (Set<String> ids : byField.values()) {
      List<Integer> times = ids.stream().map(VanishingBrokerIT::theT).toList();
      assertEquals(times.stream().sorted().toList(), times);
      distinct += ids.size();
    }
    assertEquals(planes, distinct);
    try (TopicReader tallies = new TopicReader(servers, Topics.DEFAULT.acquisitions())) {
      List<ConsumerRecord<String, byte[]>> all =
          tallies.records("run-1").stream().filter(r -> r.key().endsWith("/tally")).toList();
      AcquisitionTally last =
          AcquisitionTally.fromJson(ContractJson.read(all.get(all.size() - 1).value()));
      assertEquals("completed", last.endReason());
      AcquisitionTally.Count well = Objects.requireNonNull(last.wells().get("A01"));
      assertEquals(planes, well.captured());
      assertEquals(0, well.dropped());
    }
  }

  private static String id(ConsumerRecord<String, byte[]> record) {
    return new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }

  private static int theT(String frameId) {
    return Integer.parseInt(frameId.replaceFirst(".*/t([0-9]+)/.*", "$1"));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
