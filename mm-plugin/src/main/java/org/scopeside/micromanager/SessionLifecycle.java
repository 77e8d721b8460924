package org.scopeside.micromanager;

import com.google.common.eventbus.Subscribe;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.events.ShutdownCommencingEvent;
import org.micromanager.events.StartupCompleteEvent;

/**
 * Has a session from Micro-Manager's start-up to its shutdown. Public, and its handlers too,
 * because Micro-Manager's event bus calls them. Thread-safe.
 */
public final class SessionLifecycle {
  private final Studio studio;
  private final Function<Studio, ? extends Session> sessions;
  private final Guard guard;
  private @Nullable Session session;

  SessionLifecycle(Studio studio, Function<Studio, ? extends Session> sessions, Guard guard) {
    this.studio = studio;
    this.sessions = sessions;
    this.guard = guard;
  }

  /** Micro-Manager's parts are not there yet while it loads plugins. */
  void waitForStartup() {
    studio.events().registerForEvents(this);
  }

  @Subscribe
  public void onStartupComplete(StartupCompleteEvent event) {
    guard.run("starting", this::started);
  }

  /**
   * Another subscriber may still call the shutdown off; then the menu starts a new session, as does
   * the next start-up.
   */
  @Subscribe
  public void onShutdownCommencing(ShutdownCommencingEvent event) {
    guard.run(
        "ending",
        () -> {
          if (!event.isCanceled()) {
            end();
          }
        });
  }

  /** Shows the panel, of a new session where none runs. */
  void open() {
    guard.run("opening the panel", () -> started().open());
  }

  private synchronized Session started() {
    Session running = session;
    if (running == null) {
      running = sessions.apply(studio);
      session = running;
    }
    return running;
  }

  private void end() {
    Session ending;
    synchronized (this) {
      ending = session;
      session = null;
    }
    if (ending != null) {
      ending.close();
    }
  }
}
