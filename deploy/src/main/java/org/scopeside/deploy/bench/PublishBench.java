package org.scopeside.deploy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.PixelCodec;
import org.scopeside.contract.PlaneEncoder;
import org.scopeside.contract.Topics;
import org.scopeside.contract.WireRecord;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.DropPolicy;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.publish.SpoolSettings;
import org.scopeside.publish.spool.Spool;
import org.scopeside.runtime.ContractJson;
import org.scopeside.segmenter.SegmenterSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code scopeside bench publish}: raw bytes a second from the camera to a broker's acknowledgement
 * beside the codec alone, and bytes a second into the spool beside a plain file on the same disk.
 */
@Command(
    name = "publish",
    header =
        "Pixels a second to a broker beside the codec alone, and into the spool beside a file.",
    description = {"", "All four in turn, several rounds; the median ratios are what counts.", ""})
final class PublishBench implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(PublishBench.class);
  private static final int DISTINCT = 8;

  @Option(
      names = "--planes",
      paramLabel = "N",
      defaultValue = "200",
      description = "Planes a round. Default: ${DEFAULT-VALUE}.")
  int planes;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "2048",
      description = "Width and height. Default: ${DEFAULT-VALUE}.")
  int size;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Encoder threads. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  @SuppressWarnings("NullAway.Init") // rendered first of all, when the options are known
  private BenchPlanes rendered;

  /** Megabytes (10^6) a second of one round. */
  private record Rates(double codec, double publisher, double file, double spool) {}

  @Override
  public Integer call() throws Exception {
    rendered = new BenchPlanes(DISTINCT, size);
    Path data = Files.createTempDirectory("scopeside-bench");
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(BrokerSettings.local(data.resolve("broker"), 0))) {
      Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TopicSettings.embedded(SegmenterSettings.defaults().topicPrefix()));
      report(measure(kafka, data));
    } finally {
      DirectoryRemoval.remove(data);
    }
    return 0;
  }

  private List<Rates> measure(Map<String, String> kafka, Path data) throws Exception {
    List<WireRecord> encoded = new ArrayList<>();
    try (PlaneEncoder encoder = new PlaneEncoder(PixelCodec.DELTA_SHUFFLE_ZSTD)) {
      for (int i = 0; i < rendered.distinct().size(); i++) {
        encoded.add(encoder.encode(rendered.header("encoded", i), rendered.samples(i)));
      }
    }
    List<Rates> all = new ArrayList<>();
    codecRate();
    publisherRate(kafka, "warm-up", data);
    for (int round = 0; round < rounds; round++) {
      Rates rates =
          new Rates(
              codecRate(),
              publisherRate(kafka, "round-" + round, data),
              fileRate(encoded, data.resolve("file")),
              spoolRate(encoded, data.resolve("spool")));
      all.add(rates);
      System.err.printf(
          Locale.ROOT,
          "round %d: codec %.0f MB/s, publisher %.0f MB/s (%.2f); file %.0f MB/s, spool %.0f MB/s (%.2f)%n",
          round + 1,
          rates.codec,
          rates.publisher,
          rates.publisher / rates.codec,
          rates.file,
          rates.spool,
          rates.spool / rates.file);
    }
    return all;
  }

  private void report(List<Rates> all) throws IOException {
    double codec = BenchPlanes.median(all.stream().mapToDouble(Rates::codec).toArray());
    double publisher = BenchPlanes.median(all.stream().mapToDouble(Rates::publisher).toArray());
    double file = BenchPlanes.median(all.stream().mapToDouble(Rates::file).toArray());
    double spool = BenchPlanes.median(all.stream().mapToDouble(Rates::spool).toArray());
    double sent =
        BenchPlanes.median(all.stream().mapToDouble(r -> r.publisher / r.codec).toArray());
    double spooled = BenchPlanes.median(all.stream().mapToDouble(r -> r.spool / r.file).toArray());
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("planes", planes);
      report.put("size", size);
      report.put("threads", threads);
      report.put("codecMBPerSecond", codec);
      report.put("publisherMBPerSecond", publisher);
      report.put("publisherToCodec", sent);
      report.put("fileMBPerSecond", file);
      report.put("spoolMBPerSecond", spool);
      report.put("spoolToFile", spooled);
      System.out.println(new ObjectMapper().writeValueAsString(report));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%d planes of %d², %d encoder threads: codec alone %.0f MB/s raw, to a broker %.0f MB/s raw, median ratio %.2f;"
              + " plain file %.0f MB/s encoded, spool %.0f MB/s encoded, median ratio %.2f%n",
          planes,
          size,
          threads,
          codec,
          publisher,
          sent,
          file,
          spool,
          spooled);
    }
  }

  private double codecRate() throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      done.add(
          pool.submit(
              () -> {
                try (PlaneEncoder encoder = new PlaneEncoder(PixelCodec.DELTA_SHUFFLE_ZSTD)) {
                  for (int n = next.getAndIncrement(); n < planes; n = next.getAndIncrement()) {
                    encoder.encode(rendered.header("codec", n), rendered.samples(n));
                  }
                }
              }));
    }
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
    return rawRate(start);
  }

  private double publisherRate(Map<String, String> kafka, String acquisition, Path data)
      throws Exception {
    PublisherSettings settings =
        new PublisherSettings(
                Topics.DEFAULT,
                BenchPlanes.SOURCE,
                256L << 20,
                threads,
                PixelCodec.DELTA_SHUFFLE_ZSTD)
            .withSpool(
                new SpoolSettings(
                    data.resolve("publisher-spool"), 4L << 30, DropPolicy.DROP_NEWEST));
    try (FramePublisher publisher =
            new FramePublisher(
                settings, () -> FrameProducers.create(kafka), ContractJson::write, log::warn);
        AcquisitionRun run =
            publisher.begin(
                new AcquisitionStarted.Builder(acquisition, BenchPlanes.SOURCE, Instant.now())
                    .build())) {
      long start = System.nanoTime();
      for (int i = 0; i < planes; i++) {
        run.publish(CapturedPlane.of(rendered.header(acquisition, i), rendered.samples(i)));
      }
      run.end("completed", 120, TimeUnit.SECONDS);
      if (run.sent() != planes) {
        throw new IllegalStateException("only " + run.sent() + " planes arrived");
      }
      return rawRate(start);
    }
  }

  private double rawRate(long start) {
    return 2e-6 * size * size * planes / ((System.nanoTime() - start) / 1e9);
  }

  /** One file, written from the first byte to the last and through to the disk. */
  private double fileRate(List<WireRecord> encoded, Path file) throws IOException {
    long bytes = 0;
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer staging = ByteBuffer.allocateDirect(1 << 20);
      for (int i = 0; i < planes; i++) {
        byte[] value = encoded.get(i % encoded.size()).value();
        for (int from = 0; from < value.length; from += staging.capacity()) {
          staging.clear();
          staging.put(value, from, Math.min(staging.capacity(), value.length - from)).flip();
          while (staging.hasRemaining()) {
            channel.write(staging);
          }
        }
        bytes += value.length;
      }
      channel.force(false);
    }
    double rate = bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
    Files.delete(file);
    return rate;
  }

  private double spoolRate(List<WireRecord> encoded, Path folder) throws IOException {
    long bytes = 0;
    long start = System.nanoTime();
    try (Spool spool = Spool.open(folder, 64L << 30, log::warn)) {
      for (int i = 0; i < planes; i++) {
        WireRecord record = encoded.get(i % encoded.size());
        spool.append(Topics.DEFAULT.frames(), record);
        bytes += record.value().length;
      }
      forceAll(folder);
    }
    double rate = bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
    DirectoryRemoval.remove(folder);
    return rate;
  }

  private static void forceAll(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.spool")) {
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(false);
        }
      }
    }
  }
}
