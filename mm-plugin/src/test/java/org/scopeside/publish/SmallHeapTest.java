package org.scopeside.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.Topics;

/** Far more planes than memory: 10 GB of pixels through a heap of 256 MB. */
class SmallHeapTest {
  private static final int SIDE = 2048;
  private static final int PLANES = 1280; // of 8 MiB
  private static final int AWAY_FROM = 300;
  private static final int AWAY_TO = 400;

  @Test
  @Timeout(180)
  void shouldSendTenGigabytesThroughAHeapOf256MegabytesWithKafkaAwayInBetween(@TempDir Path folder)
      throws Exception {
    Path report = folder.resolve("report");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapTest.class.getName(),
                folder.resolve("spool").toString(),
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      assertTrue(child.waitFor(170, TimeUnit.SECONDS), "it did not end in time");
      assertEquals(0, child.exitValue(), () -> read(folder.resolve("output")));
      assertEquals("captured=" + PLANES + " sent=" + PLANES + " dropped=0 spooled=0", read(report));
    } finally {
      child.destroyForcibly();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Acknowledges and forgets, and is away for a while. */
  private static final class ForgetfulKafka extends MockProducer<String, byte[]> {
    private final AtomicLong captured;

    ForgetfulKafka(AtomicLong captured) {
      super(true, new StringSerializer(), new ByteArraySerializer());
      this.captured = captured;
    }

    private boolean away() {
      return captured.get() >= AWAY_FROM && captured.get() < AWAY_TO;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
      if (away()) {
        throw new TimeoutException("no broker answers");
      }
      return List.of();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
      callback.onCompletion(null, away() ? new TimeoutException("no broker answers") : null);
      return new CompletableFuture<>();
    }

    @Override
    public void close(Duration timeout) {}
  }

  /** In a JVM of its own: spool folder, file for the report. */
  public static void main(String[] args) throws Exception {
    AtomicLong captured = new AtomicLong();
    PublisherSettings settings =
        new PublisherSettings(
                Topics.DEFAULT, "/scopes/1", 64L << 20, 2, PixelCodec.DELTA_SHUFFLE_ZSTD)
            .withSpool(new SpoolSettings(Path.of(args[0]), 1L << 30, DropPolicy.DROP_NEWEST));
    short[][] cameraBuffers = new short[4][];
    for (int i = 0; i < cameraBuffers.length; i++) {
      cameraBuffers[i] = noise(i);
    }
    try (FramePublisher publisher =
            new FramePublisher(
                settings,
                () -> new ForgetfulKafka(captured),
                SmallHeapTest::text,
                SmallHeapTest::say);
        AcquisitionRun run = publisher.begin(PublishedRun.plan("run-1"))) {
      for (int theT = 0; theT < PLANES; theT++) {
        // As the camera's driver: every plane in an array of its own.
        short[] pixels = cameraBuffers[theT % cameraBuffers.length].clone();
        run.publish(CapturedPlane.of(PublishedRun.header("A01", theT % 7, theT / 7, SIDE), pixels));
        captured.incrementAndGet();
      }
      run.end("completed", 60, TimeUnit.SECONDS);
      RunCounts end = run.counts();
      Files.writeString(
          Path.of(args[1]),
          "captured="
              + end.captured()
              + " sent="
              + end.sent()
              + " dropped="
              + end.dropped()
              + " spooled="
              + end.spooled());
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private static byte[] text(Map<String, Object> body) {
    return String.valueOf(body).getBytes(StandardCharsets.UTF_8);
  }

  /** An sCMOS at the dark end: offset 100, noise of a few counts. */
  private static short[] noise(long seed) {
    Random random = new Random(seed);
    short[] pixels = new short[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (short) (100 + 3 * random.nextGaussian());
    }
    return pixels;
  }
}
