package org.scopeside.tap;

import java.util.function.Consumer;

/** A log that never throws, for the places that keep our failures from Micro-Manager's bus. */
final class SafeLog implements Consumer<String> {
  private final Consumer<String> log;

  SafeLog(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void accept(String line) {
    try {
      log.accept(line);
    } catch (Throwable unsaid) { // there is nowhere left to say it
    }
  }
}
