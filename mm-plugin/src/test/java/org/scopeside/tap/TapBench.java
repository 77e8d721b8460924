package org.scopeside.tap;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.Topics;
import org.scopeside.micromanager.fakes.FakeCoords;
import org.scopeside.micromanager.fakes.FakeDatastore;
import org.scopeside.micromanager.fakes.FakeImage;
import org.scopeside.micromanager.fakes.FakeMetadata;
import org.scopeside.micromanager.fakes.FakeStudio;
import org.scopeside.micromanager.fakes.FakeSummary;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;

/**
 * What the tap costs Micro-Manager's event thread: planes of 2048 x 2048 uint16 at 100 a second for
 * 20 s, posted on a Guava bus, through the tap into a real publisher whose Kafka acknowledges at
 * once and keeps nothing. Time, CPU time and memory are of the posting thread, from before the post
 * until it returns; the first image, which loads classes, counts. On a busy machine the time tells
 * how long the thread waited for a core.
 *
 * <pre>
 * java -Xmx1g -cp … org.scopeside.tap.TapBench [images a second] [seconds]
 * </pre>
 */
public final class TapBench {
  private static final int SIDE = 2048;

  /** Planes in memory that take turns: 128 MiB. */
  private static final int PLANES = 16;

  private static final long QUEUE_BYTES = 512L << 20;
  private static final int ENCODERS = 1;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A publisher as the plugin wires it. */
  private record Published(FramePublisher publisher) implements PlaneSink {
    @Override
    public RunSink begin(AcquisitionStarted plan) {
      AcquisitionRun run = publisher.begin(plan);
      return new RunSink() {
        @Override
        public boolean offer(CapturedPlane plane) {
          return run.offer(plane);
        }

        @Override
        public void lose(FrameRef frame, String reason) {
          run.lose(frame, reason);
        }

        @Override
        public void end(String reason) {
          try {
            run.end(reason, 60, TimeUnit.SECONDS);
          } catch (TimeoutException e) {
            throw new IllegalStateException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          AcquisitionTally.Count count = run.tally().wells().get("A01");
          System.out.println(
              "captured "
                  + (count == null ? 0 : count.captured())
                  + ", dropped "
                  + (count == null ? 0 : count.dropped()));
        }
      };
    }
  }

  /** Acknowledges at once and forgets. */
  private static final class ForgetfulKafka extends MockProducer<String, byte[]> {
    ForgetfulKafka() {
      super(true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> record, Callback callback) {
      Future<RecordMetadata> sent = super.send(record, callback);
      clear();
      return sent;
    }
  }

  public static void main(String[] args) {
    int rate = args.length > 0 ? Integer.parseInt(args[0]) : 100;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    new TapBench().run(rate, rate * seconds, System.out);
  }

  private void run(int rate, int images, PrintStream out) {
    FakeStudio studio = new FakeStudio();
    PublisherSettings settings =
        new PublisherSettings(
            Topics.DEFAULT, "urn:bench", QUEUE_BYTES, ENCODERS, PixelCodec.DELTA_SHUFFLE_ZSTD);
    try (FramePublisher publisher =
            new FramePublisher(settings, ForgetfulKafka::new, body -> new byte[1], out::println);
        FrameTap tap =
            new FrameTap(
                studio,
                new Published(publisher),
                () -> TapSettings.of("urn:bench"),
                out::println)) {
      tap.start();
      FakeDatastore store = FakeDatastore.inline();
      store.with(
          FakeSummary.builder()
              .prefix("bench")
              .channels("DAPI")
              .labels("A1-Site_0")
              .dimensions(1, images, 1, 1)
              .build());
      studio.events().acquisitionStarted(store);
      report(acquire(store, rate, images), images, rate, out);
      store.freeze();
    }
  }

  /**
   * Each post's time, CPU time and allocation: {@code [0]} and {@code [1]} ns, {@code [2]} bytes.
   */
  private long[][] acquire(FakeDatastore store, int rate, int images) {
    short[][] planes = planes();
    long[][] cost = new long[3][images];
    long start = System.nanoTime();
    for (int i = 0; i < images; i++) {
      FakeImage image = image(planes[i % PLANES], i);
      long due = start + (long) (1e9 / rate * i);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long cpu = threads.getCurrentThreadCpuTime();
      long began = System.nanoTime();
      store.announce(image);
      cost[0][i] = System.nanoTime() - began;
      cost[1][i] = threads.getCurrentThreadCpuTime() - cpu;
      cost[2][i] = threads.getCurrentThreadAllocatedBytes() - bytes;
    }
    return cost;
  }

  private static FakeImage image(short[] pixels, int theT) {
    return FakeImage.grey(FakeCoords.of(0, theT, 0, 0), SIDE, SIDE, pixels, 2)
        .with(
            FakeMetadata.builder()
                .exposureMs(10.0)
                .pixelSizeUm(0.325)
                .xPositionUm(1000.0)
                .yPositionUm(-500.0)
                .zPositionUm(20.0)
                .elapsedTimeMs(10.0 * theT)
                .receivedTime("2026-03-01 10:00:00.250 +0100")
                .camera("Zyla")
                .bitDepth(16)
                .binning(1)
                .build());
  }

  /** Noise of a camera over a dim background. */
  private static short[][] planes() {
    Random random = new Random(1);
    short[][] planes = new short[PLANES][SIDE * SIDE];
    for (short[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (short) (200 + 12 * random.nextGaussian());
      }
    }
    return planes;
  }

  private static void report(long[][] cost, int images, int rate, PrintStream out) {
    out.printf(Locale.ROOT, "%d images, %d a second%n", images, rate);
    out.println("| of the event thread | p50 | p99 | max | first image |");
    out.println("|---|---:|---:|---:|---:|");
    out.println(row("time, ms", cost[0], 1e6, 3));
    out.println(row("CPU time, ms", cost[1], 1e6, 3));
    out.println(row("allocated, bytes", cost[2], 1, 0));
  }

  private static String row(String what, long[] costs, double unit, int decimals) {
    long[] sorted = costs.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    String format = "| %s" + (" | %." + decimals + "f").repeat(4) + " |";
    return String.format(
        Locale.ROOT,
        format,
        what,
        sorted[n / 2] / unit,
        sorted[(int) (n * 0.99)] / unit,
        sorted[n - 1] / unit,
        costs[0] / unit);
  }
}
