package org.scopeside.micromanager;

import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.micromanager.MultiStagePosition;
import org.micromanager.Studio;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.DataProvider;
import org.micromanager.data.Datastore;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.panel.state.AdaptiveOptions;
import org.scopeside.panel.state.ReimageCandidate;
import org.scopeside.panel.state.ReimageReason;
import org.scopeside.panel.state.StopRules;
import org.scopeside.steering.AcquisitionControl;
import org.scopeside.steering.ActionLog;
import org.scopeside.steering.AdaptiveAcquisition;
import org.scopeside.steering.MicroManagerControl;
import org.scopeside.steering.ReimageKind;
import org.scopeside.steering.ReimageList;
import org.scopeside.steering.ReimagePositions;
import org.scopeside.steering.SteeredRun;
import org.scopeside.steering.StopRule;
import org.scopeside.steering.WantedCells;
import org.scopeside.tap.FrameTap;
import org.scopeside.tap.TappedAcquisition;

/** What a person lets the plugin do to acquisitions. Thread-safe. */
final class Steering implements Closeable {
  private final Studio studio;
  private final FrameTap tap;
  private final RunBook runs;
  private final Questioning questions;
  private final Consumer<String> log;
  private final AdaptiveAcquisition adaptive;
  private final ReimagePositions positions;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "scopeside-steering");
            thread.setDaemon(true);
            return thread;
          });
  private volatile StopRules rules = StopRules.OFF;
  private volatile String remark = "";

  Steering(Studio studio, FrameTap tap, RunBook runs, Questioning questions, Consumer<String> log) {
    this.studio = studio;
    this.tap = tap;
    this.runs = runs;
    this.questions = questions;
    this.log = log;
    this.adaptive = new AdaptiveAcquisition(studio, this::adaptiveStarted, Clock.systemUTC(), log);
    this.positions = new ReimagePositions(studio, Clock.systemUTC());
  }

  StopRules rules() {
    return rules;
  }

  /** Holds for what runs, and for what begins until it is changed. */
  void setRules(StopRules chosen) {
    rules = chosen;
    for (FollowedRun run : runs.running()) {
      watch(run);
    }
  }

  /** Watches a run by the rules that hold now. */
  void watch(FollowedRun run) {
    AcquisitionControl control = adaptive.isRunning() ? adaptive : new MicroManagerControl(studio);
    run.watch(chosenRules(), control, questions, executor, log);
  }

  private List<StopRule> chosenRules() {
    StopRules chosen = rules;
    List<StopRule> all = new ArrayList<>();
    if (chosen.failuresInARow().enabled()) {
      all.add(
          StopRule.failuresInRow(
              chosen.failuresInARow().threshold(), response(chosen.failuresInARow())));
    }
    if (chosen.fieldsWithoutFocus().enabled()) {
      all.add(
          StopRule.focusLost(
              chosen.fieldsWithoutFocus().threshold(), response(chosen.fieldsWithoutFocus())));
    }
    if (chosen.secondsWithoutPlanes().enabled()) {
      all.add(
          StopRule.noPlanes(
              Duration.ofSeconds(chosen.secondsWithoutPlanes().threshold()),
              response(chosen.secondsWithoutPlanes())));
    }
    return all;
  }

  private static StopRule.Response response(org.scopeside.panel.state.StopRule rule) {
    switch (rule.action()) {
      case PAUSE:
        return StopRule.Response.PAUSE;
      case STOP:
        return StopRule.Response.STOP;
      default:
        return StopRule.Response.ASK;
    }
  }

  void outcome(PlaneOutcome outcome) {
    adaptive.outcome(outcome);
  }

  /** Tells an adaptive acquisition of the store of another one. */
  void otherStarted(Datastore store) {
    adaptive.otherStarted(store);
  }

  void startAdaptive(AdaptiveOptions options) {
    executor.execute(
        () -> {
          try {
            adaptive.start(wanted(options), Duration.ofSeconds(options.timeoutS()));
            remark = "";
          } catch (RuntimeException e) {
            remark = "It was not started: " + e.getMessage();
            log.accept("the adaptive acquisition was not started: " + e);
          }
        });
  }

  private static WantedCells wanted(AdaptiveOptions options) {
    return options.goal() == AdaptiveOptions.Goal.CELLS
        ? WantedCells.objects((long) options.wanted(), options.minFields())
        : WantedCells.precision(
            options.wanted() / 100, WantedCells.STANDARD_ERROR, Math.max(2, options.minFields()));
  }

  void stopAdaptive() {
    executor.execute(adaptive::stopByUser);
  }

  /** How far the adaptive acquisition is; null while none runs. */
  @Nullable String adaptiveProgress() {
    return adaptive.progress();
  }

  /** Why the last one was not started; empty where nothing is to be said. */
  String adaptiveRemark() {
    return remark;
  }

  private SteeredRun adaptiveStarted(Datastore store, SequenceSettings settings) {
    tap.adopt(store, settings);
    TappedAcquisition tapped = tap.acquisitionOf(store);
    FollowedRun run = tapped == null ? null : runs.run(tapped.plan().acquisition());
    if (tapped == null || run == null) {
      throw new IllegalStateException(
          "it is not connected, and without results no well would ever have enough cells");
    }
    return new Steered(tapped, run);
  }

  private static final class Steered implements SteeredRun {
    private final TappedAcquisition tapped;
    private final FollowedRun run;

    Steered(TappedAcquisition tapped, FollowedRun run) {
      this.tapped = tapped;
      this.run = run;
    }

    @Override
    public ActionLog actions() {
      return run.actions();
    }

    @Override
    public String wellLabel(int position) {
      org.scopeside.contract.Well well = tapped.site(position).well();
      return well == null ? PlaneHeader.NO_WELL : well.label();
    }

    @Override
    public int field(int position) {
      return tapped.site(position).field();
    }

    @Override
    public int position(FrameRef frame) {
      return frame.acquisition().equals(run.plan().acquisition())
          ? tapped.positionOf(frame.well(), frame.field())
          : -1;
    }

    @Override
    public void ending(String reason) {
      run.endsBecause(reason);
    }
  }

  /** Fields of the latest run with something wrong, in the order of their visit. */
  List<ReimageCandidate> candidates() {
    FollowedRun run = runs.latest();
    TappedAcquisition tapped = run == null ? null : tap.acquisition(run.plan().acquisition());
    List<ReimageCandidate> all = new ArrayList<>();
    if (run != null && tapped != null) {
      run.quality()
          .wrong()
          .forEach(
              (position, kinds) -> {
                Set<ReimageReason> reasons = reasons(kinds);
                if (!reasons.isEmpty()) {
                  all.add(new ReimageCandidate(words(tapped, position), reasons));
                }
              });
    }
    return all;
  }

  private static String words(TappedAcquisition tapped, int position) {
    org.scopeside.contract.Well well = tapped.site(position).well();
    return (well == null ? "" : well.label() + " ") + "field " + tapped.site(position).field();
  }

  private static Set<ReimageReason> reasons(Set<ReimageKind> kinds) {
    Set<ReimageReason> reasons = EnumSet.noneOf(ReimageReason.class);
    KINDS.forEach(
        (reason, ofReason) -> {
          if (!Collections.disjoint(kinds, ofReason)) {
            reasons.add(reason);
          }
        });
    return reasons;
  }

  private static final Map<ReimageReason, Set<ReimageKind>> KINDS = kinds();

  private static Map<ReimageReason, Set<ReimageKind>> kinds() {
    Map<ReimageReason, Set<ReimageKind>> kinds = new LinkedHashMap<>();
    kinds.put(ReimageReason.BLURRED, EnumSet.of(ReimageKind.BLURRED));
    kinds.put(ReimageReason.SATURATED, EnumSet.of(ReimageKind.SATURATED));
    kinds.put(ReimageReason.EMPTY, EnumSet.of(ReimageKind.EMPTY, ReimageKind.LOW_SIGNAL));
    kinds.put(ReimageReason.FAILED, EnumSet.of(ReimageKind.FAILED, ReimageKind.DROPPED));
    return kinds;
  }

  /**
   * Makes the fields with these reasons the position list. On Swing's thread.
   *
   * @return what was done, or why nothing was
   */
  String createReimageList(Set<ReimageReason> reasons) {
    FollowedRun run = runs.latest();
    DataProvider store = run == null ? null : tap.storeOf(run.plan().acquisition());
    if (run == null || store == null) {
      return "nothing was set: no acquisition with positions is known any more";
    }
    Set<ReimageKind> kinds = EnumSet.noneOf(ReimageKind.class);
    reasons.forEach(reason -> kinds.addAll(KINDS.get(reason)));
    List<MultiStagePosition> visited = store.getSummaryMetadata().getStagePositionList();
    return positions.set(ReimageList.of(run.quality(), kinds), visited, run.actions());
  }

  @Override
  public void close() {
    if (adaptive.isRunning()) {
      adaptive.abort();
    }
    executor.shutdownNow();
  }
}
