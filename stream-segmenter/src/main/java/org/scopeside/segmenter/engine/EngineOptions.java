package org.scopeside.segmenter.engine;

import java.nio.file.Path;

/**
 * How a session runs.
 *
 * @param threads threads one run may use, at least 1; engines on accelerators ignore it
 * @param concurrency runs under way together that the session shall allow, at least 1
 * @param maxBatch largest size of the batch axis that will be asked for, at least 1
 * @param device index of the accelerator, from 0; ignored by engines on the CPU
 * @param cache folder where what takes long to build (an engine plan) may be kept
 * @param precision to run in, where an engine can choose: one that computes in 16 bits makes its
 *     own half of an fp32 network; others run a file as it is
 * @param memoryShare of an accelerator's free memory that a session may take for itself, above 0,
 *     to 1
 * @param spatial sizes of rows and columns, where the network takes any
 */
public record EngineOptions(
    int threads,
    int concurrency,
    int maxBatch,
    int device,
    Path cache,
    Precision precision,
    double memoryShare,
    SpatialRange spatial) {
  private static final double USUAL_MEMORY_SHARE = 0.8;
  private static final SpatialRange USUAL_SIZES = new SpatialRange(1, 512, 2048);

  public EngineOptions {
    if (!(memoryShare > 0 && memoryShare <= 1)) {
      throw new IllegalArgumentException("memory share " + memoryShare);
    }
    if (threads < 1 || concurrency < 1 || maxBatch < 1 || device < 0) {
      throw new IllegalArgumentException(
          "threads %d, concurrency %d, batch %d, device %d"
              .formatted(threads, concurrency, maxBatch, device));
    }
  }

  /** In fp32, or as the file is; for usual sizes. */
  public EngineOptions(int threads, int concurrency, int maxBatch, int device, Path cache) {
    this(
        threads,
        concurrency,
        maxBatch,
        device,
        cache,
        Precision.FP32,
        USUAL_MEMORY_SHARE,
        USUAL_SIZES);
  }

  /** One run at a time on one thread. */
  public static EngineOptions singleThread() {
    return new EngineOptions(1, 1, 1, 0, Path.of(System.getProperty("java.io.tmpdir")));
  }
}
