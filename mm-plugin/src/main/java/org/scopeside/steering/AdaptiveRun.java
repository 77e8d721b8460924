package org.scopeside.steering;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.acqj.internal.Engine;
import org.micromanager.acqj.main.Acquisition;
import org.micromanager.data.Datastore;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.steering.EnoughCells.Verdict;

/**
 * One adaptive acquisition, from its store to its end, on a thread of its own. Whatever ends it,
 * the store is frozen, live mode comes back, and channel and stages go back to where they were,
 * unless it was the hardware that failed.
 */
final class AdaptiveRun {
  private static final String RULE = "enough-cells";

  private final Studio studio;
  private final AdaptivePlan plan;
  private final WantedCells wanted;
  private final long resultWithinMs;
  private final AdaptiveAcquisition.Starting starting;
  private final Clock clock;
  private final Consumer<String> log;
  private final Runnable onClosed;
  private final Set<Integer> skipped = new HashSet<>();
  private final AtomicInteger visited = new AtomicInteger();
  private final AtomicInteger fieldsSkipped = new AtomicInteger();
  private final AtomicInteger timeouts = new AtomicInteger();
  private volatile @Nullable Opened opened;
  private volatile @Nullable Datastore store;
  private boolean paused;
  private boolean hardwareFailed;
  private @Nullable String endReason;

  /** What there is once images can be taken. */
  private static final class Opened {
    final SteeredRun run;
    final FieldCounts counts;
    final Acquisition acquisition;
    final int cameras;

    Opened(SteeredRun run, FieldCounts counts, Acquisition acquisition, int cameras) {
      this.run = run;
      this.counts = counts;
      this.acquisition = acquisition;
      this.cameras = cameras;
    }
  }

  AdaptiveRun(
      Studio studio,
      AdaptivePlan plan,
      WantedCells wanted,
      Duration resultWithin,
      AdaptiveAcquisition.Starting starting,
      Clock clock,
      Consumer<String> log,
      Runnable onClosed) {
    this.studio = studio;
    this.plan = plan;
    this.wanted = wanted;
    this.resultWithinMs = resultWithin.toMillis();
    this.starting = starting;
    this.clock = clock;
    this.log = log;
    this.onClosed = onClosed;
  }

  void start() {
    Thread thread = new Thread(this::run, "scopeside-adaptive");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    HardwareState before = null;
    try {
      studio.live().setSuspended(true);
      before = HardwareState.of(studio.core(), plan);
      Opened ready = open();
      visitAll(ready, before);
      finish(ready);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    } catch (ExecutionException e) {
      hardwareFailed = true;
      fail(words(e));
    } catch (Exception e) {
      fail(words(e));
    } finally {
      close(before);
    }
  }

  private Opened open() throws Exception {
    AdaptiveStore stores = new AdaptiveStore(studio, plan);
    Datastore images = stores.open();
    store = images;
    SteeredRun run = starting.started(images, plan.settings());
    List<String> channels = stores.channelNames();
    int cameras = channels.size() / Math.max(1, plan.channels().size());
    FieldCounts counts = new FieldCounts(wanted, run, plan.planes(0, 1).size() * cameras);
    startEngine();
    Acquisition acquisition =
        new Acquisition(
            new StoreSink(images, studio.data(), studio.core(), plan, channels, this::notKept));
    acquisition.start();
    Opened ready = new Opened(run, counts, acquisition, cameras);
    begin(ready);
    return ready;
  }

  /** AcqEngJ has one engine, which Micro-Manager makes when it is set to use it. */
  private void startEngine() {
    if (Engine.getInstance() == null) {
      Engine made = new Engine(studio.core());
      Objects.requireNonNull(made);
    }
  }

  /** It may have been paused or ended while it was being opened. */
  private synchronized void begin(Opened ready) {
    opened = ready;
    ready.acquisition.setPaused(paused);
    if (endReason != null) {
      ready.acquisition.abort();
      ready.run.actions().record(action(ready, AcquisitionAction.STOPPED, endReason));
      ready.run.ending(endReason);
    }
  }

  private void visitAll(Opened ready, HardwareState before)
      throws InterruptedException, ExecutionException {
    int rounds = plan.fieldByField() ? 1 : plan.times();
    for (int round = 0; round < rounds; round++) {
      for (int position = 0; position < plan.positions().size(); position++) {
        boolean go = awaitGo();
        if (go && (round > 0 ? !skipped.contains(position) : wanted(ready, position))) {
          visit(ready, position, round, before);
        }
      }
    }
  }

  private boolean wanted(Opened ready, int position) throws InterruptedException {
    if (skipped.contains(position)) {
      return false;
    }
    Verdict verdict = ready.counts.decide(position, resultWithinMs);
    if (ending()) {
      return false;
    }
    if (verdict == Verdict.WAIT && timeouts.incrementAndGet() == 1) {
      recordTimeout(ready, position);
    } else if (verdict == Verdict.SKIP) {
      skipWell(ready, position);
    }
    return verdict != Verdict.SKIP;
  }

  private void visit(Opened ready, int position, int round, HardwareState before)
      throws InterruptedException, ExecutionException {
    boolean whole = plan.fieldByField();
    if (round == 0) {
      ready.counts.acquired(position);
    }
    List<AdaptivePlan.PlannedPlane> planes =
        plan.planes(whole ? 0 : round, whole ? plan.times() : round + 1);
    if (!planes.isEmpty()) {
      long startMs = whole ? sinceFirstImageMs(ready.acquisition) : 0;
      FieldEvents events =
          new FieldEvents(
              ready.acquisition, plan, planes, position, studio.core(), before.focusUm(), startMs);
      ready.acquisition.submitEventIterator(events).get();
    }
    visited.incrementAndGet();
    if (ready.acquisition.isAbortRequested()) {
      fail("the acquisition engine ended it");
    }
  }

  private static long sinceFirstImageMs(Acquisition acquisition) {
    long first = acquisition.getStartTimeMs();
    return first < 0 ? 0 : Math.max(0, System.currentTimeMillis() - first);
  }

  private void skipWell(Opened ready, int position) {
    String well = ready.run.wellLabel(position);
    List<Integer> positions = new ArrayList<>();
    List<Integer> fields = new ArrayList<>();
    for (int other = position; other < plan.positions().size(); other++) {
      if (ready.run.wellLabel(other).equals(well)) {
        positions.add(other);
        fields.add(ready.run.field(other));
      }
    }
    skipped.addAll(positions);
    fieldsSkipped.addAndGet(positions.size());
    String words =
        name(well)
            + " has enough: "
            + ready.counts.words(position)
            + "; fields not imaged: "
            + positions.size();
    AcquisitionAction.Builder action =
        action(ready, AcquisitionAction.SKIPPED, words)
            .well(Well.parse(well))
            .fields(fields)
            .positions(positions)
            .planesSkipped(positions.size() * plan.planesPerField() * ready.cameras);
    ready.counts.describe(position, action);
    ready.run.actions().record(action);
  }

  private static String name(String well) {
    return well.equals(PlaneHeader.NO_WELL) ? "the sample" : well;
  }

  /** The first time-out is written down at once; how many there were, at the end. */
  private void recordTimeout(Opened ready, int position) {
    String well = ready.run.wellLabel(position);
    String words =
        "no result of "
            + name(well)
            + " within "
            + resultWithinMs
            + " ms, so its next field is imaged; known so far: "
            + ready.counts.words(position);
    AcquisitionAction.Builder action =
        action(ready, AcquisitionAction.TIMED_OUT, words).well(Well.parse(well));
    ready.counts.describe(position, action);
    ready.run.actions().record(action.number("resultWithinMs", (double) resultWithinMs));
  }

  private void recordTimeouts(Opened ready) {
    if (timeouts.get() > 1) {
      ready
          .run
          .actions()
          .record(
              action(
                      ready,
                      AcquisitionAction.TIMED_OUT,
                      timeouts + " fields were imaged because a result did not come in time")
                  .rule(RULE)
                  .number("timeouts", timeouts.get()));
    }
  }

  private AcquisitionAction.Builder action(Opened ready, String name, String words) {
    return new AcquisitionAction.Builder(
        ready.run.actions().acquisition(), clock.instant(), name, words);
  }

  private void notKept(Exception failure) {
    log.accept("an image of the adaptive acquisition could not be kept: " + words(failure));
    stop("an image could not be kept: " + words(failure));
  }

  private static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private void fail(String reason) {
    if (stop(reason)) {
      log.accept("adaptive acquisition ended: " + reason);
    }
  }

  /** Ends it early and writes down why; false when it is ending already. */
  boolean stop(String reason) {
    return cut(reason, true);
  }

  /** Ends it early for somebody who writes down why; false when it is ending already. */
  boolean abort(String reason) {
    return cut(reason, false);
  }

  private synchronized boolean cut(String reason, boolean writeDown) {
    Opened ready = opened;
    if (!end(ready, reason)) {
      return false;
    }
    if (ready != null) {
      try {
        if (writeDown) {
          ready.run.actions().record(action(ready, AcquisitionAction.STOPPED, reason));
        }
        ready.run.ending(reason);
      } finally {
        ready.counts.end();
        ready.acquisition.abort();
      }
    }
    return true;
  }

  private synchronized void finish(Opened ready) {
    if (end(ready, "completed")) {
      try {
        ready.run.ending("completed");
      } finally {
        ready.acquisition.finish();
      }
    }
  }

  private boolean end(@Nullable Opened ready, String reason) {
    if (endReason != null) {
      return false;
    }
    endReason = reason;
    notifyAll();
    if (ready != null) {
      recordTimeouts(ready);
    }
    return true;
  }

  private synchronized boolean ending() {
    return endReason != null;
  }

  /** Waits while it is paused; false once it is ending. */
  private synchronized boolean awaitGo() throws InterruptedException {
    while (paused && endReason == null) {
      wait();
    }
    return endReason == null;
  }

  synchronized boolean isPaused() {
    return paused;
  }

  synchronized void setPaused(boolean pause) {
    paused = pause;
    Opened ready = opened;
    if (ready != null) {
      ready.acquisition.setPaused(pause);
    }
    notifyAll();
  }

  private void close(@Nullable HardwareState before) {
    try {
      Opened ready = opened;
      Datastore images = store;
      if (ready != null) {
        ready.acquisition.waitForCompletion();
      } else if (images != null) {
        images.freeze();
      }
      if (before != null && !hardwareFailed) {
        before.restore(studio.core());
      }
    } catch (Exception e) {
      log.accept("adaptive acquisition did not end cleanly: " + words(e));
    } finally {
      studio.live().setSuspended(false);
      onClosed.run();
    }
  }

  void outcome(PlaneOutcome outcome) {
    Opened ready = opened;
    if (ready != null) {
      ready.counts.outcome(outcome);
    }
  }

  /** Whether that is the store of another acquisition. */
  boolean isOther(Datastore other) {
    Datastore images = store;
    return images != null && images != other;
  }

  String progress() {
    int fields = plan.positions().size() * (plan.fieldByField() ? 1 : plan.times());
    String waited = timeouts.get() == 0 ? "" : ", " + timeouts + " results not waited for";
    return visited + " of " + fields + " fields imaged, " + fieldsSkipped + " skipped" + waited;
  }
}
