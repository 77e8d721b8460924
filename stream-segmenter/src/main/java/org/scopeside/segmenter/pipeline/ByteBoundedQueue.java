package org.scopeside.segmenter.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A queue bounded by the bytes of what waits in it. An item larger than the bound is let in when
 * the queue is empty, so that it travels alone instead of never. Who waits for room gets it in the
 * order of coming, so that small items cannot keep a large one waiting for ever. Thread-safe; loses
 * nothing: who has no room waits ({@link #put}) or is told so ({@link #offer}).
 */
final class ByteBoundedQueue<T> {
  private final long capacity;
  private final ToLongFunction<T> weight;
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  ByteBoundedQueue(long capacity, ToLongFunction<T> weight) {
    this.capacity = capacity;
    this.weight = weight;
  }

  /** Adds an item if there is room and nobody waits for it. */
  synchronized boolean offer(T item) {
    return waiting.isEmpty() && add(item);
  }

  private boolean add(T item) {
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
    Object turn = new Object();
    waiting.add(turn);
    try {
      while (!closed && !(waiting.peek() == turn && add(item))) {
        wait();
      }
      return !closed;
    } finally {
      waiting.remove(turn);
      notifyAll();
    }
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
