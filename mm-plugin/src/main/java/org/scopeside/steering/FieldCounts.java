package org.scopeside.steering;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.steering.EnoughCells.Verdict;

/**
 * The counts of an adaptive acquisition, as they come back, and the decisions that hang on them.
 *
 * <p>The first time point decides for all: fields that it needed are imaged at every later one, so
 * that each can be followed through time. A field out of focus has no count to be trusted, nor has
 * one whose planes all came back without objects. Thread-safe: one thread decides and waits,
 * results come on others and never wait.
 */
final class FieldCounts {
  /** After so many time-outs in a row there is no more waiting until a result comes. */
  static final int PATIENCE = 3;

  private static final int SETTLED = -1;

  private final WantedCells wanted;
  private final SteeredRun run;
  private final int planesAtFirstTime;
  private final Map<String, EnoughCells> wells = new HashMap<>();

  /** Fields imaged whose count is outstanding, by position: planes that came back without one. */
  private final Map<Integer, Set<FrameRef>> outstanding = new HashMap<>();

  private int timeoutsInRow;
  private boolean ended;

  /**
   * @param planesAtFirstTime planes of a field at its first time point
   */
  FieldCounts(WantedCells wanted, SteeredRun run, int planesAtFirstTime) {
    this.wanted = wanted;
    this.run = run;
    this.planesAtFirstTime = planesAtFirstTime;
  }

  /** A field is about to be imaged for the first time. */
  synchronized void acquired(int position) {
    outstanding.put(position, new HashSet<>());
    well(position).acquired();
  }

  /** Takes what became of a plane. */
  synchronized void outcome(PlaneOutcome outcome) {
    FrameRef frame = outcome.frame();
    int position = frame.theT() == 0 ? run.position(frame) : SETTLED;
    Set<FrameRef> planes = outstanding.get(position);
    if (planes == null) {
      return;
    }
    timeoutsInRow = 0;
    planes.add(frame);
    Segmentation objects = outcome.objects();
    if (objects != null && !outcome.flags().contains("OUT_OF_FOCUS")) {
      well(position).counted(objects.count());
      settle(position);
    } else if (objects != null || planes.size() >= planesAtFirstTime) {
      well(position).uncounted();
      settle(position);
    }
  }

  private void settle(int position) {
    outstanding.remove(position);
    notifyAll();
  }

  /**
   * What to do about a field, waiting where a result under way could change it.
   *
   * @return {@link Verdict#WAIT} if the result did not come in that time, or if so many did not
   *     before that this one was not waited for
   */
  synchronized Verdict decide(int position, long timeoutMs) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    EnoughCells well = well(position);
    Verdict verdict = well.next();
    while (verdict == Verdict.WAIT && !ended && timeoutsInRow < PATIENCE) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        timeoutsInRow++;
        return verdict;
      }
      wait(left);
      verdict = well.next();
    }
    return verdict;
  }

  /** Nobody waits any more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What is known of a position's well, in words. */
  synchronized String words(int position) {
    return well(position).words();
  }

  /** Writes the numbers of a position's well. */
  synchronized void describe(
      int position, org.scopeside.contract.AcquisitionAction.Builder action) {
    well(position).describe(action);
  }

  private EnoughCells well(int position) {
    return wells.computeIfAbsent(run.wellLabel(position), label -> new EnoughCells(wanted));
  }
}
