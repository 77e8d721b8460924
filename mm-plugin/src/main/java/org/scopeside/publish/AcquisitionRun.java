package org.scopeside.publish;

import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;

/**
 * One acquisition being published: takes its planes and counts, per well, what was captured and
 * what had to be dropped. Thread-safe.
 */
public final class AcquisitionRun implements Closeable {
  private final FramePublisher publisher;
  private final AcquisitionStarted plan;
  private final RunLedger ledger;

  AcquisitionRun(FramePublisher publisher, AcquisitionStarted plan, RunLedger ledger) {
    this.publisher = publisher;
    this.plan = plan;
    this.ledger = ledger;
  }

  public AcquisitionStarted plan() {
    return plan;
  }

  /**
   * Takes a plane without waiting. When the queue is full the plane is dropped (policy: drop
   * newest), and the drop is counted in its well.
   *
   * @return false if it was dropped, or came after the acquisition was ended and is not counted
   */
  public boolean offer(CapturedPlane plane) {
    PlaneHeader header = plane.header();
    if (!ledger.depart(header.wellLabel(), header.planeBytes())) {
      return false;
    }
    boolean taken = publisher.tryEnqueue(this, plane);
    if (!taken) {
      failed(header, publisher.whyFull());
    }
    return taken;
  }

  /**
   * Takes a plane, waiting for room: for sources that can wait, such as files.
   *
   * @throws IllegalStateException if the acquisition was ended; the plane is not counted
   */
  public void publish(CapturedPlane plane) throws InterruptedException {
    PlaneHeader header = plane.header();
    if (!ledger.depart(header.wellLabel(), header.planeBytes())) {
      throw afterTheEnd(header.frameId());
    }
    try {
      publisher.enqueue(this, plane);
    } catch (InterruptedException e) {
      failed(header, "interrupted while it waited to be sent");
      throw e;
    }
  }

  /**
   * Counts a plane that was captured but could not be read or sent, with the reason.
   *
   * @throws IllegalStateException if the acquisition was ended; the plane is not counted
   */
  public void lose(FrameRef frame, String reason) {
    if (!ledger.lose(frame.wellLabel(), frame.id() + ": " + reason)) {
      throw afterTheEnd(frame.id());
    }
  }

  /**
   * Counts a plane that an earlier run of this acquisition, which was interrupted, has sent: as
   * tallies are cumulative, a run that goes on must count what the one before it counted.
   *
   * @throws IllegalStateException if the acquisition was ended; the plane is not counted
   */
  public void sentBefore(FrameRef frame) {
    if (!ledger.sentBefore(frame.wellLabel())) {
      throw afterTheEnd(frame.id());
    }
  }

  /**
   * Ends the acquisition: takes no more planes, waits until every plane is acknowledged or lost,
   * then announces the end with the final tally. May be called again after a {@link
   * TimeoutException}.
   *
   * @param reason "completed", "cancelled", …
   * @throws TimeoutException if planes are still under way after that time and the end was not
   *     announced, or if the broker has not acknowledged the announcement
   * @throws org.apache.kafka.common.KafkaException if the announcement could not be sent
   */
  public void end(String reason, long timeout, TimeUnit unit)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    ledger.awaitSettled(deadline);
    ledger.end(reason);
    publisher.awaitAnnounced(ledger, deadline);
  }

  /**
   * Ends the acquisition without waiting: takes no more planes; the end is announced as soon as
   * none of its planes is in memory only, behind those that are in the spool.
   *
   * @param reason "completed", "cancelled", …
   */
  public void endLater(String reason) {
    ledger.end(reason);
    publisher.announceSoon();
  }

  /** What stands so far. */
  public AcquisitionTally tally() {
    return ledger.tally();
  }

  /** What stands so far, of all wells together. */
  public RunCounts counts() {
    return ledger.runCounts();
  }

  /** Planes acknowledged by the broker. */
  public long sent() {
    return ledger.runCounts().sent();
  }

  /** Why the first plane was lost; null while none was. */
  public @Nullable String firstLoss() {
    return ledger.runCounts().firstLoss();
  }

  /** Ends it as cancelled, without waiting long, unless it has ended. */
  @Override
  public void close() {
    cancel(TimeUnit.MILLISECONDS.toNanos(300));
  }

  void cancel(long nanos) {
    if (ledger.ended()) {
      return;
    }
    try {
      end("cancelled", nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | RuntimeException e) {
      publisher.report(
          "acquisition " + plan.acquisition() + " was left without an end: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void failed(PlaneHeader header, String reason) {
    ledger.lost(header.wellLabel(), 1, header.frameId() + ": " + reason, RunLedger.Place.MEMORY);
  }

  RunLedger ledger() {
    return ledger;
  }

  private IllegalStateException afterTheEnd(String frameId) {
    return new IllegalStateException(
        "plane " + frameId + " came after the end of acquisition " + plan.acquisition());
  }
}
