package org.scopeside.source.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of a plane besides its pixels. Read from its head, without decoding.
 *
 * @param pages planes in the file; 1 for a PNG
 * @param physicalSizeXUm width of a pixel in the specimen, µm; null where the file does not say
 * @param deltaTMs time since the acquisition began, ms; null where the file does not say
 * @param recordedAt when the microscope took the plane, by the file's own metadata; only
 *     differences mean something, as most programs write local time without its zone
 * @param modifiedAt when the file was last written
 */
public record FileFacts(
    int sizeX,
    int sizeY,
    int pages,
    @Nullable Double physicalSizeXUm,
    @Nullable Double physicalSizeYUm,
    @Nullable Double deltaTMs,
    @Nullable Instant recordedAt,
    Instant modifiedAt) {

  /** The best there is to pace a replay by. */
  public Instant takenAt() {
    return recordedAt == null ? modifiedAt : recordedAt;
  }
}
