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
import org.scopeside.contract.FrameRef;
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
  private boolean ending;
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
   * @return false if it was dropped, or came after the acquisition was ended and is not counted
   */
  public boolean offer(CapturedPlane plane) {
    if (!depart(plane.header())) {
      return false;
    }
    boolean taken = publisher.tryEnqueue(this, plane);
    if (!taken) {
      failed(plane.header(), "the queue of planes that wait to be sent was full");
    }
    return taken;
  }

  /**
   * Takes a plane, waiting for room: for sources that can wait, such as files.
   *
   * @throws IllegalStateException if the acquisition was ended; the plane is not counted
   */
  public void publish(CapturedPlane plane) throws InterruptedException {
    if (!depart(plane.header())) {
      throw afterTheEnd(plane.header().frameId());
    }
    try {
      publisher.enqueue(this, plane);
    } catch (InterruptedException e) {
      failed(plane.header(), "interrupted while it waited to be sent");
      throw e;
    }
  }

  /**
   * Counts a plane that was captured but could not be read or sent, with the reason.
   *
   * @throws IllegalStateException if the acquisition was ended; the plane is not counted
   */
  public synchronized void lose(FrameRef frame, String reason) {
    if (ending) {
      throw afterTheEnd(frame.id());
    }
    counts(frame.wellLabel())[0]++;
    lost(frame, reason);
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
    settle(reason, deadline);
    publisher.announceEnd(this, deadline);
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
    cancel(TimeUnit.MILLISECONDS.toNanos(300));
  }

  void cancel(long nanos) {
    try {
      synchronized (this) {
        if (endReason != null) {
          return;
        }
      }
      end("cancelled", nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | RuntimeException e) {
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
    lost(FrameRef.of(header), reason);
  }

  private void landed() {
    inFlight--;
    notifyAll();
  }

  /**
   * Counts a plane as captured and under way in one step, so that no tally between the two takes
   * the run for settled; false once it is ending.
   */
  private synchronized boolean depart(PlaneHeader header) {
    if (ending) {
      return false;
    }
    counts(header.wellLabel())[0]++;
    inFlight++;
    return true;
  }

  private IllegalStateException afterTheEnd(String frameId) {
    return new IllegalStateException(
        "plane " + frameId + " came after the end of acquisition " + plan.acquisition());
  }

  private synchronized void lost(FrameRef frame, String reason) {
    counts(frame.wellLabel())[1]++;
    if (firstLoss == null) {
      firstLoss = frame.id() + ": " + reason;
    }
  }

  private long[] counts(String wellLabel) {
    return wells.computeIfAbsent(wellLabel, label -> new long[2]);
  }

  private synchronized void settle(String reason, long deadline)
      throws InterruptedException, TimeoutException {
    ending = true;
    while (inFlight > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new TimeoutException(inFlight + " planes are still on their way to Kafka");
      }
      wait(left);
    }
    if (endReason == null) {
      endReason = reason;
    }
  }
}
