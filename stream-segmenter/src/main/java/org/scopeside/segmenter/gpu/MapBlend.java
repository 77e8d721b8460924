package org.scopeside.segmenter.gpu;

import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;
import org.scopeside.segmenter.modelpackage.Activation;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.tiling.AxisTables;
import org.scopeside.segmenter.tiling.TilePlan;

/**
 * Puts one output of a network together over a whole plane: what is left of its activation, and the
 * blend of tiles. Gives what {@code OutputActivation} and {@link
 * org.scopeside.segmenter.tiling.DenseBlender} give when tiles come in their order; to the bit
 * where there is no activation, else within the rounding of {@code exp}.
 */
final class MapBlend {
  private final Kernel kernel;
  private final KernelArguments arguments;
  private final long elements;

  /**
   * Takes the tables up.
   *
   * @param tiles float32 of all tiles of the plan, in their order, in the output's layout
   * @param target of the plane, {@link #mapWidth} by {@link #mapHeight}; may be some channels of
   *     larger maps
   */
  MapBlend(DeviceSetup setup, TilePlan plan, Output output, long tiles, DeviceMaps target)
      throws EngineException {
    if (target.width() != mapWidth(plan, output)
        || target.height() != mapHeight(plan, output)
        || target.channels() != output.channels()) {
      throw new IllegalArgumentException(
          "output %s of a plane of %dx%d does not fill %s"
              .formatted(output, plan.width(), plan.height(), target));
    }
    boolean softmax = output.activation() == Activation.SOFTMAX;
    kernel = setup.kernels().kernel(softmax ? "blendSoftmax" : "blendMaps");
    elements = softmax ? target.pixels() : target.pixels() * target.channels();
    int spacing = output.spacing();
    arguments = new KernelArguments().address(tiles).address(target.address());
    tables(setup, AxisTables.rows(plan, spacing));
    tables(setup, AxisTables.columns(plan, spacing));
    arguments
        .whole(target.height())
        .whole(target.width())
        .whole(plan.countX())
        .whole(plan.tileHeight() / spacing)
        .whole(plan.tileWidth() / spacing)
        .whole(output.channels())
        .whole(output.layout() == Layout.BYXC ? 1 : 0)
        .whole(number(output.activation()))
        .whole(plan.blend() == Blend.TAPER ? 1 : 0);
  }

  /** As {@code maps.cu} numbers them. */
  private static int number(Activation activation) {
    return switch (activation) {
      case NONE -> 0;
      case SIGMOID -> 1;
      case SOFTMAX -> 2;
    };
  }

  private void tables(DeviceSetup setup, AxisTables axis) throws EngineException {
    arguments
        .address(setup.upload("blend of tiles", axis.firstTile()))
        .address(setup.upload("blend of tiles", axis.lastTile()))
        .address(setup.upload("blend of tiles", axis.starts()))
        .address(setup.upload("blend of tiles", axis.weights()));
  }

  /** Columns of an output's maps. */
  static int mapWidth(TilePlan plan, Output output) {
    return (plan.width() + output.spacing() - 1) / output.spacing();
  }

  /** Rows of an output's maps. */
  static int mapHeight(TilePlan plan, Output output) {
    return (plan.height() + output.spacing() - 1) / output.spacing();
  }

  /** Bytes of one tile of an output. */
  static long tileBytes(TilePlan plan, Output output) {
    int spacing = output.spacing();
    return (long) Float.BYTES
        * output.channels()
        * (plan.tileHeight() / spacing)
        * (plan.tileWidth() / spacing);
  }

  /** Enqueues it; all tiles must be on the device by then. */
  void enqueue(long stream) throws EngineException {
    kernel.launchOver(elements, arguments, stream);
  }
}
