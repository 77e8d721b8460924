package org.scopeside.steering;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import mmcorej.CMMCore;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.acqj.internal.Engine;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.Datastore;
import org.scopeside.feed.PlaneOutcome;

/**
 * An acquisition with the current settings and positions of Micro-Manager that leaves a well as
 * soon as it has enough cells. It runs over AcqEngJ, one acquisition at a time.
 *
 * <pre>
 *   for each field, in the order of the position list:
 *     enough in its well? ── yes ─▶ skip all further fields of the well
 *       │ no, or no result in time
 *       ▼
 *     events of the field ─▶ AcqEngJ ─▶ StoreSink ─▶ Datastore ─▶ whoever follows the store
 *       ▲                                                                │
 *       └────────────── FieldCounts ◀── outcome of its planes ◀── analysis
 * </pre>
 *
 * <p>Each field is an iterator of its own: AcqEngJ holds the last event of an iterator back until
 * it knows whether the next one can be triggered by hardware together with it, so with one iterator
 * for all the last plane of a field would wait for the decision that waits for it. Sequences within
 * a field are kept; fields are never sequenced over a fast stage.
 *
 * <p>Decisions are made on a thread of its own, never on AcqEngJ's: aborting works while a result
 * is waited for. Thread-safe.
 */
public final class AdaptiveAcquisition implements AcquisitionControl {
  /** Told of the store before its first image, on the acquisition's thread. */
  public interface Starting {
    /** Begins to publish the images of the store. */
    SteeredRun started(Datastore store, SequenceSettings settings);
  }

  private final Studio studio;
  private final Starting starting;
  private final Clock clock;
  private final Consumer<String> log;
  private final AtomicReference<@Nullable AdaptiveRun> current = new AtomicReference<>();

  /**
   * @param starting called on the acquisition's own thread
   * @param log takes one line about a failure, in words
   */
  public AdaptiveAcquisition(Studio studio, Starting starting, Clock clock, Consumer<String> log) {
    this.studio = studio;
    this.starting = starting;
    this.clock = clock;
    this.log = log;
  }

  /** Why none can be started with Micro-Manager's settings now, in words; null where one can. */
  public @Nullable String refusal() {
    Engine engine = Engine.getInstance();
    if (isRunning()) {
      return "an adaptive acquisition is running";
    }
    if (studio.acquisitions().isAcquisitionRunning()
        || (engine != null && engine.anyAcquisitionsRunning())) {
      return "another acquisition is running";
    }
    AdaptivePlan plan = plan();
    String refusal = plan.refusal();
    return refusal == null ? hardwareRefusal(plan) : refusal;
  }

  private AdaptivePlan plan() {
    return new AdaptivePlan(
        studio.acquisitions().getAcquisitionSettings(), studio.positions().getPositionList());
  }

  private @Nullable String hardwareRefusal(AdaptivePlan plan) {
    CMMCore core = studio.core();
    if (core.getCameraDevice().isEmpty()) {
      return "there is no camera";
    }
    if (plan.settings().useSlices() && holdsFocus(core)) {
      return "continuous focus is on, which would hold against a z stack";
    }
    return plan.stageRefusal(core.getXYStageDevice(), core.getFocusDevice());
  }

  private boolean holdsFocus(CMMCore core) {
    try {
      return core.isContinuousFocusEnabled();
    } catch (Exception e) {
      log.accept("whether continuous focus is on could not be asked: " + e.getMessage());
      return false;
    }
  }

  /**
   * Starts one with the current settings and positions, and returns.
   *
   * @param resultWithin how long a result is waited for before the field is imaged anyway
   * @throws IllegalStateException with the {@link #refusal}
   */
  public void start(WantedCells wanted, Duration resultWithin) {
    String refusal = refusal();
    if (refusal != null) {
      throw new IllegalStateException(refusal);
    }
    AdaptiveRun run =
        new AdaptiveRun(studio, plan(), wanted, resultWithin, starting, clock, log, this::ended);
    if (!current.compareAndSet(null, run)) {
      throw new IllegalStateException("an adaptive acquisition is running");
    }
    run.start();
  }

  private void ended() {
    current.set(null);
  }

  /** Takes what became of a plane of any acquisition; never waits. */
  public void outcome(PlaneOutcome outcome) {
    AdaptiveRun run = current.get();
    if (run != null) {
      run.outcome(outcome);
    }
  }

  /** Ends it for a person. */
  public void stopByUser() {
    stop("cancelled by the user");
  }

  /** Ends it if that is the store of another acquisition: two would fight for the hardware. */
  public void otherStarted(Datastore store) {
    AdaptiveRun run = current.get();
    if (run != null && run.isOther(store)) {
      stop("another acquisition was started");
    }
  }

  private void stop(String reason) {
    AdaptiveRun run = current.get();
    if (run != null) {
      run.stop(reason);
    }
  }

  @Override
  public boolean isRunning() {
    return current.get() != null;
  }

  @Override
  public boolean isPaused() {
    AdaptiveRun run = current.get();
    return run != null && run.isPaused();
  }

  @Override
  public void pause() {
    setPaused(true);
  }

  @Override
  public void resume() {
    setPaused(false);
  }

  private void setPaused(boolean paused) {
    AdaptiveRun run = current.get();
    if (run != null) {
      run.setPaused(paused);
    }
  }

  @Override
  public void abort() {
    AdaptiveRun run = current.get();
    if (run != null) {
      run.abort("cancelled");
    }
  }

  /** How far it is, in words; null while none runs. */
  public @Nullable String progress() {
    AdaptiveRun run = current.get();
    return run == null ? null : run.progress();
  }
}
