package org.scopeside.deploy.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.publish.AcquisitionRun;

/** Something that captures the planes of one acquisition: a simulated microscope, or files. */
public interface RunSource {
  /** URI reference in every event. */
  String source();

  /** What is going to be captured. */
  AcquisitionStarted plan();

  /**
   * Captures everything; on a thread of its own. Interrupted when the run is stopped.
   *
   * @param gate waits where planes are sent much faster than they are analysed, for those that can
   *     wait
   */
  void acquire(AcquisitionRun run, AnalysisGate gate) throws InterruptedException;

  /** True objects by well label; empty where nobody knows. */
  Map<String, Long> truth();

  /** What each field is called, by its index; empty where fields have no names. */
  List<String> fieldNames();

  /**
   * Planes that the source could not read, with the reason; known when {@code acquire} has
   * returned.
   */
  List<String> unreadable();

  /**
   * Something that also happens to the planes of this run, such as writing labels; null for
   * nothing.
   */
  default @Nullable Companion companion(Installation installation) throws IOException {
    return null;
  }

  /** Runs beside the acquisition. */
  interface Companion extends AutoCloseable {
    /** Waits until it has seen everything of the run. */
    void finish() throws Exception;

    @Override
    void close();
  }
}
