package org.scopeside.micromanager;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.EventType;
import org.scopeside.contract.FrameRef;
import org.scopeside.feed.AlertRules;
import org.scopeside.feed.AlertSettings;
import org.scopeside.feed.Alerts;
import org.scopeside.feed.LivePlate;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.feed.PlateSnapshot;
import org.scopeside.publish.AcquisitionRun;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.FramePublisher;
import org.scopeside.publish.LinkState;
import org.scopeside.publish.RunCounts;
import org.scopeside.steering.AcquisitionControl;
import org.scopeside.steering.ActionJournal;
import org.scopeside.steering.FieldQuality;
import org.scopeside.steering.Questions;
import org.scopeside.steering.StopRule;
import org.scopeside.steering.StopRules;
import org.scopeside.tap.RunSink;

/**
 * One acquisition from its first plane to its last result: publishes what is tapped, and holds what
 * comes back. Thread-safe.
 */
final class FollowedRun implements RunSink {
  private final AcquisitionRun run;
  private final LivePlate plate;
  private final AlertRules alerts;
  private final FieldQuality quality;
  private final ActionJournal actions;
  private volatile @Nullable StopRules rules;
  private volatile @Nullable String acquiring;
  private volatile @Nullable Instant endedAt;
  private volatile @Nullable String endReason;

  /**
   * @param positionOf place of a frame's field in the position list, negative where unknown
   */
  FollowedRun(
      AcquisitionStarted plan,
      FramePublisher publisher,
      AlertSettings alertSettings,
      Alerts alerts,
      ToIntFunction<FrameRef> positionOf) {
    this.run = publisher.begin(plan);
    this.plate = new LivePlate(plan);
    this.alerts = new AlertRules(plan.acquisition(), alertSettings, alerts);
    this.quality = new FieldQuality(positionOf);
    this.actions = new ActionJournal(plan.acquisition(), action -> announce(publisher, action));
  }

  private static void announce(FramePublisher publisher, AcquisitionAction action) {
    publisher.announce(EventType.ACQUISITION_ACTION, action.key(), action.at(), action.toJson());
  }

  /** Watches the run from now on by these rules; earlier ones are given up. */
  void watch(
      List<StopRule> chosen,
      AcquisitionControl control,
      Questions questions,
      Executor executor,
      Consumer<String> log) {
    StopRules former = rules;
    if (former != null) {
      former.end();
    }
    rules =
        chosen.isEmpty()
            ? null
            : new StopRules(chosen, control, questions, actions, executor, Clock.systemUTC(), log);
  }

  @Override
  public boolean offer(CapturedPlane plane) {
    acquiring = plane.header().wellLabel();
    StopRules watching = rules;
    if (watching != null) {
      watching.plane();
    }
    boolean taken = run.offer(plane);
    if (!taken && !run.counts().ended()) {
      quality.dropped(FrameRef.of(plane.header()));
    }
    return taken;
  }

  @Override
  public void lose(FrameRef frame, String reason) {
    run.lose(frame, reason);
    quality.dropped(frame);
  }

  /** A reason that was given before, with what steering did, counts more. */
  @Override
  public void end(String reason) {
    StopRules watching = rules;
    if (watching != null) {
      watching.end();
    }
    String given = endReason;
    run.endLater(given == null ? reason : given);
    endedAt = Instant.now();
    acquiring = null;
  }

  /** Why it will end, for runs that are not over when all that was planned has come. */
  void endsBecause(String reason) {
    endReason = reason;
  }

  /** Takes what became of a plane of this run. */
  void outcome(PlaneOutcome outcome) {
    if (plate.accept(outcome)) {
      alerts.outcome(outcome);
      quality.outcome(outcome);
      StopRules watching = rules;
      if (watching != null) {
        watching.outcome(outcome);
      }
    }
  }

  /** Looks at the clock, once a second. */
  void tick(LinkState link, Instant now) {
    RunCounts counts = run.counts();
    PlateSnapshot seen = plate.snapshot();
    alerts.progress(
        counts.captured(), counts.dropped(), counts.firstLoss(), seen.planesAnswered(), now);
    boolean there =
        link.kind() == LinkState.Kind.CONNECTED || link.kind() == LinkState.Kind.CONNECTING;
    alerts.broker(there ? null : link.words(), now);
    StopRules watching = rules;
    if (watching != null) {
      watching.tick();
    }
  }

  AcquisitionStarted plan() {
    return run.plan();
  }

  RunCounts counts() {
    return run.counts();
  }

  LivePlate plate() {
    return plate;
  }

  FieldQuality quality() {
    return quality;
  }

  ActionJournal actions() {
    return actions;
  }

  /** Label of the well whose plane came last; null when it has ended. */
  @Nullable String acquiring() {
    return acquiring;
  }

  /** When its last image came; null while it runs. */
  @Nullable Instant endedAt() {
    return endedAt;
  }
}
