package org.scopeside.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FormerAnalysis;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.FrameProducers;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.PublisherSettings;
import org.scopeside.publish.RunCounts;
import org.scopeside.runtime.ContractJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acquisitions through the whole of Scopeside, one after another, each to its summary. */
public final class LiveRun {
  private static final Logger log = LoggerFactory.getLogger(LiveRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunOptions options;
  private final Start start;
  private final PrintStream words = System.err;
  private boolean compare;
  private volatile @Nullable AcquisitionRun running;

  /** Makes or finds the installation that the planes go to. */
  public interface Start {
    Installation installation() throws Exception;
  }

  /** Runs with these options on that installation. */
  public LiveRun(RunOptions options, Start start) {
    this.options = options;
    this.start = start;
  }

  /** Compares the counts with those that each acquisition had before; there must be some. */
  public LiveRun comparing(boolean compare) {
    this.compare = compare;
    return this;
  }

  /** Runs all sources to their end; what goes wrong with one of them is told at the end. */
  public ExitCode execute(List<? extends RunSource> sources) throws Exception {
    try (Installation installation = start.installation()) {
      // Ctrl-C ends the process from here on by closing what runs; a second close does nothing.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(installation), "scopeside-stop"));
      words.println("Dashboard: " + installation.results());
      ExitCode verdict = ExitCode.OK;
      List<RunSummary> summaries = new ArrayList<>();
      for (RunSource source : sources) {
        RunSummary summary = acquire(source, installation);
        say(summary, source);
        summaries.add(summary);
        ExitCode one = verdict(summary, source);
        verdict = verdict == ExitCode.OK ? one : verdict;
      }
      if (options.json()) {
        System.out.println(RunSummary.toJson(summaries));
        System.out.flush();
      }
      if (!options.exitWhenComplete()) {
        words.println("The dashboard stays up at " + installation.results() + "; Ctrl-C ends it.");
        new CountDownLatch(1).await();
      }
      return verdict;
    }
  }

  private void stop(Installation installation) {
    AcquisitionRun run = running;
    if (run != null) {
      run.close();
    }
    installation.close();
  }

  private RunSummary acquire(RunSource source, Installation installation) throws Exception {
    long started = System.nanoTime();
    ResultsClient results = new ResultsClient(installation.results());
    results.awaitReady(PATIENCE);
    AcquisitionStarted plan = plan(source, results);
    boolean again = !results.wells(plan.acquisition()).path("wells").isEmpty();
    PublisherSettings publishing = PublisherSettings.of(installation.topics(), source.source());
    try (RunSource.Companion companion = source.companion(installation);
        FramesLag lag =
            new FramesLag(
                installation.kafka(),
                installation.topics().frames(),
                installation.segmenterGroup());
        FramePublisher publisher =
            new FramePublisher(
                publishing,
                () -> FrameProducers.create(installation.kafka()),
                ContractJson::write,
                log::warn);
        AcquisitionRun run = publisher.begin(plan);
        RunProgress progress =
            new RunProgress(
                words,
                plan.expectedPlanes(),
                plan.wells().size(),
                Boolean.getBoolean("scopeside.terminal"))) {
      running = run;
      AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
      AnalysisGate gate = new AnalysisGate(lag::records);
      Thread capture = new Thread(() -> capture(source, run, gate, failure), "scopeside-capture");
      capture.setDaemon(true);
      capture.start();
      RunWatch watch =
          new RunWatch(
              results,
              lag,
              plan,
              state -> progress.show(state, again ? handled(run, lag) : state.accounted()));
      RunState end = watch.awaitSettled(capture::isAlive, PATIENCE);
      capture.join(1000);
      if (again) {
        watch.awaitReplaced(PATIENCE);
      }
      if (companion != null) {
        companion.finish();
      }
      Exception broken = failure.get();
      if (broken != null) {
        throw new UserErrorException(
            ExitCode.FAILED, "the acquisition broke off: " + broken.getMessage(), broken);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      return summary(source, installation, plan, results, run, end, seconds);
    }
  }

  /** Planes of this run that the segmenters have done: the ledger counts those of earlier runs. */
  private static long handled(AcquisitionRun run, FramesLag lag) {
    try {
      RunCounts counts = run.counts();
      return Math.max(0, counts.sent() + counts.dropped() - lag.records());
    } catch (ExecutionException | TimeoutException notNow) {
      return 0;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private AcquisitionStarted plan(RunSource source, ResultsClient results)
      throws IOException, InterruptedException, UserErrorException {
    AcquisitionStarted plan = source.plan();
    if (!compare) {
      return plan;
    }
    FormerAnalysis former = results.formerAnalysis(plan.acquisition());
    if (former == null) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "there are no counts of "
              + plan.acquisition()
              + " to compare with; analyse it once without --diff, or name it with --acquisition");
    }
    return plan.withFormer(former);
  }

  private static void capture(
      RunSource source,
      AcquisitionRun run,
      AnalysisGate gate,
      AtomicReference<@Nullable Exception> failure) {
    try {
      source.acquire(run, gate);
      run.end("completed", PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | TimeoutException e) {
      failure.set(e);
    }
  }

  private RunSummary summary(
      RunSource source,
      Installation installation,
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
        installation.results().toString(),
        new RunSummary.Planes(end.captured(), end.analysed(), end.failed(), end.dropped()),
        wells,
        source.fieldNames().isEmpty() ? null : fields(source, results, id, wells),
        compare ? WellDifference.all(results.differences(id)) : null,
        new RunSummary.Latency(end.p50Ms(), end.p99Ms()),
        seconds,
        end.accounted() / Math.max(1e-9, seconds),
        end.ended() && end.balanced(),
        RunSummary.failures(results.failures(), id),
        losses);
  }

  private static List<RunSummary.FieldCount> fields(
      RunSource source, ResultsClient results, String id, List<RunSummary.WellCount> wells)
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

  private void say(RunSummary summary, RunSource source) {
    RunSummary.Planes planes = summary.planes();
    words.printf(
        "%s: %d planes captured: %d analysed, %d failed, %d dropped; latency p50 %.0f ms, p99 %.0f ms%n",
        summary.acquisition(),
        planes.captured(),
        planes.analysed(),
        planes.failed(),
        planes.dropped(),
        summary.latencyMs().p50(),
        summary.latencyMs().p99());
    List<WellDifference> differences = summary.differences();
    if (differences != null) {
      WellDifference.table(differences).forEach(words::println);
    }
    source.unreadable().forEach(words::println);
    summary.failures().forEach(words::println);
    if (!summary.balanced()) {
      words.println("The loss ledger does not balance: planes are missing without a reason.");
    }
  }

  private static ExitCode verdict(RunSummary summary, RunSource source) {
    if (!source.unreadable().isEmpty()) {
      return ExitCode.INPUT;
    }
    return summary.balanced() ? ExitCode.OK : ExitCode.FAILED;
  }
}
