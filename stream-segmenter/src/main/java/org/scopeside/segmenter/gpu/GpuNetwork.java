package org.scopeside.segmenter.gpu;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.scopeside.segmenter.engine.DeviceSession;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.Kernels;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Tiling;
import org.scopeside.segmenter.network.NetworkShape;
import org.scopeside.segmenter.tiling.TilePlan;

/**
 * What all lanes share: the network on the device, its description, the kernels.
 *
 * @param leftToHost counts planes whose maps exceeded what a decoder had set aside
 * @param largestTile side up to which a network that takes whole planes is given them in one piece
 */
record GpuNetwork(
    ModelDescription description,
    DeviceSession session,
    NetworkShape shape,
    List<GpuKind> kinds,
    Kernels kernels,
    GpuOptions options,
    LongAdder leftToHost,
    int largestTile) {
  /** At each side of a tile of a plane that is too large in one piece. */
  private static final int LARGE_TILE_HALO = 64;

  Cuda cuda() {
    return session.cuda();
  }

  /** Tiles of a plane at the network's scale. */
  TilePlan plan(int height, int width, double factor) {
    int scaledHeight = scaled(height, factor);
    int scaledWidth = scaled(width, factor);
    return TilePlan.of(
        scaledHeight,
        scaledWidth,
        tiling(Math.max(scaledHeight, scaledWidth)),
        shape.input.sizeY(),
        shape.input.sizeX(),
        shape.spacing);
  }

  private Tiling tiling(int longerSide) {
    Tiling stated = description.tiling();
    if (stated.tile() > 0 || longerSide <= largestTile) {
      return stated;
    }
    int halo = stated.halo() > 0 ? stated.halo() : LARGE_TILE_HALO;
    return new Tiling(largestTile, Math.min(halo, largestTile / 4), Blend.CENTRE);
  }

  private static int scaled(int length, double factor) {
    return factor == 1 ? length : (int) Math.max(1, Math.min(Integer.MAX_VALUE, length * factor));
  }

  /** Tiles that go through the network together. */
  int largestBatch() {
    if (shape.input.layout() == Layout.CYX) {
      return 1;
    }
    return shape.fixedBatch > 0 ? shape.fixedBatch : session.maxBatch();
  }

  /** Bytes of one tile's values of an output of the network, whether it is stitched or not. */
  long outputBytes(TensorSpec output, TilePlan plan) {
    for (Output dense : shape.dense) {
      if (dense.id().equals(output.name())) {
        long bytes = output.type().bytes();
        for (long size : NetworkShape.outputShape(dense, 1, plan.tileHeight(), plan.tileWidth())) {
          bytes *= size;
        }
        return bytes;
      }
    }
    long bytes = output.type().bytes();
    for (int axis = 1; axis < output.shape().size(); axis++) {
      bytes *= output.shape().get(axis);
    }
    return bytes;
  }
}
