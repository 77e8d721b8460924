package org.scopeside.segmenter.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * As many buffer sets as the session runs batches together. Nobody waits here: who finds none is
 * called when one is back.
 */
final class BufferPool {
  private final Executor executor;
  private final Deque<BufferSet> free = new ArrayDeque<>();
  private final List<Runnable> waiting = new ArrayList<>();

  BufferPool(int sets, NetworkShape shape, Memory memory, Executor executor) {
    this.executor = executor;
    for (int i = 0; i < sets; i++) {
      free.push(new BufferSet(shape, memory));
    }
  }

  /**
   * Takes a set, the one used last first: it is the warmest.
   *
   * @param retry run on the executor once one is back, if there is none now
   */
  synchronized @Nullable BufferSet take(Runnable retry) {
    BufferSet set = free.poll();
    if (set == null) {
      waiting.add(retry);
    }
    return set;
  }

  void giveBack(BufferSet set) {
    List<Runnable> called;
    synchronized (this) {
      free.push(set);
      called = List.copyOf(waiting);
      waiting.clear();
    }
    // All: one that no longer needs it would keep the others waiting.
    called.forEach(executor::execute);
  }
}
