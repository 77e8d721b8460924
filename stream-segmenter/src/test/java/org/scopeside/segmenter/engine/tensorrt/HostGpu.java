package org.scopeside.segmenter.engine.tensorrt;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.HostCuda;

/** A machine whose GPU is made of the CPU, for tests of everything above the seams. */
public final class HostGpu {
  /** The GPU. */
  public final HostCuda cuda = new HostCuda();

  /** How it was lost; null while it is there. */
  public final AtomicReference<@Nullable EngineException> lost = new AtomicReference<>();

  final HostTensorRt tensorRt = new HostTensorRt(cuda, "10.15.1");

  /** TensorRT on this machine. */
  public Engine engine() {
    return tensorRtEngine();
  }

  TensorRtEngine tensorRtEngine() {
    return on(tensorRt);
  }

  /** With another TensorRT on it. */
  TensorRtEngine on(TensorRt library) {
    return new TensorRtEngine(
        new TensorRtEngine.Machine() {
          @Override
          public @Nullable String refusal() {
            return null;
          }

          @Override
          public TensorRtEngine.Device device(int index) throws EngineException {
            if (index != 0) {
              throw new EngineException(
                  EngineException.Reason.UNAVAILABLE, "there is no GPU " + index);
            }
            return new TensorRtEngine.Device(cuda, library);
          }
        },
        lost::set);
  }
}
