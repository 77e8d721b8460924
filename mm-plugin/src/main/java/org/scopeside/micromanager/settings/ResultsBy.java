package org.scopeside.micromanager.settings;

/** The way on which results come back. */
public enum ResultsBy {
  /** From the topics, by the same properties as the planes are sent. */
  KAFKA,
  /** From the results service, where only HTTP is open. */
  HTTP
}
