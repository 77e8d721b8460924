package org.scopeside.micromanager.fakes;

import mmcorej.CMMCore;
import org.jspecify.annotations.Nullable;
import org.micromanager.Application;
import org.micromanager.Studio;

/** Micro-Manager without hardware or windows: every part is a fake that keeps what it was told. */
public final class FakeStudio implements Studio {
  private final FakeLogs logs = new FakeLogs();
  private final FakeAlerts alerts = new FakeAlerts();
  private final FakeEvents events = new FakeEvents();
  private final FakeData data = new FakeData();
  private final FakeDisplays displays = new FakeDisplays();
  private final FakeLive live = new FakeLive(events);
  private final FakeProfile profile = new FakeProfile();
  private final FakePositions positions = new FakePositions();
  private @Nullable FakeAcquisitions acquisitions = new FakeAcquisitions();

  /** Before start-up is complete: there are no acquisitions yet. */
  public FakeStudio startingUp() {
    acquisitions = null;
    return this;
  }

  /** Completes the start-up and says so on the bus. */
  public void completeStartup() {
    acquisitions = new FakeAcquisitions();
    events.startupComplete();
  }

  @Override
  public FakeLogs logs() {
    return logs;
  }

  @Override
  @SuppressWarnings("NullAway") // null during start-up, as in Micro-Manager
  public FakeAcquisitions acquisitions() {
    return acquisitions;
  }

  @Override
  public FakeAlerts alerts() {
    return alerts;
  }

  @Override
  public CMMCore core() {
    throw new UnsupportedOperationException("there is no hardware here");
  }

  @Override
  public FakeData data() {
    return data;
  }

  @Override
  public FakeDisplays displays() {
    return displays;
  }

  @Override
  public FakeEvents events() {
    return events;
  }

  @Override
  public FakeLive live() {
    return live;
  }

  @Override
  public FakeProfile profile() {
    return profile;
  }

  @Override
  public FakePositions positions() {
    return positions;
  }

  @Override
  public Application app() {
    throw new UnsupportedOperationException("there is no window here");
  }
}
