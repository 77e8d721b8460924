package org.scopeside.panel.state;

/** Which planes are given up when memory and spool are full. */
public enum DropPolicy {
  NEWEST("Newest planes: what was captured first is kept"),
  OLDEST("Oldest planes: what was captured last is kept");

  private final String words;

  DropPolicy(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
