package org.scopeside.publish;

import java.io.Closeable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.AcquisitionTally;
import org.scopeside.contract.PlaneHeader;

/**
 * One acquisition being published: takes its planes and counts, per well, what was captured and
 * what had to be dropped. Thread-safe.
 */
public final class AcquisitionRun implements Closeable {
  private final FramePublisher publisher;
  private final AcquisitionStarted plan;
  private final Map<String, long[]> wells = new TreeMap<>();
  private long inFlight;
  private long sent;
  private @Nullable String endReason;
  private @Nullable String firstLoss;

  AcquisitionRun(FramePublisher publisher, AcquisitionStarted plan) {
    this.publisher = publisher;
    this.plan = plan;
  }

  public AcquisitionStarted plan() {
    return plan;
  }

  /**
   * Takes a plane without waiting. When the queue is full the plane is dropped (policy: drop
   * newest), and the drop is counted in its well.
   *
   * @return false if it was dropped
   */
  public boolean offer(CapturedPlane plane) {
    captured(plane.header());
    boolean taken = publisher.tryEnqueue(this, plane);
    if (!taken) {
      lost(plane.header(), "the queue of planes that wait to be sent was full");
    }
    return taken;
  }

  /** Takes a plane, waiting for room: for sources that can wait, such as files. */
  public void publish(CapturedPlane plane) throws InterruptedException {
    captured(plane.header());
    try {
      publisher.enqueue(this, plane);
    } catch (InterruptedException e) {
      lost(plane.header(), "interrupted while it waited to be sent");
      throw e;
    }
  }

  /** Counts a plane that was captured but could not be read or sent, with the reason. */
  public void lose(PlaneHeader header, String reason) {
    captured(header);
    lost(header, reason);
  }

  /**
   * Ends the acquisition: waits until every plane is acknowledged or lost, then announces the end
   * with the final tally.
   *
   * @param reason "completed", "cancelled", …
   * @throws TimeoutException if planes are still under way after that time; the end is not
   *     announced
   */
  public void end(String reason, long timeout, TimeUnit unit)
      throws InterruptedException, TimeoutException {
    awaitNothingInFlight(unit.toNanos(timeout));
    synchronized (this) {
      endReason = reason;
    }
    publisher.announceEnd(this);
  }

  /** What stands so far. */
  public synchronized AcquisitionTally tally() {
    Map<String, AcquisitionTally.Count> counts = new TreeMap<>();
    wells.forEach((well, n) -> counts.put(well, new AcquisitionTally.Count(n[0], n[1])));
    return new AcquisitionTally(plan.acquisition(), Instant.now(), endReason, counts);
  }

  /** Planes acknowledged by the broker. */
  public synchronized long sent() {
    return sent;
  }

  /** Why the first plane was lost; null while none was. */
  public synchronized @Nullable String firstLoss() {
    return firstLoss;
  }

  /** Ends it as cancelled, without waiting long, unless it has ended. */
  @Override
  public void close() {
    try {
      synchronized (this) {
        if (endReason != null) {
          return;
        }
      }
      end("cancelled", 2, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      publisher.report(
          "acquisition " + plan.acquisition() + " was left without an end: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void acknowledged() {
    sent++;
    landed();
  }

  synchronized void failed(PlaneHeader header, String reason) {
    landed();
    lost(header, reason);
  }

  synchronized void departed() {
    inFlight++;
  }

  private void landed() {
    inFlight--;
    notifyAll();
  }

  private synchronized void captured(PlaneHeader header) {
    counts(header)[0]++;
  }

  private synchronized void lost(PlaneHeader header, String reason) {
    counts(header)[1]++;
    if (firstLoss == null) {
      firstLoss = header.frameId() + ": " + reason;
    }
  }

  private long[] counts(PlaneHeader header) {
    return wells.computeIfAbsent(header.wellLabel(), well -> new long[2]);
  }

  private synchronized void awaitNothingInFlight(long nanos)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + nanos;
    while (inFlight > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(inFlight + " planes are still on their way to Kafka");
      }
      wait(left);
    }
  }
}
