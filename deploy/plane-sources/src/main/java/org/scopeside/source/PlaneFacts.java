package org.scopeside.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of a plane besides its pixels; null for what it does not say.
 *
 * @param physicalSizeXUm width of a pixel in the specimen, µm, above 0
 * @param physicalSizeYUm height of a pixel in the specimen, µm, above 0
 * @param deltaTMs time since the acquisition began, ms
 * @param exposureMs exposure time, ms
 * @param positionXUm of the stage, µm; the next two alike
 * @param recordedAt when the microscope took the plane; only differences mean something, as most
 *     programs write local time without its zone
 */
public record PlaneFacts(
    @Nullable Double physicalSizeXUm,
    @Nullable Double physicalSizeYUm,
    @Nullable Double deltaTMs,
    @Nullable Double exposureMs,
    @Nullable Double positionXUm,
    @Nullable Double positionYUm,
    @Nullable Double positionZUm,
    @Nullable Instant recordedAt) {

  /** Nothing known. */
  public static final PlaneFacts NONE =
      new PlaneFacts(null, null, null, null, null, null, null, null);

  /** The same with another size of pixels, or as it is where there is none to tell. */
  public PlaneFacts withPhysicalSize(@Nullable Double xUm, @Nullable Double yUm) {
    return new PlaneFacts(
        xUm, yUm, deltaTMs, exposureMs, positionXUm, positionYUm, positionZUm, recordedAt);
  }

  /** The same, taken at another time. */
  public PlaneFacts withRecordedAt(@Nullable Instant at) {
    return new PlaneFacts(
        physicalSizeXUm,
        physicalSizeYUm,
        deltaTMs,
        exposureMs,
        positionXUm,
        positionYUm,
        positionZUm,
        at);
  }
}
