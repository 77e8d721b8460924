package org.scopeside.segmenter.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ByteBoundedQueueTest {
  /** Items weigh what they are. */
  private final ByteBoundedQueue<Integer> queue = weighing(10);

  private static ByteBoundedQueue<Integer> weighing(long capacity) {
    return new ByteBoundedQueue<>(capacity, Integer::longValue);
  }

  @Property(tries = 300)
  void shouldKeepItsBoundAndOrder(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps)
      throws InterruptedException {
    Random random = new Random(seed);
    ByteBoundedQueue<Integer> bounded = weighing(10);
    ArrayDeque<Integer> expected = new ArrayDeque<>();
    for (int step = 0; step < steps; step++) {
      if (expected.isEmpty() || random.nextInt(3) > 0) {
        int item = random.nextInt(14);
        int held = sum(expected);
        boolean room = expected.isEmpty() || held + item <= 10;
        assertEquals(room, bounded.offer(item));
        if (room) {
          expected.add(item);
        }
      } else {
        int limit = 1 + random.nextInt(3);
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < limit && !expected.isEmpty()) {
          taken.add(expected.remove());
        }
        assertEquals(taken, bounded.take(limit));
      }
      assertEquals(sum(expected), bounded.bytes());
      assertTrue(bounded.bytes() <= 10 || expected.size() == 1, "more than the bound");
    }
  }

  @Test
  @Timeout(60)
  void shouldLetAnItemLargerThanTheBoundTravelAlone() throws InterruptedException {
    assertTrue(queue.offer(25));
    assertFalse(queue.offer(0));
    assertEquals(List.of(25), queue.take(5));
    assertTrue(queue.offer(1));
    assertFalse(queue.offer(25));
  }

  @Test
  @Timeout(60)
  void shouldNotLetSmallItemsKeepALargeOneWaiting() throws Exception {
    assertTrue(queue.offer(6));
    FutureTask<Boolean> large = waiting(() -> queue.put(12));
    assertFalse(queue.offer(2), "overtook who waits");
    FutureTask<Boolean> small = waiting(() -> queue.put(3));

    assertEquals(List.of(6), queue.take(1));
    assertTrue(large.get());
    assertEquals(List.of(12), queue.take(1));
    assertTrue(small.get());
    assertEquals(List.of(3), queue.take(1));
    assertTrue(queue.offer(2));
  }

  @Test
  @Timeout(60)
  void shouldLetOthersInWhenWhoWaitedGivesUp() throws Exception {
    assertTrue(queue.offer(6));
    Thread impatient =
        new Thread(
            () -> {
              try {
                queue.put(12);
              } catch (InterruptedException givenUp) {
                Thread.currentThread().interrupt();
              }
            });
    impatient.start();
    awaitWaiting(impatient);
    FutureTask<Boolean> small = waiting(() -> queue.put(3));
    impatient.interrupt();

    assertTrue(small.get());
    assertEquals(9, queue.bytes());
  }

  @Test
  @Timeout(60)
  void shouldLetEverybodyGoWhenClosed() throws Exception {
    FutureTask<List<Integer>> taker = waiting(() -> queue.take(3));
    queue.close();
    assertEquals(List.of(), taker.get());

    ByteBoundedQueue<Integer> full = weighing(1);
    assertTrue(full.offer(1));
    FutureTask<Boolean> putter = waiting(() -> full.put(1));
    full.close();
    assertFalse(putter.get());
    assertFalse(full.offer(1));
    assertFalse(full.put(1));
    assertEquals(List.of(), full.take(1));
    assertEquals(0, full.bytes());
  }

  @Test
  @Timeout(60)
  void shouldLoseAndRepeatNothingWithSeveralProducersAndConsumers() throws Exception {
    ByteBoundedQueue<Integer> shared =
        new ByteBoundedQueue<>(50, item -> item % 70); // some are larger than the bound
    int producers = 3;
    int each = 5000;
    ExecutorService threads = Executors.newFixedThreadPool(producers + 2);
    try {
      List<Future<?>> putting = new ArrayList<>();
      for (int p = 0; p < producers; p++) {
        int first = p * each;
        putting.add(
            threads.submit(
                () -> {
                  for (int i = first; i < first + each; i++) {
                    assertTrue(shared.put(i));
                  }
                  return true;
                }));
      }
      List<Future<List<Integer>>> taking = new ArrayList<>();
      for (int c = 0; c < 2; c++) {
        taking.add(threads.submit(() -> takeUntilClosed(shared)));
      }
      for (Future<?> producer : putting) {
        producer.get();
      }
      while (shared.bytes() > 0) {
        assertFalse(Thread.interrupted(), "it did not come to that in time");
        Thread.onSpinWait();
      }
      shared.close();
      List<Integer> all = new ArrayList<>();
      for (Future<List<Integer>> consumer : taking) {
        all.addAll(consumer.get());
      }
      all.sort(null);
      assertEquals(IntStream.range(0, producers * each).boxed().toList(), all);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Integer> takeUntilClosed(ByteBoundedQueue<Integer> shared)
      throws InterruptedException {
    List<Integer> taken = new ArrayList<>();
    for (List<Integer> items = shared.take(4); !items.isEmpty(); items = shared.take(4)) {
      taken.addAll(items);
      assertTrue(shared.bytes() <= 69);
    }
    return taken;
  }

  private static <T> FutureTask<T> waiting(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task);
    thread.start();
    awaitWaiting(thread);
    return task;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it did not wait");
      assertFalse(Thread.interrupted(), "it did not come to that in time");
      Thread.onSpinWait();
    }
  }

  private static int sum(ArrayDeque<Integer> items) {
    return items.stream().mapToInt(Integer::intValue).sum();
  }
}
