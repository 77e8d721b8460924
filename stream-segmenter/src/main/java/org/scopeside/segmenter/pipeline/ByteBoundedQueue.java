package org.scopeside.segmenter.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A queue bounded by the bytes of what waits in it. An item larger than the bound is let in when the
 * queue is empty, so that it travels alone instead of never. Thread-safe; loses nothing: who has no
 * room waits ({@link #put}) or is told so ({@link #offer}).
 */
final class ByteBoundedQueue<T> {
  private final long capacity;
  private final ToLongFunction<T> weight;
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  ByteBoundedQueue(long capacity, ToLongFunction<T> weight) {
    this.capacity = capacity;
    this.weight = weight;
  }

  /** Adds an item if there is room. */
  synchronized boolean offer(T item) {
    long more = weight.applyAsLong(item);
    if (closed || (!items.isEmpty() && bytes + more > capacity)) {
      return false;
    }
    items.add(item);
    bytes += more;
    notifyAll();
    return true;
  }

  /** Adds an item, waiting for room; false if the queue was closed. */
  synchronized boolean put(T item) throws InterruptedException {
    while (!closed && !offer(item)) {
      wait();
    }
    return !closed;
  }

  /** Takes at least one item, waiting for it, and as many more as are there; empty once closed. */
  synchronized List<T> take(int limit) throws InterruptedException {
    while (items.isEmpty() && !closed) {
      wait();
    }
    List<T> batch = new ArrayList<>();
    while (!closed && !items.isEmpty() && batch.size() < limit) {
      T item = items.remove();
      bytes -= weight.applyAsLong(item);
      batch.add(item);
    }
    notifyAll();
    return batch;
  }

  /** Lets everybody go; what still waits is let go of. */
  synchronized void close() {
    closed = true;
    items.clear();
    bytes = 0;
    notifyAll();
  }

  synchronized long bytes() {
    return bytes;
  }
}
