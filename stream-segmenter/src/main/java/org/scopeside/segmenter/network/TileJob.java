package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.tiling.SeamAuditor;
import org.scopeside.segmenter.tiling.TilePlan;

/**
 * Tiles that belong together: a region of a plane, decoded once the last is back. Used by its run
 * only, one thread at a time.
 */
abstract class TileJob {
  final PlaneJob plane;
  final int index;
  final TilePlan plan;

  /** Strips to compare when it is decoded. */
  List<SeamAuditor.Seam> seams = List.of();

  private final int[] tiles;
  private int taken;
  private int underWay;
  private boolean finished;

  /**
   * @param index among the jobs of its plane
   * @param tiles of the plane's plan, at least one
   */
  TileJob(PlaneJob plane, int index, TilePlan plan, int[] tiles) {
    this.plane = plane;
    this.index = index;
    this.plan = plan;
    this.tiles = tiles;
  }

  /** Bytes held from {@link #open} until it is decoded. */
  abstract long bytes();

  /** Allocates what output is gathered in. */
  abstract void open();

  /** Takes a tile's output out of the batch. */
  abstract void accept(int tile, Outputs outputs, int slot);

  /** Makes objects of it; on any thread, one job of a plane after the other. */
  abstract void decode();

  /**
   * What the engine gave for a batch.
   *
   * @param dense in the order of the network's dense outputs
   * @param all by name
   */
  record Outputs(List<FloatBuffer> dense, Map<String, Tensor> all) {}

  final boolean hasTile() {
    return !plane.isFailed() && taken < tiles.length;
  }

  final int take() {
    underWay++;
    return tiles[taken++];
  }

  final void returned() {
    underWay--;
  }

  /** True once: when nothing is left to hand out or under way. */
  final boolean finishes() {
    if (finished || hasTile() || underWay > 0) {
      return false;
    }
    finished = true;
    return true;
  }

  final boolean sameShape(TileJob other) {
    return plan.tileHeight() == other.plan.tileHeight()
        && plan.tileWidth() == other.plan.tileWidth();
  }
}
