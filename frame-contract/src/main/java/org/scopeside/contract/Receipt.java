package org.scopeside.contract;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a plane passed each station, by the clock of that station. Aggregation, the last station, is
 * added by the results service.
 */
public final class Receipt {
  private final Instant capturedAt;
  private final @Nullable Instant publishedAt;
  private final Instant receivedAt;
  private final Instant segmentedAt;

  /**
   * @param capturedAt the camera delivered the plane ({@code ce_time})
   * @param publishedAt the source handed it to Kafka (the record's timestamp)
   * @param receivedAt the segmenter took it from Kafka
   * @param segmentedAt its objects were measured, or its quality where it is not segmented
   */
  public Receipt(
      Instant capturedAt, @Nullable Instant publishedAt, Instant receivedAt, Instant segmentedAt) {
    this.capturedAt = capturedAt;
    this.publishedAt = publishedAt;
    this.receivedAt = receivedAt;
    this.segmentedAt = segmentedAt;
  }

  public Instant capturedAt() {
    return capturedAt;
  }

  /** When it was published; null where the record had no timestamp. */
  public @Nullable Instant publishedAt() {
    return publishedAt;
  }

  public Instant receivedAt() {
    return receivedAt;
  }

  public Instant segmentedAt() {
    return segmentedAt;
  }

  Map<String, Object> toJson() {
    return new JsonBuilder()
        .put("capturedAt", capturedAt.toString())
        .put("publishedAt", publishedAt == null ? null : publishedAt.toString())
        .put("receivedAt", receivedAt.toString())
        .put("segmentedAt", segmentedAt.toString())
        .build();
  }

  static Receipt read(JsonTree json) throws MalformedRecordException {
    return new Receipt(
        json.requiredInstant("capturedAt"),
        json.instant("publishedAt"),
        json.requiredInstant("receivedAt"),
        json.requiredInstant("segmentedAt"));
  }
}
