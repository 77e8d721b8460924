package org.micromanager.acquisition;

import org.micromanager.MMEvent;
import org.micromanager.data.Datastore;

/** Signatures of Micro-Manager's type of this name. */
public interface AcquisitionEndedEvent extends MMEvent {
  Datastore getStore();

  Object getSource();
}
