package org.scopeside.publish.spool;

import org.jspecify.annotations.Nullable;
import org.scopeside.contract.WireRecord;

/** A record read back from the spool, and the place to tick off when it has arrived. */
public final class SpooledRecord {
  private final String topic;
  private final WireRecord record;
  private final @Nullable Origin origin;
  final SpoolSegment segment;
  final long offset;

  SpooledRecord(
      String topic, WireRecord record, @Nullable Origin origin, SpoolSegment segment, long offset) {
    this.topic = topic;
    this.record = record;
    this.origin = origin;
    this.segment = segment;
    this.offset = offset;
  }

  public String topic() {
    return topic;
  }

  public WireRecord record() {
    return record;
  }

  /** Where the plane is counted; null for a record that is no plane. */
  public @Nullable Origin origin() {
    return origin;
  }
}
