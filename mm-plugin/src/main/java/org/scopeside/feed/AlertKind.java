package org.scopeside.feed;

/** What an alert is about. */
public enum AlertKind {
  OUT_OF_FOCUS("Out of focus", Alert.Severity.WARNING),
  EMPTY("Empty field", Alert.Severity.WARNING),
  SATURATED("Saturated", Alert.Severity.WARNING),
  LOW_SIGNAL("Low signal", Alert.Severity.INFORMATION),
  COUNT_OUT_OF_RANGE("Count out of range", Alert.Severity.WARNING),
  ANALYSIS_FAILED("Analysis failed", Alert.Severity.ERROR),
  ANALYSIS_BEHIND("Analysis behind", Alert.Severity.WARNING),
  PLANES_LOST("Planes lost", Alert.Severity.ERROR),
  BROKER_AWAY("Kafka is away", Alert.Severity.ERROR);

  private final String title;
  private final Alert.Severity severity;

  AlertKind(String title, Alert.Severity severity) {
    this.title = title;
    this.severity = severity;
  }

  /** For people. */
  public String title() {
    return title;
  }

  public Alert.Severity severity() {
    return severity;
  }
}
