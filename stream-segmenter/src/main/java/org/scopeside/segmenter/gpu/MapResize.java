package org.scopeside.segmenter.gpu;

import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;
import org.scopeside.segmenter.normalise.LinearAxis;

/**
 * Brings maps to another size, bilinearly: flows at the network's scale to the plane's own. Gives
 * what {@link org.scopeside.segmenter.normalise.ImageScaler#resize} gives, to the bit.
 */
final class MapResize {
  private final Kernel kernel;
  private final KernelArguments arguments;
  private final DeviceMaps target;

  /**
   * Takes memory and tables up.
   *
   * @param source of one value a pixel that the network sees
   */
  MapResize(DeviceSetup setup, DeviceMaps source, int width, int height) throws EngineException {
    kernel = setup.kernels().kernel("resizeMaps");
    DeviceMaps size = new DeviceMaps(0, source.channels(), width, height);
    long address = setup.memory().take("resized maps", size.bytes());
    target = new DeviceMaps(address, source.channels(), width, height);
    LinearAxis rows = LinearAxis.whole(source.height(), height);
    LinearAxis columns = LinearAxis.whole(source.width(), width);
    arguments =
        new KernelArguments()
            .address(source.address())
            .address(address)
            .address(setup.upload("rows of maps", lower(rows)))
            .address(setup.upload("rows of maps", weights(rows)))
            .address(setup.upload("columns of maps", lower(columns)))
            .address(setup.upload("columns of maps", weights(columns)))
            .whole(source.height())
            .whole(source.width())
            .whole(height)
            .whole(width)
            .whole(source.channels());
  }

  /** The source positions at or before those of an axis, or nowhere. */
  static int[] lower(LinearAxis axis) {
    int[] lower = new int[axis.length()];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = axis.lower(i);
    }
    return lower;
  }

  /** The shares of the positions after them. */
  static float[] weights(LinearAxis axis) {
    float[] weights = new float[axis.length()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = axis.weight(i);
    }
    return weights;
  }

  /** The maps in the new size, complete once enqueued work is done. */
  DeviceMaps target() {
    return target;
  }

  void enqueue(long stream) throws EngineException {
    kernel.launchOver(target.pixels(), arguments, stream);
  }
}
