package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.publish.CapturedPlane;

/** Keeps what acquisitions gave it. */
final class RecordedRuns implements PlaneSink {
  private final List<Run> runs = new CopyOnWriteArrayList<>();

  /** Done before a plane is taken. */
  volatile Runnable beforeOffer = () -> {};

  /** Fails at everything from now on. */
  volatile boolean broken;

  @Override
  public Run begin(AcquisitionStarted plan) {
    requireWhole();
    Run run = new Run(plan);
    runs.add(run);
    return run;
  }

  List<Run> all() {
    return runs;
  }

  /** The only acquisition there was. */
  Run only() {
    assertEquals(1, runs.size(), "acquisitions");
    return runs.get(0);
  }

  private void requireWhole() {
    if (broken) {
      throw new IllegalStateException("the sink is broken");
    }
  }

  /** A plane that could not be sent. */
  record Lost(FrameRef frame, String reason) {}

  /** One acquisition. */
  final class Run implements RunSink {
    final AcquisitionStarted plan;
    final List<CapturedPlane> planes = new CopyOnWriteArrayList<>();
    final List<Lost> lost = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable String endReason;

    Run(AcquisitionStarted plan) {
      this.plan = plan;
    }

    @Override
    public boolean offer(CapturedPlane plane) {
      requireWhole();
      beforeOffer.run();
      assertEquals(1, end.getCount(), "a plane came after the end");
      planes.add(plane);
      return true;
    }

    @Override
    public void lose(FrameRef frame, String reason) {
      requireWhole();
      lost.add(new Lost(frame, reason));
    }

    @Override
    public void end(String reason) {
      assertEquals(null, endReason, "ended twice");
      endReason = reason;
      end.countDown();
    }

    /** Null while it runs. */
    @Nullable String endReason() {
      return endReason;
    }

    String awaitEnd() throws InterruptedException {
      if (!end.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end in 20 s");
      }
      return String.valueOf(endReason);
    }

    List<PlaneHeader> headers() {
      return planes.stream().map(CapturedPlane::header).toList();
    }

    /**
     * Ids of the planes without the acquisition, in the order in which they came: A01/f0/t0/z0/c0.
     */
    List<String> frames() {
      return headers().stream()
          .map(header -> header.frameId().substring(plan.acquisition().length() + 1))
          .toList();
    }
  }
}
