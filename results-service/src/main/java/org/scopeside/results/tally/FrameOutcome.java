package org.scopeside.results.tally;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;

/**
 * What became of one plane: analysed, failed, or withdrawn (neither), which undoes what was said of
 * it before. The last outcome of a frame is the one that counts.
 *
 * @param frame frame id; null where a failure cannot be charged to a frame
 * @param analysis what was found
 * @param failure why nothing was found
 */
public record FrameOutcome(
    @Nullable String frame, @Nullable FrameAnalysis analysis, @Nullable FrameFailure failure) {
  public FrameOutcome {
    if (analysis != null && failure != null) {
      throw new IllegalArgumentException("frame " + frame + " both analysed and failed");
    }
  }

  public static FrameOutcome analysed(String frame, FrameAnalysis analysis) {
    return new FrameOutcome(frame, analysis, null);
  }

  public static FrameOutcome failed(@Nullable String frame, FrameFailure failure) {
    return new FrameOutcome(frame, null, failure);
  }

  public static FrameOutcome withdrawn(String frame) {
    return new FrameOutcome(frame, null, null);
  }

  /** Its coordinates; null where it has no frame. */
  public @Nullable FrameRef ref() {
    return FrameRef.parse(frame);
  }

  /** With the time its well's tally took it in. */
  public FrameOutcome aggregatedAt(Instant at) {
    return analysis == null ? this : new FrameOutcome(frame, analysis.aggregatedAt(at), null);
  }
}
