package org.micromanager.acquisition;

import org.micromanager.data.Datastore;
import org.micromanager.data.SummaryMetadata;

/** Signatures of Micro-Manager's type of this name. */
public interface AcquisitionManager {
  boolean isAcquisitionRunning();

  void setPause(boolean state);

  boolean isPaused();

  void abortAcquisition();

  SequenceSettings getAcquisitionSettings();

  void setAcquisitionSettings(SequenceSettings settings);

  Datastore runAcquisitionWithSettings(SequenceSettings settings, boolean shouldBlock);

  SummaryMetadata generateSummaryMetadata();
}
