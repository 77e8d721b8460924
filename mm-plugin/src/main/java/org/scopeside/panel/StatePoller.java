package org.scopeside.panel;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.PanelState;

/**
 * Asks the model four times a second on a thread of its own and gives the latest answer to the
 * event dispatch thread. A model that hangs keeps that thread and nothing else; answers that come
 * faster than they can be painted are left out. Thread-safe.
 */
final class StatePoller {
  private static final long PERIOD_MS = 250;

  private final PanelModel model;
  private final Consumer<PanelState> panel;
  private final Consumer<String> trouble;
  private final AtomicReference<@Nullable PanelState> latest = new AtomicReference<>();
  private @Nullable ScheduledExecutorService thread;

  /**
   * @param panel takes states on the event dispatch thread
   * @param trouble takes why there is none, on the event dispatch thread
   */
  StatePoller(PanelModel model, Consumer<PanelState> panel, Consumer<String> trouble) {
    this.model = model;
    this.panel = panel;
    this.trouble = trouble;
  }

  synchronized void start() {
    if (thread != null) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread created = new Thread(task, "scopeside-panel");
              created.setDaemon(true);
              return created;
            });
    thread = started;
    Future<?> unused =
        started.scheduleWithFixedDelay(this::poll, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
  }

  synchronized void stop() {
    ScheduledExecutorService running = thread;
    if (running != null) {
      running.shutdownNow();
      thread = null;
    }
  }

  private void poll() {
    try {
      PanelState state = model.snapshot();
      // Only who finds the place empty posts: the event queue never holds more than one state.
      if (latest.getAndSet(state) == null) {
        SwingUtilities.invokeLater(this::deliver);
      }
    } catch (RuntimeException e) {
      SwingUtilities.invokeLater(() -> trouble.accept(e.toString()));
    }
  }

  private void deliver() {
    PanelState state = latest.getAndSet(null);
    if (state != null) {
      panel.accept(state);
    }
  }
}
