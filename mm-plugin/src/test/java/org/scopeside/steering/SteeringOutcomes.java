package org.scopeside.steering;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.contract.Well;
import org.scopeside.feed.PlaneOutcome;

/** Outcomes of planes as the feed brings them. */
final class SteeringOutcomes {
  private static final Instant AT = Instant.parse("2026-11-20T10:00:01Z");

  private SteeringOutcomes() {}

  static FrameRef frame(String well, int field, int theT, int theZ, int theC) {
    return new FrameRef("run", Well.parse(well), field, theT, theZ, theC);
  }

  /** A plane that carries its field's objects. */
  static PlaneOutcome counted(FrameRef frame, int objects, String... flags) {
    Segmentation found = new Segmentation("classical@1", objects, 1, true, Map.of());
    return PlaneOutcome.analysed(frame, AT, Map.of(), List.of(flags), found);
  }

  /** A plane of another channel or section. */
  static PlaneOutcome plane(FrameRef frame, String... flags) {
    return PlaneOutcome.analysed(frame, AT, Map.of(), List.of(flags), null);
  }

  static PlaneOutcome failed(FrameRef frame) {
    return PlaneOutcome.failed(frame, AT, "CRC_MISMATCH");
  }
}
