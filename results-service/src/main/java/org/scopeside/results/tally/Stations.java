package org.scopeside.results.tally;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Receipt;

/**
 * When a plane passed each station, in microseconds since 1970.
 *
 * @param captured the camera delivered it
 * @param published the source handed it to Kafka; null where unknown
 * @param received the segmenter took it
 * @param segmented its objects were measured
 * @param aggregated its well's tally took it in; 0 until then
 */
public record Stations(
    long captured, @Nullable Long published, long received, long segmented, long aggregated) {
  public static Stations of(Receipt receipt) {
    Instant published = receipt.publishedAt();
    return new Stations(
        micros(receipt.capturedAt()),
        published == null ? null : micros(published),
        micros(receipt.receivedAt()),
        micros(receipt.segmentedAt()),
        0);
  }

  public Stations aggregatedAt(Instant at) {
    return new Stations(captured, published, received, segmented, micros(at));
  }

  /** Back to a point in time. */
  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }
}
