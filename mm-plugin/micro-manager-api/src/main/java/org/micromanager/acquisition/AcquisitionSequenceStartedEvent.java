package org.micromanager.acquisition;

/** Signatures of Micro-Manager's type of this name. */
public interface AcquisitionSequenceStartedEvent extends AcquisitionStartedEvent {
  SequenceSettings getSettings();
}
