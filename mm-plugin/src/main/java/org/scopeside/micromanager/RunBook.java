package org.scopeside.micromanager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Well;
import org.scopeside.feed.FeedState;
import org.scopeside.feed.Measure;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.feed.ResultFeed;
import org.scopeside.publish.CapturedPlane;
import org.scopeside.publish.LinkState;
import org.scopeside.tap.PlaneSink;
import org.scopeside.tap.RunSink;

/**
 * The acquisitions that run and the ones that ran last, and the link they are published through.
 * Planes of acquisitions that begin while there is no link are let go, uncounted, after a line in
 * the log. Thread-safe.
 */
final class RunBook implements PlaneSink, ResultFeed.Listener {
  /** Ended ones that the panel can still show; results of older ones are not followed. */
  private static final int ENDED_KEPT = 3;

  /** Makes what follows an acquisition that begins. */
  interface Followers {
    FollowedRun follow(AcquisitionStarted plan, KafkaLink link);
  }

  private static final RunSink NOWHERE =
      new RunSink() {
        @Override
        public boolean offer(CapturedPlane plane) {
          return false;
        }

        @Override
        public void lose(FrameRef frame, String reason) {}

        @Override
        public void end(String reason) {}
      };

  private final Followers followers;
  private final Consumer<PlaneOutcome> outcomes;
  private final BiConsumer<String, Instant> onBegin;
  private final Consumer<String> onForget;
  private final Consumer<String> log;
  private final Map<String, FollowedRun> runs = new LinkedHashMap<>();
  private @Nullable KafkaLink link;

  /**
   * @param outcomes told of each outcome of a run in the book, on the feed's thread
   * @param onBegin told of a run's id and start
   * @param onForget told of a run that left the book
   */
  RunBook(
      Followers followers,
      Consumer<PlaneOutcome> outcomes,
      BiConsumer<String, Instant> onBegin,
      Consumer<String> onForget,
      Consumer<String> log) {
    this.followers = followers;
    this.outcomes = outcomes;
    this.onBegin = onBegin;
    this.onForget = onForget;
    this.log = log;
  }

  /** Publishes acquisitions that begin from now on through that link; null for none. */
  synchronized @Nullable KafkaLink exchange(@Nullable KafkaLink next) {
    KafkaLink former = link;
    link = next;
    return former;
  }

  synchronized @Nullable KafkaLink link() {
    return link;
  }

  @Override
  public RunSink begin(AcquisitionStarted plan) {
    KafkaLink through = link();
    if (through == null) {
      log.accept("Not connected: acquisition " + plan.acquisition() + " is not published");
      return NOWHERE;
    }
    FollowedRun run = followers.follow(plan, through);
    List<String> forgotten = enter(run);
    through.results().follow(plan.acquisition(), plan.startedAt());
    onBegin.accept(plan.acquisition(), plan.startedAt());
    for (String former : forgotten) {
      through.results().forget(former);
      onForget.accept(former);
    }
    return run;
  }

  private synchronized List<String> enter(FollowedRun run) {
    List<String> forgotten = new ArrayList<>();
    List<FollowedRun> ended = new ArrayList<>(runs.values());
    ended.removeIf(each -> each.endedAt() == null);
    for (int i = 0; i < ended.size() - ENDED_KEPT; i++) {
      forgotten.add(ended.get(i).plan().acquisition());
    }
    forgotten.forEach(runs::remove);
    runs.put(run.plan().acquisition(), run);
    return forgotten;
  }

  /** The one that began last; null before the first. */
  synchronized @Nullable FollowedRun latest() {
    FollowedRun latest = null;
    for (FollowedRun run : runs.values()) {
      latest = run;
    }
    return latest;
  }

  synchronized @Nullable FollowedRun run(String acquisition) {
    return runs.get(acquisition);
  }

  /** Those without an end. */
  synchronized List<FollowedRun> running() {
    List<FollowedRun> running = new ArrayList<>(runs.values());
    running.removeIf(run -> run.endedAt() != null);
    return Collections.unmodifiableList(running);
  }

  /** Looks at the clock, once a second. */
  void tick(Instant now) {
    KafkaLink through = link();
    if (through != null) {
      LinkState state = through.publisher().status().link();
      FollowedRun latest = latest();
      if (latest != null) {
        latest.tick(state, now);
      }
      for (FollowedRun run : running()) {
        if (run != latest) {
          run.tick(state, now);
        }
      }
    }
  }

  @Override
  public void outcome(PlaneOutcome outcome) {
    FollowedRun run = run(outcome.frame().acquisition());
    if (run != null) {
      run.outcome(outcome);
      outcomes.accept(outcome);
    }
  }

  @Override
  public void measured(
      String acquisition, @Nullable Well well, int theT, Map<Measure, Double> measures) {
    FollowedRun run = run(acquisition);
    if (run != null) {
      run.plate().measured(well, theT, measures);
    }
  }

  @Override
  public void stateChanged(FeedState state) {
    if (state.phase() == FeedState.Phase.WAITING) {
      log.accept("Results do not come: " + state.words());
    }
  }
}
