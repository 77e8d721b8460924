package org.scopeside.micromanager;

import org.scopeside.feed.Measure;

/** What a person chose to look at, until Micro-Manager is closed. Thread-safe. */
final class ChosenView {
  private volatile String measure = Measure.COUNT.wireName();

  /** Wire name of the measure that colours the wells. */
  String measure() {
    return measure;
  }

  void measure(String wireName) {
    measure = wireName;
  }
}
