package org.micromanager;

import org.jspecify.annotations.Nullable;
import org.micromanager.display.DisplayWindow;

/** Signatures of Micro-Manager's type of this name. */
public interface SnapLiveManager {
  boolean isLiveModeOn();

  void setSuspended(boolean shouldSuspend);

  @Nullable DisplayWindow getDisplay();
}
