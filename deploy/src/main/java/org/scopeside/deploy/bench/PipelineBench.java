package org.scopeside.deploy.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.Topics;
import org.scopeside.deploy.broker.BrokerSettings;
import org.scopeside.deploy.broker.EmbeddedBroker;
import org.scopeside.deploy.broker.TopicSettings;
import org.scopeside.deploy.broker.TopicSetup;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.runtime.ContractJson;
import org.scopeside.runtime.InvalidSettingsException;
import org.scopeside.runtime.SettingsReader;
import org.scopeside.segmenter.SegmenterSettings;
import org.scopeside.segmenter.SegmenterVerticle;
import org.scopeside.segmenter.classical.ClassicalSegmentation;
import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.image.GreyImage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code scopeside bench pipeline}: planes a second through broker, decoding, quality,
 * segmentation, measurement and transaction, beside those of segmentation alone on the same planes
 * and threads. What the rest costs is hidden behind segmentation as far as the ratio is near 1.
 */
@Command(
    name = "pipeline",
    header = "Planes a second end to end, beside the bare segmentation stage.",
    description = {"", "Both in turn, several rounds; the median ratio is what counts.", ""})
final class PipelineBench implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(PipelineBench.class);
  private static final int DISTINCT = 24;

  @Option(
      names = "--planes",
      paramLabel = "N",
      defaultValue = "240",
      description = "Planes a round. Default: ${DEFAULT-VALUE}.")
  int planes;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "1024",
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
      description = "Segmentation threads. Default: the segmenter's default.")
  int threads = SegmenterSettings.defaults().segmentThreads();

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  @SuppressWarnings("NullAway.Init") // rendered first of all, when the options are known
  private BenchPlanes rendered;

  @Override
  public Integer call() throws Exception {
    rendered = new BenchPlanes(DISTINCT, size);
    Path data = Files.createTempDirectory("scopeside-bench");
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.local(data, 0))) {
      Map<String, String> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TopicSettings.embedded(SegmenterSettings.defaults().topicPrefix()));
      measure(kafka);
    } finally {
      DirectoryRemoval.remove(data);
    }
    return 0;
  }

  private void measure(Map<String, String> kafka) throws Exception {
    double[] bare = new double[rounds];
    double[] whole = new double[rounds];
    double[] ratio = new double[rounds];
    bareRate();
    wholeRate(kafka, "warm-up");
    for (int round = 0; round < rounds; round++) {
      bare[round] = bareRate();
      whole[round] = wholeRate(kafka, "round-" + round);
      ratio[round] = whole[round] / bare[round];
      System.err.printf(
          Locale.ROOT,
          "round %d: bare %.1f planes/s, end to end %.1f planes/s, ratio %.2f%n",
          round + 1,
          bare[round],
          whole[round],
          ratio[round]);
    }
    report(BenchPlanes.median(bare), BenchPlanes.median(whole), BenchPlanes.median(ratio));
  }

  private void report(double bare, double whole, double ratio) throws Exception {
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("planes", planes);
      report.put("size", size);
      report.put("threads", threads);
      report.put("barePlanesPerSecond", bare);
      report.put("endToEndPlanesPerSecond", whole);
      report.put("ratio", ratio);
      System.out.println(new ObjectMapper().writeValueAsString(report));
    } else {
      System.out.printf(
          Locale.ROOT,
          "%d planes of %d², %d segmentation threads: bare %.1f planes/s, end to end %.1f planes/s, median ratio %.2f%n",
          planes,
          size,
          threads,
          bare,
          whole,
          ratio);
    }
  }

  private double bareRate() throws Exception {
    List<GreyImage> images = rendered.distinct().stream().map(this::grey).toList();
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      done.add(
          pool.submit(
              () -> {
                ClassicalSegmentation segmentation =
                    new ClassicalSegmentation(ClassicalSettings.defaults());
                for (int n = next.getAndIncrement(); n < planes; n = next.getAndIncrement()) {
                  segmentation.segment(images.get(n % images.size()));
                }
              }));
    }
    for (Future<?> future : done) {
      future.get();
    }
    pool.shutdown();
    return planes / ((System.nanoTime() - start) / 1e9);
  }

  private GreyImage grey(short[] samples) {
    float[] grey = new float[samples.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = samples[i] & 0xFFFF;
    }
    return new GreyImage(grey, size, size);
  }

  /**
   * Planes a second from the first result to the last, of a segmenter that finds all of them
   * waiting.
   */
  private double wholeRate(Map<String, String> kafka, String acquisition) throws Exception {
    publish(kafka, acquisition);
    MeterRegistry meters = new SimpleMeterRegistry();
    Vertx vertx = Vertx.vertx();
    try (KafkaConsumer<byte[], byte[]> results = resultsFromNow(kafka)) {
      SegmenterSettings settings = settings(kafka);
      String id = await(vertx.deployVerticle(new SegmenterVerticle(settings, meters)));
      double rate = awaitResults(results);
      sayStages(meters);
      await(vertx.undeploy(id));
      return rate;
    } finally {
      await(vertx.close());
      meters.close();
    }
  }

  private static void sayStages(MeterRegistry meters) {
    for (Timer stage : meters.find("scopeside.stage").timers()) {
      System.err.printf(
          Locale.ROOT,
          "  %s %.1f ms a plane%n",
          stage.getId().getTag("stage"),
          stage.mean(TimeUnit.MILLISECONDS));
    }
  }

  private SegmenterSettings settings(Map<String, String> kafka) throws InvalidSettingsException {
    Map<String, String> own = new HashMap<>();
    own.put("segmenter.instance", "bench");
    own.put("segmenter.model", "classical"); // as in the bare stage
    own.put("segmenter.segment-threads", Integer.toString(threads));
    kafka.forEach((key, value) -> own.put("kafka." + key, value));
    return new SettingsReader(Map.of(), Map.of(), own).read("segmenter", SegmenterSettings.class);
  }

  private double awaitResults(KafkaConsumer<byte[], byte[]> results) {
    int seen = 0;
    int first = 0;
    long begun = 0;
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (seen < planes) {
      seen += results.poll(Duration.ofMillis(20)).count();
      if (first == 0 && seen > 0) {
        first = seen;
        begun = System.nanoTime();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(seen + " of " + planes + " results after 5 minutes");
      }
    }
    return (planes - first) / ((System.nanoTime() - begun) / 1e9);
  }

  private static KafkaConsumer<byte[], byte[]> resultsFromNow(Map<String, String> kafka) {
    Map<String, Object> config = new LinkedHashMap<>(kafka);
    config.put("isolation.level", "read_committed");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.DEFAULT.results()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return consumer;
  }

  private void publish(Map<String, String> kafka, String acquisition) throws Exception {
    PublisherSettings settings = PublisherSettings.of(Topics.DEFAULT, BenchPlanes.SOURCE);
    try (FramePublisher publisher =
            new FramePublisher(
                settings, () -> FrameProducers.create(kafka), ContractJson::write, log::warn);
        AcquisitionRun run =
            publisher.begin(
                new AcquisitionStarted.Builder(acquisition, BenchPlanes.SOURCE, Instant.now())
                    .build())) {
      for (int i = 0; i < planes; i++) {
        run.publish(CapturedPlane.of(rendered.header(acquisition, i), rendered.samples(i)));
      }
      run.end("completed", 60, TimeUnit.SECONDS);
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
