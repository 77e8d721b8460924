package org.scopeside.segmenter.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.cuda.HostCuda;

/**
 * A network of the CPU as one that lies on a GPU made of the CPU: runs are enqueued on its streams,
 * and read and write its memory.
 */
public final class HostDeviceSession implements DeviceSession {
  private final EngineSession network;
  private final HostCuda cuda;
  private final int maxBatch;
  public final AtomicInteger openRuns = new AtomicInteger();
  public volatile @Nullable EngineException lost;

  public HostDeviceSession(EngineSession network, HostCuda cuda, int maxBatch) {
    this.network = network;
    this.cuda = cuda;
    this.maxBatch = maxBatch;
  }

  @Override
  public HostCuda cuda() {
    return cuda;
  }

  @Override
  public int maxBatch() {
    return maxBatch;
  }

  @Override
  public DeviceRun openRun() {
    openRuns.incrementAndGet();
    return new Run();
  }

  @Override
  public void deviceLost(EngineException failure) {
    lost = failure;
  }

  @Override
  public List<TensorSpec> inputs() {
    return network.inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return network.outputs();
  }

  @Override
  public DeviceReport device() {
    return network.device();
  }

  @Override
  public int concurrency() {
    return network.concurrency();
  }

  @Override
  public CompletionStage<Map<String, Tensor>> run(
      Map<String, Tensor> inputs, Map<String, Tensor> pinned, List<String> allocated) {
    return network.run(inputs, pinned, allocated);
  }

  @Override
  public void close() {
    network.close();
  }

  /** Shapes and addresses hold for the runs enqueued after them, as TensorRT's do. */
  private final class Run implements DeviceRun {
    private final Map<String, long[]> shapes = new HashMap<>();
    private final Map<String, Long> addresses = new HashMap<>();

    @Override
    public void shape(String input, long... shape) {
      if (shape[0] > maxBatch) {
        throw new IllegalArgumentException("batch " + shape[0] + " of at most " + maxBatch);
      }
      shapes.put(input, shape.clone());
    }

    @Override
    public void address(String tensor, long address) {
      addresses.put(tensor, address);
    }

    @Override
    public void enqueue(long stream) throws EngineException {
      Map<String, long[]> given = Map.copyOf(shapes);
      Map<String, Long> places = Map.copyOf(addresses);
      cuda.enqueue(stream, "network", () -> run(given, places));
    }

    private void run(Map<String, long[]> given, Map<String, Long> places) {
      Map<String, Tensor> in = new HashMap<>();
      given.forEach((name, shape) -> in.put(name, tensor(place(places, name), shape)));
      List<String> names = outputs().stream().map(TensorSpec::name).toList();
      Map<String, Tensor> out = network.run(in, Map.of(), names).toCompletableFuture().join();
      for (String name : names) {
        ByteBuffer values = Objects.requireNonNull(out.get(name)).data().duplicate().clear();
        memory(place(places, name), values.limit()).put(values);
      }
    }

    private static long place(Map<String, Long> places, String name) {
      Long address = places.get(name);
      if (address == null) {
        throw new IllegalStateException("no address of " + name);
      }
      return address;
    }

    private static Tensor tensor(long address, long[] shape) {
      long bytes = Float.BYTES;
      for (long size : shape) {
        bytes *= size;
      }
      return new Tensor(TensorType.FLOAT32, shape, memory(address, Math.toIntExact(bytes)));
    }

    @Override
    public void close() {
      openRuns.decrementAndGet();
    }
  }

  private static ByteBuffer memory(long address, int bytes) {
    return new BytePointer(new At(address))
        .capacity(bytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** A place in memory. */
  private static final class At extends Pointer {
    At(long place) {
      address = place;
    }
  }
}
