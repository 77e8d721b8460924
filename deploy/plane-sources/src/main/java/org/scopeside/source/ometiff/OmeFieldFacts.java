package org.scopeside.source.ometiff;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/** What an OME-XML image says of its planes. */
record OmeFieldFacts(OmeImage image) implements FieldStack.FieldFacts {
  @Override
  public PlaneFacts of(int theT, int theZ, int theC) {
    int plane = image.planeNumber(theT, theZ, theC);
    Double deltaTMs = told(plane, OmePlaneFacts.DELTA_T_MS);
    return new PlaneFacts(
        image.physicalSizeXUm(),
        image.physicalSizeYUm(),
        deltaTMs,
        told(plane, OmePlaneFacts.EXPOSURE_MS),
        told(plane, OmePlaneFacts.POSITION_X_UM),
        told(plane, OmePlaneFacts.POSITION_Y_UM),
        told(plane, OmePlaneFacts.POSITION_Z_UM),
        recordedAt(deltaTMs));
  }

  /** A date alone tells the time of one plane only. */
  private @Nullable Instant recordedAt(@Nullable Double deltaTMs) {
    Instant began = image.acquiredAt();
    if (began == null || deltaTMs == null) {
      return image.planes() == 1 ? began : null;
    }
    boolean sane = Math.abs(deltaTMs) < 1e13;
    return sane ? began.plusMillis(deltaTMs.longValue()) : null;
  }

  @Override
  public double deltaTMs(int theT, int theZ, int theC) {
    return image.planeFacts().get(image.planeNumber(theT, theZ, theC), OmePlaneFacts.DELTA_T_MS);
  }

  @Override
  public @Nullable Integer significantBits() {
    return image.significantBits();
  }

  private @Nullable Double told(int plane, int column) {
    return OmeUnits.finite(image.planeFacts().get(plane, column));
  }
}
