package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.model.SeamAudit;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.network.KindDecoder;
import org.scopeside.segmenter.network.NetworkShape;
import org.scopeside.segmenter.network.OutputActivation;
import org.scopeside.segmenter.tiling.SeamAuditor;
import org.scopeside.segmenter.tiling.TilePlan;

/**
 * The audit of seams for a plane that is put together on the device: the outputs of the few tiles
 * whose overlaps are compared come back, and the host compares them as it does for planes of its
 * own.
 */
final class SeamCopies {
  private final Cuda cuda;
  private final NetworkShape shape;
  private final TilePlan plan;
  private final double share;
  private final KindDecoder kind;
  private final int[] tiles;
  private final long[] outputs;
  private final long[] tileBytes;
  private final ByteBuffer[] pinned;

  private SeamCopies(
      GpuNetwork network, DeviceMemory memory, TilePlan plan, int[] tiles, long[] outputs)
      throws EngineException {
    this.cuda = network.cuda();
    this.shape = network.shape();
    this.plan = plan;
    this.tiles = tiles;
    this.outputs = outputs;
    share = network.options().auditShare();
    kind = network.kinds().get(0).host();
    tileBytes = new long[outputs.length];
    pinned = new ByteBuffer[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      tileBytes[i] = bytesOfTile(shape.dense.get(i), plan);
      pinned[i] = memory.takePinned("seams of tiles", tiles.length * tileBytes[i]);
    }
  }

  /**
   * Null where there is nothing to compare.
   *
   * @param outputs where all tiles' values of each dense output lie
   */
  static @Nullable SeamCopies of(
      GpuNetwork network, DeviceMemory memory, TilePlan plan, long[] outputs)
      throws EngineException {
    double share = network.options().auditShare();
    if (share == 0 || plan.count() == 1) {
      return null;
    }
    int[] tiles = auditor(network.shape(), network.kinds().get(0).host(), plan, share).tiles();
    return tiles.length == 0 ? null : new SeamCopies(network, memory, plan, tiles, outputs);
  }

  private static SeamAuditor auditor(
      NetworkShape shape, KindDecoder kind, TilePlan plan, double share) {
    List<SeamAuditor.Source> sources = new ArrayList<>();
    for (String name : kind.maps()) {
      int index = shape.denseIndex(name);
      Output output = shape.dense.get(index);
      sources.add(
          new SeamAuditor.Source(
              index, output.channels(), Objects.requireNonNull(output.layout())));
    }
    int spacing = shape.dense.get(sources.get(0).index()).spacing();
    return new SeamAuditor(plan, share, spacing, sources);
  }

  private static long bytesOfTile(Output output, TilePlan plan) {
    long bytes = Float.BYTES;
    for (long size : NetworkShape.outputShape(output, 1, plan.tileHeight(), plan.tileWidth())) {
      bytes *= size;
    }
    return bytes;
  }

  void enqueue(long stream) throws EngineException {
    for (int i = 0; i < outputs.length; i++) {
      for (int k = 0; k < tiles.length; k++) {
        cuda.copyToHost(
            pinned[i],
            Math.toIntExact(k * tileBytes[i]),
            outputs[i] + tiles[k] * tileBytes[i],
            tileBytes[i],
            stream);
      }
    }
  }

  /** Compares what came back. */
  SeamAudit compare() {
    List<FloatBuffer> values = new ArrayList<>();
    for (int i = 0; i < pinned.length; i++) {
      FloatBuffer output = pinned[i].asFloatBuffer();
      OutputActivation.apply(shape.dense.get(i), tiles.length, output);
      values.add(output);
    }
    SeamAuditor auditor = auditor(shape, kind, plan, share);
    for (int k = 0; k < tiles.length; k++) {
      auditor.collect(tiles[k], values, k);
    }
    auditor.compare(
        auditor.takeReady(),
        (maps, width, height) -> kind.decoder().decode(maps, width, height, 1).labels());
    return auditor.audit();
  }
}
