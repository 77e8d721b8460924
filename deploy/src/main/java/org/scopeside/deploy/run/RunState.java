package org.scopeside.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Where an acquisition stands, as the results service tells.
 *
 * @param balanced captured = analysed + failed + dropped in every well
 */
public record RunState(
    long captured,
    long analysed,
    long failed,
    long dropped,
    long pending,
    int wellsDone,
    double planesPerSecond,
    double p50Ms,
    double p99Ms,
    boolean ended,
    boolean balanced) {

  /** Nothing known yet. */
  public static final RunState UNKNOWN = new RunState(0, 0, 0, 0, 0, 0, 0, 0, 0, false, false);

  /**
   * Reads a report.
   *
   * @param since when this run began: an acquisition sent again under its id has ended before
   */
  static RunState of(JsonNode acquisition, Instant since) {
    if (acquisition.isMissingNode()) {
      return UNKNOWN;
    }
    JsonNode planes = acquisition.path("planes");
    JsonNode latency = acquisition.path("latencyMs");
    return new RunState(
        planes.path("captured").asLong(),
        planes.path("analysed").asLong(),
        planes.path("failed").asLong(),
        planes.path("dropped").asLong(),
        planes.path("pending").asLong(),
        acquisition.path("wells").path("done").asInt(),
        acquisition.path("planesPerSecond").asDouble(),
        latency.path("p50").asDouble(),
        latency.path("p99").asDouble(),
        acquisition.hasNonNull("endedAt")
            && !Instant.parse(acquisition.path("endedAt").asText()).isBefore(since),
        acquisition.path("balanced").asBoolean());
  }

  /** Planes whose fate is known. */
  public long accounted() {
    return analysed + failed + dropped;
  }
}
