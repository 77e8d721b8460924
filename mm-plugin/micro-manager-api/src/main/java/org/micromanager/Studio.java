package org.micromanager;

import mmcorej.CMMCore;
import org.micromanager.acquisition.AcquisitionManager;
import org.micromanager.alerts.AlertManager;
import org.micromanager.data.DataManager;
import org.micromanager.display.DisplayManager;
import org.micromanager.events.EventManager;

/** Signatures of Micro-Manager's type of this name. */
public interface Studio {
  LogManager logs();

  AcquisitionManager acquisitions();

  AlertManager alerts();

  CMMCore core();

  DataManager data();

  DisplayManager displays();

  EventManager events();

  SnapLiveManager live();

  UserProfile profile();

  PositionListManager positions();

  Application app();
}
