package org.scopeside.segmenter.engine;

import org.scopeside.segmenter.engine.cuda.Cuda;

/** A session whose network reads and writes the memory of a GPU: nothing needs to come back. */
public interface DeviceSession extends EngineSession {
  /** The GPU. */
  Cuda cuda();

  /** Largest size of the batch axis that a run may have. */
  int maxBatch();

  /** Opens a run of its own: one at a time, on one thread at a time. Costs device memory. */
  DeviceRun openRun() throws EngineException;

  /**
   * Told that the device was found lost by work that was not this session's: the process is ended,
   * so that its supervisor starts it again.
   */
  void deviceLost(EngineException failure);

  /** The network, ready to be enqueued with tensors on the device. */
  interface DeviceRun extends AutoCloseable {
    /** Sets the shape of an input. */
    void shape(String input, long... shape) throws EngineException;

    /** Sets where a tensor lies on the device; every tensor of the network needs a place. */
    void address(String tensor, long address) throws EngineException;

    /** Enqueues a run. May be recorded into a graph once a run of these shapes was enqueued. */
    void enqueue(long stream) throws EngineException;

    @Override
    void close();
  }
}
