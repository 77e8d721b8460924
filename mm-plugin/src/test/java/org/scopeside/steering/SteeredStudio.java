package org.scopeside.steering;

import org.micromanager.Application;
import org.micromanager.LogManager;
import org.micromanager.PositionListManager;
import org.micromanager.SnapLiveManager;
import org.micromanager.Studio;
import org.micromanager.UserProfile;
import org.micromanager.acquisition.AcquisitionManager;
import org.micromanager.alerts.AlertManager;
import org.micromanager.data.DataManager;
import org.micromanager.display.DisplayManager;
import org.micromanager.events.EventManager;
import org.scopeside.micromanager.fakes.FakeStudio;

/** The fake Micro-Manager with hardware, and where asked for with another place for data. */
record SteeredStudio(FakeStudio fake, RecordingCore core, DataManager data) implements Studio {
  SteeredStudio(FakeStudio fake, RecordingCore core) {
    this(fake, core, fake.data());
  }

  @Override
  public LogManager logs() {
    return fake.logs();
  }

  @Override
  public AcquisitionManager acquisitions() {
    return fake.acquisitions();
  }

  @Override
  public AlertManager alerts() {
    return fake.alerts();
  }

  @Override
  public DisplayManager displays() {
    return fake.displays();
  }

  @Override
  public EventManager events() {
    return fake.events();
  }

  @Override
  public SnapLiveManager live() {
    return fake.live();
  }

  @Override
  public UserProfile profile() {
    return fake.profile();
  }

  @Override
  public PositionListManager positions() {
    return fake.positions();
  }

  @Override
  public Application app() {
    return fake.app();
  }
}
