package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.util.List;
import org.scopeside.segmenter.engine.EngineException;

/**
 * One GPU: the calls of CUDA that Scopeside makes, and no others. Device memory is an address, a
 * stream, an event, a kernel and a graph are handles: numbers other than 0, never looked into.
 *
 * <p>Every call checks the status that CUDA returns and throws an {@link EngineException} with the
 * call's name, CUDA's name of the error and what to do. Calls on a stream only enqueue; errors of
 * the work itself surface at a later call. {@link EngineException.Reason#DEVICE_LOST} means that
 * nothing on this device will work again in this process.
 *
 * <p>Thread-safe; a stream belongs to one thread at a time.
 */
public interface Cuda {
  CudaDevice device();

  /** Memory of the device that is free now, bytes; other processes take from it too. */
  long freeBytes() throws EngineException;

  /**
   * Takes device memory, not cleared, aligned to 256 bytes or more.
   *
   * @param bytes at least 1
   */
  long allocate(long bytes) throws EngineException;

  /** Gives device memory back. Waits for work that uses it. */
  void free(long address) throws EngineException;

  /**
   * Takes page-locked host memory, which the device copies from and to by itself. Slow: once, not a
   * plane.
   *
   * @return direct, in native byte order
   */
  ByteBuffer allocatePinned(int bytes) throws EngineException;

  /** Gives back what {@link #allocatePinned} gave; the buffer must not be touched afterwards. */
  void freePinned(ByteBuffer buffer) throws EngineException;

  long createStream() throws EngineException;

  void destroyStream(long stream) throws EngineException;

  /** Blocks until all work of a stream is done; tells what failed of it. */
  void synchronize(long stream) throws EngineException;

  /**
   * Enqueues a copy.
   *
   * @param host pinned; not written to until the copy is done
   * @param offset first byte in it, whatever its position
   */
  void copyToDevice(long target, ByteBuffer host, int offset, long bytes, long stream)
      throws EngineException;

  /**
   * Enqueues a copy.
   *
   * @param host pinned; read once the stream, or an event after the copy, is done
   */
  void copyToHost(ByteBuffer host, int offset, long source, long bytes, long stream)
      throws EngineException;

  /** Enqueues setting every byte to a value. */
  void fill(long target, int value, long bytes, long stream) throws EngineException;

  /** An event that takes the time where {@code timed}, else costs less. */
  long createEvent(boolean timed) throws EngineException;

  void destroyEvent(long event) throws EngineException;

  /** Marks the place that a stream's queue has reached. */
  void record(long event, long stream) throws EngineException;

  /** Lets what is enqueued from now on wait until the event has happened. */
  void waitFor(long stream, long event) throws EngineException;

  /** Blocks until the event has happened; tells what failed before it. */
  void synchronizeEvent(long event) throws EngineException;

  /** Between two timed events that have happened, ms. */
  float elapsedMillis(long first, long second) throws EngineException;

  /**
   * Compiles kernels with NVRTC.
   *
   * @param name of the source in messages
   * @param options of NVRTC
   * @return PTX
   * @throws EngineException with the compiler's log
   */
  byte[] compile(String name, String source, List<String> options) throws EngineException;

  /** Loads compiled kernels, for good: they are loaded once a process. */
  long loadModule(byte[] ptx) throws EngineException;

  /** A kernel, {@code extern "C"}, of a module. */
  long kernel(long module, String name) throws EngineException;

  /**
   * Enqueues a kernel over {@code blocks} blocks of {@code threads} threads.
   *
   * @param arguments the one struct that the kernel takes by value, from byte 0 to the limit; a
   *     direct buffer, read before the call returns
   */
  void launch(long kernel, int blocks, int threads, ByteBuffer arguments, long stream)
      throws EngineException;

  /**
   * From here on what is enqueued on the stream is recorded and not run. Streams that wait for an
   * event of it are recorded with it.
   */
  void beginCapture(long stream) throws EngineException;

  /** Ends recording. */
  long endCapture(long stream) throws EngineException;

  /** Enqueues all that was recorded. */
  void launchGraph(long graph, long stream) throws EngineException;

  void destroyGraph(long graph) throws EngineException;
}
