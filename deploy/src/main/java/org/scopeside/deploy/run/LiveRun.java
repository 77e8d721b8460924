package org.scopeside.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.runtime.ContractJson;
import org.scopeside.segmenter.SegmenterSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One acquisition through the whole of Scopeside on this machine, from start-up to its summary. */
public final class LiveRun {
  private static final Logger log = LoggerFactory.getLogger(LiveRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunOptions options;
  private final String command;
  private final boolean publishLabels;
  private final PrintStream words = System.err;
  private volatile @Nullable AcquisitionRun running;

  /**
   * @param command names the default data directory
   * @param publishLabels whether label images are wanted
   */
  public LiveRun(RunOptions options, String command, boolean publishLabels) {
    this.options = options;
    this.command = command;
    this.publishLabels = publishLabels;
  }

  /** Runs a source to its end. */
  public ExitCode execute(PlaneSource source) throws Exception {
    long started = System.nanoTime();
    try (AllInOne stack = start()) {
      // Ctrl-C ends the process from here on by closing what runs; a second close does nothing.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "scopeside-stop"));
      words.println("Dashboard: " + stack.url());
      RunSummary summary = acquire(source, stack, started);
      report(summary, source);
      if (!options.exitWhenComplete()) {
        words.println("The dashboard stays up at " + stack.url() + "; Ctrl-C ends it.");
        new CountDownLatch(1).await();
      }
      return verdict(summary, source);
    }
  }

  private void stop(AllInOne stack) {
    AcquisitionRun run = running;
    if (run != null) {
      run.close();
    }
    stack.close();
  }

  private AllInOne start() throws Exception {
    Map<String, String> services = new LinkedHashMap<>(options.segmenter());
    services.put("segmenter.publish-labels", Boolean.toString(publishLabels));
    return AllInOne.start(
        new AllInOneSettings(
            options.data(command), options.host(), options.port(), options.kafkaPort(), services));
  }

  private RunSummary acquire(PlaneSource source, AllInOne stack, long started) throws Exception {
    ResultsClient results = new ResultsClient(stack.url());
    results.awaitReady(PATIENCE);
    AcquisitionStarted plan = source.plan();
    PublisherSettings publishing = PublisherSettings.of(stack.topics(), source.source());
    Map<String, String> kafka = Map.of("bootstrap.servers", stack.bootstrapServers());
    try (PlaneSource.Companion companion = source.companion(stack.bootstrapServers());
        FramesLag lag =
            new FramesLag(kafka, stack.topics().frames(), SegmenterSettings.defaults().group());
        FramePublisher publisher =
            new FramePublisher(
                publishing, () -> FrameProducers.create(kafka), ContractJson::write, log::warn);
        AcquisitionRun run = publisher.begin(plan);
        RunProgress progress =
            new RunProgress(
                words,
                plan.expectedPlanes(),
                plan.wells().size(),
                Boolean.getBoolean("scopeside.terminal"))) {
      running = run;
      AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
      Thread capture = new Thread(() -> capture(source, run, failure), "scopeside-capture");
      capture.setDaemon(true);
      capture.start();
      RunState end =
          new RunWatch(results, lag, plan, progress::show).awaitSettled(capture::isAlive, PATIENCE);
      capture.join(1000);
      if (companion != null) {
        companion.finish();
      }
      Exception broken = failure.get();
      if (broken != null) {
        throw new UserErrorException(
            ExitCode.FAILED, "the acquisition broke off: " + broken.getMessage(), broken);
      }
      return summary(source, stack, plan, results, run, end, (System.nanoTime() - started) / 1e9);
    }
  }

  private static void capture(
      PlaneSource source, AcquisitionRun run, AtomicReference<@Nullable Exception> failure) {
    try {
      source.acquire(run);
      run.end("completed", PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | TimeoutException e) {
      failure.set(e);
    }
  }

  private static RunSummary summary(
      PlaneSource source,
      AllInOne stack,
      AcquisitionStarted plan,
      ResultsClient results,
      AcquisitionRun run,
      RunState end,
      double seconds)
      throws IOException, InterruptedException {
    String id = plan.acquisition();
    List<RunSummary.WellCount> wells = RunSummary.wells(results.wells(id), source.truth());
    List<String> losses = new ArrayList<>(source.unreadable());
    String loss = run.firstLoss();
    if (loss != null && losses.isEmpty()) {
      losses.add(loss);
    }
    return new RunSummary(
        id,
        stack.url().toString(),
        new RunSummary.Planes(end.captured(), end.analysed(), end.failed(), end.dropped()),
        wells,
        source.fieldNames().isEmpty() ? null : fields(source, results, id, wells),
        new RunSummary.Latency(end.p50Ms(), end.p99Ms()),
        seconds,
        end.accounted() / Math.max(1e-9, seconds),
        end.ended() && end.balanced(),
        RunSummary.failures(results.failures(), id),
        losses);
  }

  private static List<RunSummary.FieldCount> fields(
      PlaneSource source, ResultsClient results, String id, List<RunSummary.WellCount> wells)
      throws IOException, InterruptedException {
    List<RunSummary.FieldCount> fields = new ArrayList<>();
    for (RunSummary.WellCount well : wells) {
      for (JsonNode field : results.fields(id, well.well()).path("fields")) {
        int index = field.path("field").asInt();
        fields.add(
            new RunSummary.FieldCount(
                well.well(), index, source.fieldNames().get(index), field.path("count").asLong()));
      }
    }
    return fields;
  }

  private void report(RunSummary summary, PlaneSource source) throws IOException {
    if (options.json()) {
      System.out.println(summary.toJson());
      System.out.flush();
    }
    RunSummary.Planes planes = summary.planes();
    words.printf(
        "%d planes captured: %d analysed, %d failed, %d dropped; latency p50 %.0f ms, p99 %.0f ms%n",
        planes.captured(),
        planes.analysed(),
        planes.failed(),
        planes.dropped(),
        summary.latencyMs().p50(),
        summary.latencyMs().p99());
    source.unreadable().forEach(words::println);
    summary.failures().forEach(words::println);
    if (!summary.balanced()) {
      words.println("The loss ledger does not balance: planes are missing without a reason.");
    }
  }

  private static ExitCode verdict(RunSummary summary, PlaneSource source) {
    if (!source.unreadable().isEmpty()) {
      return ExitCode.INPUT;
    }
    return summary.balanced() ? ExitCode.OK : ExitCode.FAILED;
  }
}
