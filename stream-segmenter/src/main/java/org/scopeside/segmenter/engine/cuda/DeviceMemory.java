package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;

/**
 * Device and pinned memory of one owner: bounded, counted, given back together. Not thread-safe,
 * but its count may be read from any thread.
 */
public final class DeviceMemory implements AutoCloseable {
  private final Cuda cuda;
  private final long budget;
  private final Deque<Long> addresses = new ArrayDeque<>();
  private final Deque<ByteBuffer> pinned = new ArrayDeque<>();
  private volatile long bytes;

  /**
   * @param budget most bytes of device memory that may be taken
   */
  public DeviceMemory(Cuda cuda, long budget) {
    this.cuda = cuda;
    this.budget = budget;
  }

  /**
   * Takes device memory.
   *
   * @param what it is for, in messages: {@code label plane}
   * @throws EngineException {@link Reason#OUT_OF_MEMORY} if it exceeds the budget or the device
   */
  public long take(String what, long wanted) throws EngineException {
    long size = Math.max(1, wanted);
    if (size > budget - bytes) {
      throw new EngineException(
          Reason.OUT_OF_MEMORY,
          "%s of %d bytes exceeds the GPU memory allowed: %d of %d bytes are taken"
              .formatted(what, size, bytes, budget));
    }
    long address = cuda.allocate(size);
    addresses.push(address);
    long taken = bytes + size; // only its owner writes
    bytes = taken;
    return address;
  }

  /** Takes pinned host memory; not counted. */
  public ByteBuffer takePinned(String what, long wanted) throws EngineException {
    if (wanted > Integer.MAX_VALUE) {
      throw new EngineException(
          Reason.OUT_OF_MEMORY,
          "%s of %d bytes is too large for one buffer".formatted(what, wanted));
    }
    ByteBuffer buffer = cuda.allocatePinned((int) Math.max(1, wanted));
    pinned.push(buffer);
    return buffer;
  }

  /** Device memory taken. */
  public long bytes() {
    return bytes;
  }

  /** Gives everything back; work that uses it must be done. */
  @Override
  public void close() throws EngineException {
    while (!addresses.isEmpty()) {
      cuda.free(addresses.pop());
    }
    while (!pinned.isEmpty()) {
      cuda.freePinned(pinned.pop());
    }
    bytes = 0;
  }
}
