package org.scopeside.feed;

/** What a check found, before anybody knows how long it took. */
final class Finding {
  private final Step.Outcome outcome;
  private final String words;

  private Finding(Step.Outcome outcome, String words) {
    this.outcome = outcome;
    this.words = words;
  }

  static Finding ok(String words) {
    return new Finding(Step.Outcome.OK, words);
  }

  static Finding warning(String words) {
    return new Finding(Step.Outcome.WARNING, words);
  }

  static Finding failed(String words) {
    return new Finding(Step.Outcome.FAILED, words);
  }

  static Finding skipped(String words) {
    return new Finding(Step.Outcome.SKIPPED, words);
  }

  Step.Outcome outcome() {
    return outcome;
  }

  String words() {
    return words;
  }
}
