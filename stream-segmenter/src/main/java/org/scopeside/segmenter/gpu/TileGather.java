package org.scopeside.segmenter.gpu;

import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.normalise.LinearAxis;
import org.scopeside.segmenter.tiling.AxisTables;
import org.scopeside.segmenter.tiling.TilePlan;

/**
 * Gathers tiles of raw planes into the network's input: rescaled, reflected at the border,
 * normalised. Gives what {@link org.scopeside.segmenter.tiling.TileReader} gives, to the bit if the
 * maps are the same.
 */
final class TileGather {
  private final Kernel kernel;
  private final RawPlanes planes;
  private final IntensityMaps maps;
  private final TilePlan plan;
  private final Layout layout;
  private final int inputChannels;
  private final long rowLower;
  private final long rowWeight;
  private final long columnLower;
  private final long columnWeight;

  /**
   * Takes the tables up.
   *
   * @param plan of the planes at the network's scale
   * @param inputChannels size of the input's channel axis; those beyond the planes' are zero
   */
  TileGather(
      DeviceSetup setup,
      RawPlanes planes,
      IntensityMaps maps,
      TilePlan plan,
      Layout layout,
      int inputChannels)
      throws EngineException {
    if (planes.channels() > inputChannels) {
      throw new IllegalArgumentException(
          "plane of %d channels for a network that takes %d"
              .formatted(planes.channels(), inputChannels));
    }
    kernel = setup.kernels().kernel("gatherTiles");
    this.planes = planes;
    this.maps = maps;
    this.plan = plan;
    this.layout = layout;
    this.inputChannels = inputChannels;
    // The spacing only matters to output.
    LinearAxis rows =
        new LinearAxis(planes.height(), plan.height(), AxisTables.rows(plan, 1).shown());
    LinearAxis columns =
        new LinearAxis(planes.width(), plan.width(), AxisTables.columns(plan, 1).shown());
    rowLower = setup.upload("rows of tiles", MapResize.lower(rows));
    rowWeight = setup.upload("rows of tiles", MapResize.weights(rows));
    columnLower = setup.upload("columns of tiles", MapResize.lower(columns));
    columnWeight = setup.upload("columns of tiles", MapResize.weights(columns));
  }

  /** Bytes of one tile in the input. */
  long tileBytes() {
    return (long) Float.BYTES * inputChannels * plan.tileHeight() * plan.tileWidth();
  }

  /**
   * Settles one batch.
   *
   * @param first tile of the plan, at slot 0
   * @param count tiles
   * @param slots of the batch; those from {@code count} on become zero
   * @param target float32 of {@code slots} tiles
   */
  Batch batch(int first, int count, int slots, long target) {
    if (first < 0 || count < 0 || first + count > plan.count() || slots < count) {
      throw new IllegalArgumentException(
          "tiles %d to %d of %d in %d slots".formatted(first, first + count, plan.count(), slots));
    }
    int pixels = Math.multiplyExact(slots, Math.multiplyExact(plan.tileHeight(), plan.tileWidth()));
    boolean rescaled = plan.height() != planes.height() || plan.width() != planes.width();
    KernelArguments arguments =
        new KernelArguments()
            .address(planes.address())
            .address(maps.address())
            .address(rowLower)
            .address(rowWeight)
            .address(columnLower)
            .address(columnWeight)
            .address(target)
            .whole(planes.sample().bytes())
            .whole(planes.channels())
            .whole(planes.height())
            .whole(planes.width())
            .whole(rescaled ? 1 : 0)
            .whole(maps.ofTiles() ? 1 : 0)
            .whole(plan.countX())
            .whole(plan.tileHeight())
            .whole(plan.tileWidth())
            .whole(inputChannels)
            .whole(layout == Layout.BYXC ? 1 : 0)
            .whole(first)
            .whole(count)
            .whole(slots);
    return new Batch(kernel, arguments, pixels);
  }

  /** A batch to gather. */
  static final class Batch {
    private final Kernel kernel;
    private final KernelArguments arguments;
    private final int pixels;

    private Batch(Kernel kernel, KernelArguments arguments, int pixels) {
      this.kernel = kernel;
      this.arguments = arguments;
      this.pixels = pixels;
    }

    /** Enqueues it; planes and maps must be on the device by then. */
    void enqueue(long stream) throws EngineException {
      kernel.launchOver(pixels, arguments, stream);
    }
  }
}
