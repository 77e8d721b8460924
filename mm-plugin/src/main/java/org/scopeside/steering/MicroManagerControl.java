package org.scopeside.steering;

import org.micromanager.Studio;
import org.micromanager.acquisition.AcquisitionManager;

/** The acquisition that runs in Micro-Manager's own engine. Thread-safe. */
public final class MicroManagerControl implements AcquisitionControl {
  private final Studio studio;

  public MicroManagerControl(Studio studio) {
    this.studio = studio;
  }

  /** Asked for anew each time: there are none before start-up is complete. */
  private AcquisitionManager acquisitions() {
    return studio.acquisitions();
  }

  @Override
  public boolean isRunning() {
    return acquisitions().isAcquisitionRunning();
  }

  @Override
  public boolean isPaused() {
    return acquisitions().isPaused();
  }

  @Override
  public void pause() {
    acquisitions().setPause(true);
  }

  @Override
  public void resume() {
    acquisitions().setPause(false);
  }

  /** Not halt, which opens a dialog and waits for it. */
  @Override
  public void abort() {
    acquisitions().abortAcquisition();
  }
}
