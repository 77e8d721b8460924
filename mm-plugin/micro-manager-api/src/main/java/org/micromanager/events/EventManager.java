package org.micromanager.events;

/** Signatures of Micro-Manager's type of this name. */
public interface EventManager {
  void registerForEvents(Object subscriber);

  void unregisterForEvents(Object subscriber);
}
