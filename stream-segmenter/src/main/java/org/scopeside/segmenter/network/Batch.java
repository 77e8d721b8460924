package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

/** Tiles of one size, of any jobs, in one set of buffers: filled, run, emptied. */
final class Batch {
  private final Network network;
  private final BufferSet buffers;
  private final int height;
  private final int width;
  private final int capacity;
  private final FloatBuffer input;
  private final List<TileJob> jobs = new ArrayList<>();
  private final List<Integer> tiles = new ArrayList<>();

  Batch(Network network, BufferSet buffers, TileJob first) {
    this.network = network;
    this.buffers = buffers;
    height = first.plan.tileHeight();
    width = first.plan.tileWidth();
    capacity = network.batch(first.plan);
    input = buffers.input(capacity, height, width).floats();
  }

  boolean isFull() {
    return jobs.size() == capacity;
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  BufferSet buffers() {
    return buffers;
  }

  /** Copies the next tile of a job into the input; the job's plane fails if it cannot be read. */
  void add(TileJob job) {
    int tile = job.take();
    try {
      job.plane.read(tile, input, jobs.size());
      jobs.add(job);
      tiles.add(tile);
    } catch (RuntimeException | OutOfMemoryError e) {
      job.returned();
      job.plane.fail(e);
    }
  }

  /** A network of a fixed batch computes its idle places as well, on whatever lies there. */
  private int imagesRun() {
    return network.shape().fixedBatch > 0 ? capacity : jobs.size();
  }

  CompletionStage<Map<String, Tensor>> run() {
    int size = imagesRun();
    return network.run(
        buffers.input(size, height, width),
        buffers.outputs(size, height, width),
        network.shape().allocated);
  }

  /** Hands every job its tiles' output. */
  void scatter(Map<String, Tensor> results) {
    Map<String, Tensor> all = new HashMap<>(results);
    List<FloatBuffer> dense = new ArrayList<>();
    for (Output output : network.shape().dense) {
      FloatBuffer values = Objects.requireNonNull(all.get(output.id())).floats();
      OutputActivation.apply(output, imagesRun(), values);
      dense.add(values);
    }
    TileJob.Outputs outputs = new TileJob.Outputs(dense, all);
    for (int slot = 0; slot < jobs.size(); slot++) {
      TileJob job = jobs.get(slot);
      if (!job.plane.isFailed()) {
        try {
          job.accept(tiles.get(slot), outputs, slot);
        } catch (RuntimeException | OutOfMemoryError e) {
          job.plane.fail(e);
        }
      }
    }
  }

  void fail(Throwable failure) {
    jobs.forEach(job -> job.plane.fail(failure));
  }

  /** Counts its tiles as back; gives the jobs they belong to. */
  Set<TileJob> close() {
    jobs.forEach(TileJob::returned);
    return new LinkedHashSet<>(jobs);
  }
}
