package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;

/**
 * A network made by hand, [n, 1, h, w] to [n, 1, h, w]: each pixel is the mean of 3x3, zeros
 * outside; NaN where the input is above {@link #SPOILT}. As an accelerator it completes from a
 * thread of its own, on which nothing else may run.
 */
final class TestSession implements EngineSession {
  static final float SPOILT = 60000;
  final AtomicInteger runs = new AtomicInteger();
  final AtomicInteger tiles = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final int concurrency;
  private final ExecutorService engineThread;
  private final boolean asynchronous;

  private TestSession(boolean asynchronous, int concurrency) {
    this.asynchronous = asynchronous;
    this.concurrency = concurrency;
    engineThread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "test-engine");
              thread.setDaemon(true);
              return thread;
            });
  }

  static TestSession onCallersThread() {
    return new TestSession(false, 1);
  }

  static TestSession asynchronous(int concurrency) {
    return new TestSession(true, concurrency);
  }

  static boolean isEngineThread() {
    return Thread.currentThread().getName().equals("test-engine");
  }

  @Override
  public List<TensorSpec> inputs() {
    return List.of(TensorSpec.of("image", TensorType.FLOAT32, -1, 1, -1, -1));
  }

  @Override
  public List<TensorSpec> outputs() {
    return List.of(
        TensorSpec.of("smooth", TensorType.FLOAT32, -1, 1, -1, -1),
        TensorSpec.of("style", TensorType.FLOAT32, -1, 2));
  }

  @Override
  public DeviceReport device() {
    return new DeviceReport("test", 0, "fp32");
  }

  @Override
  public int concurrency() {
    return concurrency;
  }

  @Override
  public CompletionStage<Map<String, Tensor>> run(
      Map<String, Tensor> inputs, Map<String, Tensor> pinned, List<String> allocated) {
    if (underWay.incrementAndGet() > concurrency) {
      throw new IllegalStateException("more runs than the session allows");
    }
    if (!asynchronous) {
      return CompletableFuture.completedFuture(compute(inputs, pinned, allocated));
    }
    return CompletableFuture.supplyAsync(() -> compute(inputs, pinned, allocated), engineThread);
  }

  private Map<String, Tensor> compute(
      Map<String, Tensor> inputs, Map<String, Tensor> pinned, List<String> allocated) {
    runs.incrementAndGet();
    Tensor image = Objects.requireNonNull(inputs.get("image"));
    Tensor smooth = Objects.requireNonNull(pinned.get("smooth"));
    long[] shape = image.shape();
    tiles.addAndGet((int) shape[0]);
    for (int n = 0; n < shape[0]; n++) {
      mean(image.floats(), smooth.floats(), n, (int) shape[2], (int) shape[3]);
    }
    Map<String, Tensor> results = new HashMap<>(pinned);
    for (String name : allocated) {
      Tensor style = Tensor.allocate(TensorType.FLOAT32, shape[0], 2);
      for (int i = 0; i < style.elements(); i++) {
        style.floats().put(i, i % 2 + 1);
      }
      results.put(name, style);
    }
    underWay.decrementAndGet();
    return results;
  }

  private static void mean(FloatBuffer image, FloatBuffer smooth, int n, int height, int width) {
    int at = n * height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
          for (int i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
            float value = image.get(at + j * width + i);
            sum += value > SPOILT ? Float.NaN : value;
          }
        }
        smooth.put(at + y * width + x, sum / 9);
      }
    }
  }

  @Override
  public void close() {
    engineThread.shutdown();
  }
}
