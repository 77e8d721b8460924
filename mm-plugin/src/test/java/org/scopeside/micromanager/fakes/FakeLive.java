package org.scopeside.micromanager.fakes;

import org.jspecify.annotations.Nullable;
import org.micromanager.SnapLiveManager;
import org.micromanager.display.DisplayWindow;

/** Live mode. Its display comes with the first image, later than the event that it is on. */
public final class FakeLive implements SnapLiveManager {
  private final FakeEvents events;
  private volatile @Nullable DisplayWindow display;
  private volatile boolean on;
  private volatile boolean suspended;

  FakeLive(FakeEvents events) {
    this.events = events;
  }

  /** Turns it on or off and says so on the bus. */
  public void turn(boolean on) {
    this.on = on;
    events.liveMode(on);
  }

  public void show(@Nullable DisplayWindow display) {
    this.display = display;
  }

  /** As Micro-Manager: a pause of live mode, which is on again afterwards. */
  @Override
  public void setSuspended(boolean shouldSuspend) {
    suspended = shouldSuspend;
  }

  public boolean suspended() {
    return suspended;
  }

  @Override
  public boolean isLiveModeOn() {
    return on;
  }

  @Override
  public @Nullable DisplayWindow getDisplay() {
    return display;
  }
}
