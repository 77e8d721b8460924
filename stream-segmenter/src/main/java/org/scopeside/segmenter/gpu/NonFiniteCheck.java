package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.KernelArguments;
import org.scopeside.segmenter.engine.cuda.Kernels.Kernel;

/** Looks for NaN and infinities in maps; what {@link NonFiniteOutputException#check} finds. */
final class NonFiniteCheck {
  private static final int RESULT_BYTES = Long.BYTES + 2 * Float.BYTES;

  private final Cuda cuda;
  private final Kernel find;
  private final Kernel keep;
  private final DeviceMaps maps;
  private final long result;
  private final ByteBuffer pinned;
  private final KernelArguments arguments;

  /**
   * Takes memory.
   *
   * @param maps that are looked at, all channels
   */
  NonFiniteCheck(DeviceSetup setup, DeviceMaps maps) throws EngineException {
    cuda = setup.cuda();
    this.maps = maps;
    find = setup.kernels().kernel("findNonFinite");
    keep = setup.kernels().kernel("keepNonFinite");
    result = setup.memory().take("place of a non-finite value", RESULT_BYTES);
    pinned = setup.memory().takePinned("place of a non-finite value", RESULT_BYTES);
    arguments = new KernelArguments().address(maps.address()).address(result).wide(values());
  }

  private long values() {
    return maps.channels() * maps.pixels();
  }

  /** Enqueues the look and the copy of what it found. */
  void enqueue(long stream) throws EngineException {
    cuda.fill(result, 0xFF, RESULT_BYTES, stream);
    find.launchOver(values(), arguments, stream);
    keep.launch(1, 1, arguments, stream);
    cuda.copyToHost(pinned, 0, result, RESULT_BYTES, stream);
  }

  /**
   * Tells what was found, once enqueued work is done.
   *
   * @throws NonFiniteOutputException if a value is not finite: the first, channel by channel
   */
  void demandFinite() {
    long first = pinned.getLong(0);
    if (first >= 0) {
      throw new NonFiniteOutputException(
          (int) (first / maps.pixels()),
          (int) (first % maps.pixels()),
          maps.width(),
          pinned.getFloat(Long.BYTES));
    }
  }
}
