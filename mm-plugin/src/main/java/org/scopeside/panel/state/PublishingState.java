package org.scopeside.panel.state;

/** The way of the acquisition's planes to the broker, in numbers. */
public final class PublishingState {
  private final double planesPerSecond;
  private final double bytesPerSecond;
  private final long captured;
  private final long sent;
  private final long spooled;
  private final long dropped;
  private final String firstLoss;
  private final long queueBytes;
  private final long queueLimitBytes;
  private final long spoolBytes;
  private final long spoolLimitBytes;

  private PublishingState(Builder from) {
    this.planesPerSecond = from.planesPerSecond;
    this.bytesPerSecond = from.bytesPerSecond;
    this.captured = from.captured;
    this.sent = from.sent;
    this.spooled = from.spooled;
    this.dropped = from.dropped;
    this.firstLoss = from.firstLoss;
    this.queueBytes = from.queueBytes;
    this.queueLimitBytes = from.queueLimitBytes;
    this.spoolBytes = from.spoolBytes;
    this.spoolLimitBytes = from.spoolLimitBytes;
  }

  public static Builder builder() {
    return new Builder();
  }

  public double planesPerSecond() {
    return planesPerSecond;
  }

  /** Of pixels as the camera gave them. */
  public double bytesPerSecond() {
    return bytesPerSecond;
  }

  public long captured() {
    return captured;
  }

  /** Acknowledged by the broker, by way of the spool or not. */
  public long sent() {
    return sent;
  }

  /** Planes that lie in the spool now. */
  public long spooled() {
    return spooled;
  }

  public long dropped() {
    return dropped;
  }

  /** Why the first plane was dropped, in words; empty while there is none. */
  public String firstLoss() {
    return firstLoss;
  }

  public long queueBytes() {
    return queueBytes;
  }

  public long queueLimitBytes() {
    return queueLimitBytes;
  }

  public long spoolBytes() {
    return spoolBytes;
  }

  /** 0 where there is no spool. */
  public long spoolLimitBytes() {
    return spoolLimitBytes;
  }

  /** Everything is 0 until it is said. */
  public static final class Builder {
    private double planesPerSecond;
    private double bytesPerSecond;
    private long captured;
    private long sent;
    private long spooled;
    private long dropped;
    private String firstLoss = "";
    private long queueBytes;
    private long queueLimitBytes;
    private long spoolBytes;
    private long spoolLimitBytes;

    private Builder() {}

    public Builder rate(double perSecond, double pixelBytesPerSecond) {
      this.planesPerSecond = perSecond;
      this.bytesPerSecond = pixelBytesPerSecond;
      return this;
    }

    public Builder captured(long planes) {
      this.captured = planes;
      return this;
    }

    public Builder sent(long planes) {
      this.sent = planes;
      return this;
    }

    public Builder spooled(long planes) {
      this.spooled = planes;
      return this;
    }

    /**
     * Planes that were given up.
     *
     * @param firstReason why the first of them was dropped, in words
     */
    public Builder dropped(long planes, String firstReason) {
      this.dropped = planes;
      this.firstLoss = firstReason;
      return this;
    }

    public Builder queue(long bytes, long limitBytes) {
      this.queueBytes = bytes;
      this.queueLimitBytes = limitBytes;
      return this;
    }

    public Builder spool(long bytes, long limitBytes) {
      this.spoolBytes = bytes;
      this.spoolLimitBytes = limitBytes;
      return this;
    }

    public PublishingState build() {
      return new PublishingState(this);
    }
  }
}
