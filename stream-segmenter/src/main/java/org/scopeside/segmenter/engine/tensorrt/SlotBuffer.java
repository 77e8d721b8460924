package org.scopeside.segmenter.engine.tensorrt;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.cuda.Cuda;

/** One tensor's memory on the device and its pinned image on the host; grows to its largest. */
final class SlotBuffer {
  private final Cuda cuda;
  private final String tensor;
  private final AtomicLong held;
  private final long budget;
  private long address;
  private long capacity;
  private @Nullable ByteBuffer pinned;

  /**
   * @param held device memory that all buffers of a session hold together
   * @param budget most of it
   */
  SlotBuffer(Cuda cuda, String tensor, AtomicLong held, long budget) {
    this.cuda = cuda;
    this.tensor = tensor;
    this.held = held;
    this.budget = budget;
  }

  /**
   * Makes room; nothing that uses the buffer may be under way.
   *
   * @return whether it lies elsewhere now
   */
  boolean grow(long bytes) throws EngineException {
    if (bytes <= capacity) {
      return false;
    }
    if (bytes > Integer.MAX_VALUE || bytes - capacity > budget - held.get()) {
      throw new EngineException(
          Reason.OUT_OF_MEMORY,
          "tensor %s of %d bytes exceeds the GPU memory allowed: %d of %d bytes are taken; lower the batch, or raise gpu-memory-share"
              .formatted(tensor, bytes, held.get(), budget));
    }
    free();
    address = cuda.allocate(bytes);
    capacity = bytes;
    held.addAndGet(bytes);
    pinned = cuda.allocatePinned((int) bytes);
    return true;
  }

  long address() {
    return address;
  }

  /** Pinned memory, at least as large as was asked for last. */
  ByteBuffer pinned() {
    ByteBuffer buffer = pinned;
    if (buffer == null) {
      throw new IllegalStateException("no memory of " + tensor);
    }
    return buffer;
  }

  void free() throws EngineException {
    ByteBuffer buffer = pinned;
    pinned = null;
    if (buffer != null) {
      cuda.freePinned(buffer);
    }
    if (address != 0) {
      long freed = address;
      address = 0;
      held.addAndGet(-capacity);
      capacity = 0;
      cuda.free(freed);
    }
  }
}
