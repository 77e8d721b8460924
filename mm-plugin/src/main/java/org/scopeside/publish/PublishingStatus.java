package org.scopeside.publish;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How publishing stands at one moment, for people to look at. */
public final class PublishingStatus {
  private final LinkState link;
  private final long queueBytes;
  private final long queueLimitBytes;
  private final long spoolBytes;
  private final long spoolLimitBytes;
  private final long spooledRecords;
  private final @Nullable String spoolProblem;
  private final List<RunCounts> runs;

  PublishingStatus(
      LinkState link,
      long queueBytes,
      long queueLimitBytes,
      long spoolBytes,
      long spoolLimitBytes,
      long spooledRecords,
      @Nullable String spoolProblem,
      List<RunCounts> runs) {
    this.link = link;
    this.queueBytes = queueBytes;
    this.queueLimitBytes = queueLimitBytes;
    this.spoolBytes = spoolBytes;
    this.spoolLimitBytes = spoolLimitBytes;
    this.spooledRecords = spooledRecords;
    this.spoolProblem = spoolProblem;
    this.runs = Collections.unmodifiableList(new ArrayList<>(runs));
  }

  public LinkState link() {
    return link;
  }

  /** Bytes of planes in memory that wait to be encoded or acknowledged. */
  public long queueBytes() {
    return queueBytes;
  }

  public long queueLimitBytes() {
    return queueLimitBytes;
  }

  /** Bytes on the disk; 0 without a spool. */
  public long spoolBytes() {
    return spoolBytes;
  }

  /** 0 without a spool. */
  public long spoolLimitBytes() {
    return spoolLimitBytes;
  }

  /** Records on the disk that have not arrived. */
  public long spooledRecords() {
    return spooledRecords;
  }

  /** Why the spool takes nothing now, in words; null while it does. */
  public @Nullable String spoolProblem() {
    return spoolProblem;
  }

  /** Acquisitions that have planes on their way or have not ended, oldest first. */
  public List<RunCounts> runs() {
    return runs;
  }
}
