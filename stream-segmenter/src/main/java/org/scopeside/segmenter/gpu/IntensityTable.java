package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.util.List;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.normalise.IntensityMap;
import org.scopeside.segmenter.normalise.Normaliser;
import org.scopeside.segmenter.tiling.TilePlan;
import org.scopeside.segmenter.tiling.TileReader;

/**
 * Maps that the host works out and the GPU applies: for planes that are not of whole numbers, and
 * for steps whose statistics are of each tile.
 */
final class IntensityTable {
  private final Cuda cuda;
  private final TilePlan plan;
  private final int channels;
  private final int tiles;
  private final ByteBuffer pinned;
  private final IntensityMaps maps;

  /**
   * Takes memory.
   *
   * @param channels of the plane
   * @param perTile whether tiles differ: {@link Normaliser#perTile}
   */
  IntensityTable(DeviceSetup setup, TilePlan plan, int channels, boolean perTile)
      throws EngineException {
    cuda = setup.cuda();
    this.plan = plan;
    this.channels = channels;
    tiles = perTile ? plan.count() : 1;
    long bytes = (long) tiles * channels * IntensityMaps.BYTES;
    pinned = setup.memory().takePinned("intensity maps", bytes);
    maps = new IntensityMaps(setup.memory().take("intensity maps", bytes), perTile);
  }

  /** Where the maps will be. */
  IntensityMaps maps() {
    return maps;
  }

  /**
   * Works the maps of a plane out; not while an earlier copy of them is under way.
   *
   * @param plane its channels, in the order of the planes on the device
   */
  void settle(List<Normaliser.Channel> plane) {
    if (plane.size() != channels) {
      throw new IllegalArgumentException(plane.size() + " channels, not " + channels);
    }
    for (int tile = 0; tile < tiles; tile++) {
      for (int c = 0; c < channels; c++) {
        put(tile * channels + c, TileReader.map(plane.get(c), plan, tile));
      }
    }
  }

  private void put(int index, IntensityMap map) {
    int at = index * IntensityMaps.BYTES;
    pinned.putFloat(at, map.centre());
    pinned.putFloat(at + 4, map.gain());
    pinned.putFloat(at + 8, map.offset());
    pinned.putFloat(at + 12, map.min());
    pinned.putFloat(at + 16, map.max());
  }

  /** Enqueues the copy. */
  void enqueue(long stream) throws EngineException {
    long bytes = (long) tiles * channels * IntensityMaps.BYTES;
    cuda.copyToDevice(maps.address(), pinned, 0, bytes, stream);
  }
}
