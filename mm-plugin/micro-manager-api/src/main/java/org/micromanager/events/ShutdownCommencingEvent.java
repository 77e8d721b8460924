package org.micromanager.events;

import org.micromanager.MMEvent;

/** Signatures of Micro-Manager's type of this name. */
public interface ShutdownCommencingEvent extends MMEvent {
  boolean isCanceled();
}
