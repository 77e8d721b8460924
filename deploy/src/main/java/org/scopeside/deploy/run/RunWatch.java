package org.scopeside.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.scopeside.contract.AcquisitionStarted;

/** Follows an acquisition until every plane of it is accounted for. */
public final class RunWatch {
  private static final long PERIOD_MS = 200;
  private static final Duration STEADY = Duration.ofMillis(1500);

  private final ResultsClient results;
  private final FramesLag lag;
  private final AcquisitionStarted plan;
  private final Consumer<RunState> onState;

  /**
   * @param onState told the state several times a second
   */
  public RunWatch(
      ResultsClient results, FramesLag lag, AcquisitionStarted plan, Consumer<RunState> onState) {
    this.results = results;
    this.lag = lag;
    this.plan = plan;
    this.onState = onState;
  }

  /**
   * Waits until the acquisition has ended and nothing of it is pending.
   *
   * @param sending whether the source is still at work: as long as it is, silence means nothing
   * @param patience how long nothing may change once the source has sent all
   * @return the last state: balanced, or what it was when patience ran out
   */
  public RunState awaitSettled(BooleanSupplier sending, Duration patience)
      throws InterruptedException {
    RunState last = RunState.UNKNOWN;
    long changed = System.nanoTime();
    while (true) {
      RunState state = ask(last);
      onState.accept(state);
      if (state.ended() && state.balanced() && nothingBefore()) {
        return ask(state);
      }
      boolean moved = state.accounted() != last.accounted() || state.captured() != last.captured();
      if (moved || sending.getAsBoolean()) {
        changed = System.nanoTime();
      }
      if (System.nanoTime() - changed > patience.toNanos()) {
        return state;
      }
      last = state;
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
    }
  }

  /**
   * Waits until counts that replace earlier ones are all in. The ledger cannot tell: it balances
   * with the earlier results. So this waits until the counts have been the same for a while after
   * the segmenters were done.
   */
  public void awaitReplaced(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    JsonNode last = MissingNode.getInstance();
    long changed = System.nanoTime();
    while (System.nanoTime() - changed < STEADY.toNanos() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
      JsonNode wells = wells(last);
      changed = wells.equals(last) ? changed : System.nanoTime();
      last = wells;
    }
  }

  private JsonNode wells(JsonNode otherwise) throws InterruptedException {
    try {
      return results.wells(plan.acquisition());
    } catch (IOException notNow) {
      return otherwise;
    }
  }

  private RunState ask(RunState otherwise) throws InterruptedException {
    try {
      return RunState.of(results.acquisition(plan.acquisition()), plan.startedAt());
    } catch (IOException notNow) {
      return otherwise;
    }
  }

  private boolean nothingBefore() throws InterruptedException {
    try {
      return lag.records() == 0;
    } catch (ExecutionException | TimeoutException notNow) {
      return false;
    }
  }
}
