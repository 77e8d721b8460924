package org.scopeside.micromanager;

import org.micromanager.Studio;
import org.scopeside.micromanager.log.LogRoute;

/** Everything the plugin does while Micro-Manager runs. */
final class PluginSession implements Session {
  private final LogRoute log;

  private PluginSession(LogRoute log) {
    this.log = log;
  }

  /** Begins the work. On the thread of Micro-Manager's start-up, so it must not wait. */
  static PluginSession start(Studio studio) {
    return new PluginSession(LogRoute.open(studio.logs()));
  }

  @Override
  public void open() {}

  @Override
  public void close() {
    log.close();
  }
}
