package org.scopeside.segmenter.gpu;

import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.image.FoundObjects;

/**
 * A decoder whose work on pixels is the GPU's. Made for planes of one size, with all its memory;
 * used for one plane at a time, in the order of the methods.
 */
interface DeviceDecoder {
  /**
   * Enqueues the work on the maps that it was made for, and the copies to the host of which the
   * size is known. May be recorded into a graph: enqueues the same calls with the same arguments
   * each time.
   */
  void enqueue(long stream) throws EngineException;

  /**
   * Enqueues copies of which only now, when all of {@link #enqueue} is done, the size is known.
   *
   * @return whether there is anything to wait for
   */
  boolean fetch(long stream) throws EngineException;

  /**
   * Makes objects of what came back; on any thread, while nothing else uses this decoder.
   *
   * @return null if the plane exceeds what was set aside for it (more objects, more candidates):
   *     the host's decoder is then to be given the maps
   * @throws org.scopeside.segmenter.decode.NonFiniteOutputException if a value that the decoder
   *     reads is NaN or infinite
   */
  @Nullable FoundObjects finish();

  /**
   * As {@link #finish}, into a buffer of the caller.
   *
   * @param labels {@code [y][x]}, written from 0 on
   * @return number of objects; -1 where {@link #finish} gives null
   */
  default int finishInto(IntBuffer labels) {
    FoundObjects found = finish();
    if (found == null) {
      return -1;
    }
    labels.put(0, found.labels().labels());
    return found.labels().objectCount();
  }
}
