package org.micromanager.events;

/** Signatures of Micro-Manager's type of this name. */
public interface LiveModeEvent {
  boolean isOn();
}
