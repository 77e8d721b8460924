package org.scopeside.publish;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionTally;

/**
 * The source's side of one acquisition's loss ledger: every captured plane is in memory, in the
 * spool, sent or dropped, and counted as such in its well. Thread-safe.
 */
final class RunLedger {
  /** Where a plane was before something became of it. */
  enum Place {
    MEMORY,
    SPOOL
  }

  private static final class Counts {
    long captured;
    long dropped;
    long sent;
  }

  private final String acquisition;
  private final Map<String, Counts> wells = new TreeMap<>();
  private @Nullable RunJournal journal;
  private long inMemory;
  private long inSpool;
  private long captured;
  private long capturedBytes;
  private long sent;
  private long dropped;
  private boolean ending;
  private @Nullable String endReason;
  private @Nullable String firstLoss;
  private long changes;
  private long announcedChanges = -1;
  private long arrivedChanges = -1;

  RunLedger(String acquisition, @Nullable RunJournal journal) {
    this.acquisition = acquisition;
    this.journal = journal;
  }

  /**
   * An acquisition that another process left: what it had only in memory is lost.
   *
   * @param spooled planes by well that are still in the spool
   */
  static RunLedger recovered(
      RunJournal.Found found, Map<String, Integer> spooled, @Nullable RunJournal journal) {
    RunLedger ledger = new RunLedger(found.acquisition, journal);
    ledger.ending = true;
    ledger.endReason = found.endReason == null ? "interrupted" : found.endReason;
    found.wells.forEach(
        (well, n) -> ledger.recover(well, n[0], n[1], n[2], spooled.getOrDefault(well, 0)));
    spooled.forEach(
        (well, n) -> {
          if (!found.wells.containsKey(well)) {
            ledger.recover(well, n, 0, 0, n);
          }
        });
    return ledger;
  }

  private void recover(String well, long captured, long dropped, long sent, long spooled) {
    Counts counts = counts(well);
    long onlyInMemory = Math.max(0, captured - dropped - sent - spooled);
    counts.captured = captured;
    counts.dropped = dropped + onlyInMemory;
    counts.sent = sent;
    this.captured += captured;
    this.dropped += counts.dropped;
    this.sent += sent;
    inSpool += spooled;
    if (onlyInMemory > 0 && firstLoss == null) {
      firstLoss = well + ": " + onlyInMemory + " planes were in memory when the program ended";
    }
    written(well, counts);
  }

  String acquisition() {
    return acquisition;
  }

  /**
   * Counts a plane as captured and in memory in one step, so that no tally between the two takes
   * the run for settled; false once it is ending.
   */
  synchronized boolean depart(String wellLabel, int planeBytes) {
    if (ending) {
      return false;
    }
    inMemory++;
    capture(wellLabel);
    capturedBytes += planeBytes;
    return true;
  }

  /** Counts a plane that was captured but never got on its way; false once it is ending. */
  synchronized boolean lose(String wellLabel, String reason) {
    if (ending) {
      return false;
    }
    capture(wellLabel);
    drop(wellLabel, 1, reason);
    return true;
  }

  /** Counts a plane that the broker has since an earlier run; false once it is ending. */
  synchronized boolean sentBefore(String wellLabel) {
    if (ending) {
      return false;
    }
    Counts counts = counts(wellLabel);
    counts.sent++;
    sent++;
    capture(wellLabel);
    return true;
  }

  private void capture(String wellLabel) {
    Counts counts = counts(wellLabel);
    counts.captured++;
    captured++;
    changes++;
    written(wellLabel, counts);
  }

  synchronized void acknowledged(String wellLabel, Place from) {
    Counts counts = counts(wellLabel);
    counts.sent++;
    sent++;
    written(wellLabel, counts);
    left(from, 1);
  }

  synchronized void spooled() {
    inMemory--;
    inSpool++;
    notifyAll();
  }

  /** Counts planes as dropped that were on their way. */
  synchronized void lost(String wellLabel, int planes, String reason, Place from) {
    left(from, planes);
    drop(wellLabel, planes, reason);
  }

  private void left(Place place, int planes) {
    if (place == Place.MEMORY) {
      inMemory -= planes;
    } else {
      inSpool -= planes;
    }
    notifyAll();
  }

  private void drop(String wellLabel, int planes, String reason) {
    Counts counts = counts(wellLabel);
    counts.dropped += planes;
    dropped += planes;
    changes++;
    if (firstLoss == null) {
      firstLoss = reason;
    }
    written(wellLabel, counts);
  }

  private Counts counts(String wellLabel) {
    return wells.computeIfAbsent(wellLabel, label -> new Counts());
  }

  private void written(String wellLabel, Counts counts) {
    RunJournal file = journal;
    if (file != null) {
      try {
        file.write(wellLabel, counts.captured, counts.dropped, counts.sent);
      } catch (IOException e) {
        journal = null; // a full disk costs the counts after a crash, nothing else
      }
    }
  }

  /** Takes no more planes; the reason stands once all have left the memory. */
  synchronized void end(String reason) {
    ending = true;
    if (endReason == null) {
      endReason = reason;
      changes++;
      RunJournal file = journal;
      if (file != null) {
        try {
          file.writeEnd(reason);
        } catch (IOException e) {
          journal = null;
        }
      }
    }
  }

  /** Waits until every plane was sent or dropped. */
  synchronized void awaitSettled(long deadlineNanos) throws InterruptedException, TimeoutException {
    ending = true;
    while (inMemory + inSpool > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(inMemory + inSpool + " planes are still on their way to Kafka");
      }
      wait(left);
    }
  }

  /** The final tally if it is time to announce it and it was not announced like this; else null. */
  synchronized @Nullable FinalTally toAnnounce() {
    if (endReason == null || inMemory > 0 || announcedChanges == changes) {
      return null;
    }
    announcedChanges = changes;
    return new FinalTally(tally(), changes);
  }

  /** A final tally and the state of the counts it speaks of. */
  static final class FinalTally {
    final AcquisitionTally tally;
    private final long changes;

    private FinalTally(AcquisitionTally tally, long changes) {
      this.tally = tally;
      this.changes = changes;
    }
  }

  /** The broker has it, or it is in the spool, where it outlives this process. */
  synchronized void announced(FinalTally announced) {
    arrivedChanges = announced.changes;
  }

  /** The announcement was refused: it is due again. */
  synchronized void notAnnounced() {
    announcedChanges = -1;
  }

  /** Whether it is over: ended, announced, and nothing on its way. */
  synchronized boolean over() {
    return endReason != null && inMemory + inSpool == 0 && arrivedChanges == changes;
  }

  /** What stands so far. */
  synchronized AcquisitionTally tally() {
    Map<String, AcquisitionTally.Count> byWell = new TreeMap<>();
    wells.forEach((well, n) -> byWell.put(well, new AcquisitionTally.Count(n.captured, n.dropped)));
    String reason = inMemory == 0 ? endReason : null;
    return new AcquisitionTally(acquisition, Instant.now(), reason, byWell);
  }

  synchronized RunCounts runCounts() {
    return new RunCounts(
        acquisition,
        captured,
        capturedBytes,
        sent,
        inSpool,
        dropped,
        inMemory,
        firstLoss,
        endReason);
  }

  synchronized boolean ended() {
    return endReason != null;
  }

  synchronized void deleteJournal() {
    closeJournal(true);
  }

  synchronized void keepJournal() {
    closeJournal(false);
  }

  private void closeJournal(boolean delete) {
    RunJournal file = journal;
    journal = null;
    if (file != null) {
      try {
        if (delete) {
          file.delete();
        } else {
          file.close();
        }
      } catch (IOException left) {
        // found again at the next start, and announced again
      }
    }
  }
}
