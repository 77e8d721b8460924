package org.scopeside.publish;

import org.jspecify.annotations.Nullable;

/**
 * What became of an acquisition's planes so far: captured = in memory + spooled + sent + dropped.
 */
public final class RunCounts {
  private final String acquisition;
  private final long captured;
  private final long capturedBytes;
  private final long sent;
  private final long spooled;
  private final long dropped;
  private final long inMemory;
  private final @Nullable String firstLoss;
  private final @Nullable String endReason;

  RunCounts(
      String acquisition,
      long captured,
      long capturedBytes,
      long sent,
      long spooled,
      long dropped,
      long inMemory,
      @Nullable String firstLoss,
      @Nullable String endReason) {
    this.acquisition = acquisition;
    this.captured = captured;
    this.capturedBytes = capturedBytes;
    this.sent = sent;
    this.spooled = spooled;
    this.dropped = dropped;
    this.inMemory = inMemory;
    this.firstLoss = firstLoss;
    this.endReason = endReason;
  }

  public String acquisition() {
    return acquisition;
  }

  /** Planes the camera delivered, dropped ones included. */
  public long captured() {
    return captured;
  }

  /** Their pixels in bytes, where they got on their way. */
  public long capturedBytes() {
    return capturedBytes;
  }

  /** Planes acknowledged by the broker. */
  public long sent() {
    return sent;
  }

  /** Planes that wait on the disk. */
  public long spooled() {
    return spooled;
  }

  public long dropped() {
    return dropped;
  }

  /** Planes that wait in memory to be encoded or acknowledged. */
  public long inMemory() {
    return inMemory;
  }

  /** Why the first plane was lost; null while none was. */
  public @Nullable String firstLoss() {
    return firstLoss;
  }

  public boolean ended() {
    return endReason != null;
  }

  /** Null while it runs. */
  public @Nullable String endReason() {
    return endReason;
  }
}
