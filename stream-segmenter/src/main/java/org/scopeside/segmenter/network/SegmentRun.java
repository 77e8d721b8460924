package org.scopeside.segmenter.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.Tensor;

/**
 * Fields that were handed over together, on their way through the network.
 *
 * <p>All its steps (fill a batch, submit it, take its output, start decoding) run one at a time, on
 * whichever thread comes first: the caller's at the beginning, and for good if the engine works on
 * it; a worker's for batches that complete later. An engine's own thread only leaves a note. No
 * thread waits: where no buffer set is free the run is called again when one is back, and where
 * dense maps would exceed the memory it goes on when a region has been decoded.
 */
final class SegmentRun {
  private final Network network;
  private final List<PlaneJob> planes;
  private final Deque<PlaneJob> ready = new ArrayDeque<>();
  private final Queue<Runnable> notes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private @Nullable TileJob open;
  private @Nullable TileJob upcoming;
  private long held;

  /**
   * @param planes in any order; those of one tile size share batches
   */
  SegmentRun(Network network, List<PlaneJob> planes) {
    this.network = network;
    this.planes = planes;
    List<PlaneJob> sorted = new ArrayList<>(planes);
    sorted.sort(
        Comparator.comparingInt((PlaneJob plane) -> plane.plan().tileHeight())
            .thenComparingInt(plane -> plane.plan().tileWidth()));
    ready.addAll(sorted);
  }

  /** Does on the calling thread what can be done at once. */
  void start() {
    if (calls.getAndIncrement() == 0) {
      steps();
    }
  }

  /** Leaves a note from any thread, to be seen to in turn. */
  private void leave(Runnable note) {
    notes.add(note);
    call();
  }

  private void call() {
    if (calls.getAndIncrement() == 0) {
      network.executor().execute(this::steps);
    }
  }

  private void steps() {
    int seen = 1;
    do {
      try {
        do {
          seeToNotes();
        } while (submitNext());
      } catch (Throwable e) {
        // Whatever it is, no one may wait for these planes for ever.
        planes.forEach(plane -> plane.fail(e));
      }
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void seeToNotes() {
    for (Runnable note = notes.poll(); note != null; note = notes.poll()) {
      note.run();
    }
  }

  /** Fills and submits a batch; false if there is nothing to put in, or nothing to put it in. */
  private boolean submitNext() {
    TileJob first = jobWithTile();
    if (first == null) {
      return false;
    }
    BufferSet buffers = network.pool().take(this::call);
    if (buffers == null) {
      return false;
    }
    @Nullable Batch batch = null;
    try {
      batch = new Batch(network, buffers, first);
      fill(batch, first);
    } catch (RuntimeException | OutOfMemoryError e) {
      first.plane.fail(e);
    }
    if (batch == null || batch.isEmpty()) {
      network.pool().giveBack(buffers);
      return true;
    }
    submit(batch);
    return true;
  }

  private void fill(Batch batch, TileJob first) {
    for (TileJob job = first;
        job != null && !batch.isFull() && job.sameShape(first);
        job = batch.isFull() ? null : jobWithTile()) {
      batch.add(job);
    }
  }

  private void submit(Batch batch) {
    try {
      var stage = batch.run().toCompletableFuture();
      if (!stage.isDone()) {
        network.setAsynchronous();
      }
      var unused = stage.whenComplete((out, failure) -> leave(() -> back(batch, out, failure)));
    } catch (RuntimeException | OutOfMemoryError e) {
      leave(() -> back(batch, null, e));
    }
  }

  private void back(
      Batch batch, @Nullable Map<String, Tensor> outputs, @Nullable Throwable failure) {
    try {
      if (outputs != null && failure == null) {
        batch.scatter(outputs);
      } else {
        batch.fail(cause(failure));
      }
    } finally {
      network.pool().giveBack(batch.buffers());
    }
    for (TileJob job : batch.close()) {
      finishIfDone(job);
    }
  }

  private static Throwable cause(@Nullable Throwable failure) {
    if (failure == null) {
      return new IllegalStateException("the engine gave neither output nor a reason");
    }
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** The job that tiles are being taken of, or the next that there is memory for. */
  private @Nullable TileJob jobWithTile() {
    while (true) {
      TileJob current = open;
      if (current != null && current.hasTile()) {
        return current;
      }
      open = null;
      if (current != null) {
        finishIfDone(current);
      }
      PlaneJob plane = ready.peek();
      if (plane == null) {
        return null;
      }
      if (!openNext(plane)) {
        return null;
      }
    }
  }

  /** False if memory must come free first. */
  private boolean openNext(PlaneJob plane) {
    if (plane.isFailed()) {
      ready.poll();
      upcoming = null;
      return true;
    }
    try {
      TileJob job = upcoming != null && upcoming.plane == plane ? upcoming : plane.next();
      upcoming = job;
      if (job == null) {
        ready.poll();
        upcoming = null;
        return true;
      }
      if (held > 0 && held + job.bytes() > network.mapsBytes(plane.height(), plane.width())) {
        return false;
      }
      upcoming = null;
      plane.opened();
      hold(job.bytes());
      open = job;
      job.open();
    } catch (RuntimeException | OutOfMemoryError e) {
      plane.fail(e);
    }
    return true;
  }

  private void hold(long bytes) {
    held += bytes;
    network.memory().add(bytes);
  }

  private void finishIfDone(TileJob job) {
    if (!job.finishes()) {
      return;
    }
    job.plane.gathered(job);
    decodeNext(job.plane);
  }

  private void decodeNext(PlaneJob plane) {
    if (plane.isFailed()) {
      plane.dropGathered().forEach(dropped -> hold(-dropped.bytes()));
      return;
    }
    TileJob job = plane.startDecoding();
    if (job == null) {
      return;
    }
    if (network.isAsynchronous()) {
      network.executor().execute(() -> decode(job));
    } else {
      decode(job);
    }
  }

  private void decode(TileJob job) {
    try {
      job.decode();
    } catch (Throwable e) {
      job.plane.fail(e);
    }
    leave(() -> decoded(job));
  }

  private void decoded(TileJob job) {
    hold(-job.bytes());
    PlaneJob plane = job.plane;
    if (plane.decoded(job) && !plane.isFailed()) {
      ready.addFirst(plane);
    }
    if (plane.isComplete()) {
      plane.complete();
    } else {
      decodeNext(plane);
    }
  }
}
