package org.scopeside.segmenter.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;

final class HostCudaTest {
  private static final String KERNELS =
      """
      struct CountArguments { int *values; int count; int beyond; };
      // Adds to every value its index, by all threads.
      extern "C" __global__ void count(const CountArguments a) {
        const int step = gridDim.x * blockDim.x;
        for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < a.count + a.beyond; i += step) {
          a.values[i] = a.values[i] + i;
        }
      }
      struct SumArguments { const int *values; int count; int *sums; };
      // Sums a block's share over its threads, in shared memory, then over blocks.
      extern "C" __global__ void sum(const SumArguments a) {
        __shared__ int part;
        for (int round = 0; round < 3; round++) {
          if (threadIdx.x == 0) part = 0;
          __syncthreads();
          const int step = gridDim.x * blockDim.x;
          for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < a.count; i += step) {
            atomicAdd(&part, a.values[i]);
          }
          __syncthreads();
          if (threadIdx.x == 0) atomicAdd(&a.sums[round], part);
          __syncthreads();
        }
      }
      """;

  private final HostCuda cuda = new HostCuda();

  @BeforeAll
  static void needsCompiler() {
    HostKernels.assumeAvailable();
  }

  private static void assertFails(String message, Executable call) {
    String told = String.valueOf(assertThrows(Exception.class, call).getMessage());
    assertTrue(told.contains(message), told);
  }

  private Kernels kernels() throws EngineException {
    String source = HostKernels.source() + KERNELS;
    return new Kernels(cuda, cuda.loadModule(source.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldRunKernelOverAllElementsWhateverTheBlocks() throws EngineException {
    for (int threads : new int[] {1, 3}) {
      cuda.withThreads(threads);
      long stream = cuda.createStream();
      try (DeviceMemory memory = new DeviceMemory(cuda, 1 << 20)) {
        long values = memory.take("values", 400);
        long sums = memory.take("sums", 12);
        ByteBuffer host = memory.takePinned("sums", 12);
        cuda.fill(values, 0, 400, stream);
        cuda.fill(sums, 0, 12, stream);
        kernels()
            .kernel("count")
            .launch(7, 256, new KernelArguments().address(values).whole(100).whole(0), stream);
        KernelArguments arguments = new KernelArguments().address(values).whole(100).address(sums);
        kernels().kernel("sum").launch(7, 256, arguments, stream);
        cuda.copyToHost(host, 0, sums, 12, stream);
        cuda.synchronize(stream);
        for (int round = 0; round < 3; round++) {
          assertEquals(99 * 100 / 2, host.getInt(4 * round));
        }
      }
      cuda.destroyStream(stream);
    }
    assertEquals(List.of(), cuda.leaks());
  }

  @Test
  void shouldFindKernelThatWritesBeyondItsMemory() throws EngineException {
    long stream = cuda.createStream();
    long values = cuda.allocate(400);
    KernelArguments arguments = new KernelArguments().address(values).whole(100).whole(1);
    kernels().kernel("count").launch(1, 256, arguments, stream);
    assertFails("after an allocation of 400 bytes", () -> cuda.free(values));
  }

  @Test
  void shouldFindWriterToMemoryGivenBack() throws EngineException {
    long stream = cuda.createStream();
    long values = cuda.allocate(400);
    cuda.free(values);
    KernelArguments arguments = new KernelArguments().address(values).whole(100).whole(0);
    kernels().kernel("count").launch(1, 256, arguments, stream);
    cuda.synchronize(stream);
    assertFails("after it was freed", cuda::checkMemory);
  }

  @Test
  void shouldRefuseCopyBeyondMemoryAndFromUnpinned() throws EngineException {
    long stream = cuda.createStream();
    long values = cuda.allocate(16);
    ByteBuffer pinned = cuda.allocatePinned(32);
    cuda.copyToDevice(values, pinned, 0, 17, stream);
    assertFails("not allocated", () -> cuda.synchronize(stream));
    assertFails(
        "not in pinned memory",
        () -> cuda.copyToDevice(values, ByteBuffer.allocateDirect(16), 0, 16, stream));
  }

  @Test
  void shouldKeepOrderOfStreamsByEvents() throws EngineException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gate = new CountDownLatch(1);
    long first = cuda.createStream();
    long second = cuda.createStream();
    long event = cuda.createEvent(false);
    cuda.enqueue(first, "slow", () -> await(gate));
    cuda.enqueue(first, "slow", () -> order.add("first"));
    cuda.record(event, first);
    cuda.waitFor(second, event);
    cuda.enqueue(second, "quick", () -> order.add("second"));
    assertEquals(List.of(), order);
    gate.countDown();
    cuda.synchronize(second);
    assertEquals(List.of("first", "second"), order);
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldReplayWhatWasRecordedOnTwoStreams() throws EngineException {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    long main = cuda.createStream();
    long side = cuda.createStream();
    long forth = cuda.createEvent(false);
    long back = cuda.createEvent(false);
    cuda.beginCapture(main);
    cuda.enqueue(main, "a", () -> order.add("a"));
    cuda.record(forth, main);
    cuda.waitFor(side, forth);
    cuda.enqueue(side, "b", () -> order.add("b"));
    cuda.record(back, side);
    cuda.waitFor(main, back);
    cuda.enqueue(main, "c", () -> order.add("c"));
    assertFails("while a graph is recorded", () -> cuda.allocate(1));
    long graph = cuda.endCapture(main);
    cuda.synchronize(main);
    assertEquals(List.of(), order);
    cuda.launchGraph(graph, main);
    cuda.launchGraph(graph, main);
    cuda.synchronize(main);
    assertEquals(List.of("a", "b", "c", "a", "b", "c"), order);
    cuda.enqueue(side, "d", () -> order.add("d"));
    cuda.synchronize(side);
    assertEquals("d", order.get(order.size() - 1));
  }

  @Test
  void shouldRefuseGraphWhoseSideStreamNobodyWaitsFor() throws EngineException {
    long main = cuda.createStream();
    long side = cuda.createStream();
    long forth = cuda.createEvent(false);
    cuda.beginCapture(main);
    cuda.record(forth, main);
    cuda.waitFor(side, forth);
    cuda.enqueue(side, "b", () -> {});
    assertFails("Unjoined", () -> cuda.endCapture(main));
  }

  @Test
  void shouldTellFailureOfEnqueuedWorkWhenWaitedForOnce() throws EngineException {
    long stream = cuda.createStream();
    long values = cuda.allocate(400);
    Kernel count = kernels().kernel("count");
    KernelArguments arguments = new KernelArguments().address(values).whole(100).whole(0);
    cuda.failLater("launch count", 1, Reason.RUN_FAILED);
    count.launch(1, 1, arguments, stream);
    cuda.synchronize(stream);
    count.launch(1, 1, arguments, stream);
    List<String> after = Collections.synchronizedList(new ArrayList<>());
    cuda.enqueue(stream, "after", () -> after.add("ran"));
    assertFails("launch count", () -> cuda.synchronize(stream));
    assertEquals(List.of(), after);
    cuda.synchronize(stream);
    cuda.fail("fill", 0, Reason.OUT_OF_MEMORY);
    assertFails("fill", () -> cuda.fill(values, 0, 1, stream));
    cuda.fill(values, 0, 1, stream);
  }

  @Test
  void shouldDoNothingMoreOnceDeviceIsLost() throws EngineException {
    long stream = cuda.createStream();
    cuda.failLater("task", 0, Reason.DEVICE_LOST);
    cuda.enqueue(stream, "task", () -> {});
    assertFails("task", () -> cuda.synchronize(stream));
    EngineException refused = assertThrows(EngineException.class, cuda::createStream);
    assertEquals(Reason.DEVICE_LOST, refused.reason());
  }

  @Test
  void shouldTellTimeBetweenTimedEventsOnly() throws EngineException {
    long stream = cuda.createStream();
    long before = cuda.createEvent(true);
    long after = cuda.createEvent(true);
    long untimed = cuda.createEvent(false);
    CountDownLatch gate = new CountDownLatch(1);
    cuda.record(before, stream);
    cuda.enqueue(stream, "slow", () -> await(gate));
    cuda.record(after, stream);
    cuda.record(untimed, stream);
    cuda.synchronizeEvent(before);
    assertFails("has not happened", () -> cuda.elapsedMillis(before, after));
    gate.countDown();
    cuda.synchronizeEvent(untimed);
    assertTrue(cuda.elapsedMillis(before, after) > 0);
    assertFails("not timed", () -> cuda.elapsedMillis(before, untimed));
  }

  @Test
  void shouldNameWhatWasNotGivenBack() throws EngineException {
    cuda.allocate(12);
    cuda.createEvent(true);
    assertEquals("device memory of 12 bytes", cuda.leaks().get(0));
    assertTrue(cuda.leaks().get(1).startsWith("event "));
    assertEquals(2, cuda.leaks().size());
  }
}
