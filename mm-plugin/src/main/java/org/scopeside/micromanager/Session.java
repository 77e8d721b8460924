package org.scopeside.micromanager;

/** The plugin at work, between Micro-Manager's start-up and its shutdown. */
interface Session {
  /** Shows the panel. On the event dispatch thread. */
  void open();

  /** Ends the work; bounded in time, since Micro-Manager waits for it. */
  void close();
}
