package org.scopeside.source.watch;

/** Learns what happens in a watched folder. Called by the watching thread; must be quick. */
public interface WatchListener {
  void started(WatchedPlan plan);

  /** The acquisition ended; planes that arrived and that were lost, in all. */
  void ended(String acquisition, String reason, long sent, long lost);

  /** A plane was handed over. */
  void plane(String acquisition, String file);

  /** A file that holds a plane cannot be read, or is not where it belongs. */
  void refused(String file, String reason);

  /** Something that does not stop the watching, in words. */
  void warning(String words);

  /**
   * How it stands, a few times a second.
   *
   * @param waiting files that were found and are not complete or not read yet
   */
  void status(int folders, int waiting);
}
