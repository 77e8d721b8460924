package org.scopeside.deploy.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.publish.AcquisitionRun;

/** Something that captures planes: the simulated microscope, or a folder that is replayed. */
public interface PlaneSource {
  /** URI reference in every event. */
  String source();

  /** What is going to be captured. */
  AcquisitionStarted plan();

  /** Captures everything; on a thread of its own. Interrupted when the run is stopped. */
  void acquire(AcquisitionRun run) throws InterruptedException;

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
  default @Nullable Companion companion(String bootstrapServers) throws java.io.IOException {
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
