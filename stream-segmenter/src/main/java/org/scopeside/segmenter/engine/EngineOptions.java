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
 */
public record EngineOptions(int threads, int concurrency, int maxBatch, int device, Path cache) {
  public EngineOptions {
    if (threads < 1 || concurrency < 1 || maxBatch < 1 || device < 0) {
      throw new IllegalArgumentException(
          "threads %d, concurrency %d, batch %d, device %d"
              .formatted(threads, concurrency, maxBatch, device));
    }
  }

  /** One run at a time on one thread. */
  public static EngineOptions singleThread() {
    return new EngineOptions(1, 1, 1, 0, Path.of(System.getProperty("java.io.tmpdir")));
  }
}
