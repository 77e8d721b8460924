package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.engine.cuda.Kernels;

/**
 * What the steps of a plane are made with. Tables that never change go up once, here.
 *
 * @param kernels of {@code prepare.cu} and {@code maps.cu}
 * @param memory that all steps of one plane share; its owner closes it
 * @param stream for copies while steps are made; idle afterwards
 */
record DeviceSetup(Cuda cuda, Kernels kernels, DeviceMemory memory, long stream) {
  /** Writes a table into a buffer that is large enough. */
  private interface Content {
    void write(ByteBuffer buffer);
  }

  /**
   * Copies a table to the device and waits for it.
   *
   * @param what it is, in messages
   * @return its address
   */
  long upload(String what, int[] values) throws EngineException {
    return upload(
        what,
        Math.multiplyExact(Integer.BYTES, values.length),
        buffer -> buffer.asIntBuffer().put(values));
  }

  /** Copies a table to the device and waits for it. */
  long upload(String what, float[] values) throws EngineException {
    return upload(
        what,
        Math.multiplyExact(Float.BYTES, values.length),
        buffer -> buffer.asFloatBuffer().put(values));
  }

  /** Copies bytes in the device's order to it and waits for it. */
  long upload(String what, ByteBuffer bytes) throws EngineException {
    return upload(what, bytes.remaining(), buffer -> buffer.duplicate().put(bytes.duplicate()));
  }

  private long upload(String what, int bytes, Content content) throws EngineException {
    long address = memory.take(what, bytes);
    if (bytes == 0) {
      return address;
    }
    ByteBuffer pinned = cuda.allocatePinned(bytes);
    try {
      content.write(pinned);
      cuda.copyToDevice(address, pinned, 0, bytes, stream);
      cuda.synchronize(stream);
    } finally {
      cuda.freePinned(pinned);
    }
    return address;
  }
}
