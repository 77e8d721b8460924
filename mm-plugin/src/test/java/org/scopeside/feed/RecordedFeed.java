package org.scopeside.feed;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** Writes down what a feed tells, and feeds a live plate with it. */
final class RecordedFeed implements ResultFeed.Listener {
  final LivePlate plate = new LivePlate(Outcomes.plan());
  private final List<String> frames = new ArrayList<>();
  private final List<FeedState> states = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  @Override
  public synchronized void outcome(PlaneOutcome outcome) {
    frames.add(outcome.frame().id() + (outcome.failure() == null ? "" : " failed"));
    plate.accept(outcome);
  }

  @Override
  public synchronized void stateChanged(FeedState state) {
    states.add(state);
  }

  @Override
  public void measured(
      String acquisition, @Nullable Well well, int theT, Map<Measure, Double> measures) {
    plate.measured(well, theT, measures);
  }

  synchronized void log(String line) {
    log.add(line);
  }

  synchronized List<String> frames() {
    return List.copyOf(frames);
  }

  synchronized List<FeedState> states() {
    return List.copyOf(states);
  }

  synchronized List<String> lines() {
    return List.copyOf(log);
  }

  void awaitOutcomes(int count) {
    await("outcomes").atMost(Duration.ofSeconds(20)).until(() -> frames().size() >= count);
  }

  FeedState awaitPhase(FeedState.Phase phase) {
    await(phase.toString())
        .atMost(Duration.ofSeconds(20))
        .until(() -> states().stream().anyMatch(state -> state.phase() == phase));
    return states().stream().filter(state -> state.phase() == phase).findFirst().orElseThrow();
  }
}
