package org.scopeside.source;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays for pixels that are used again, so that reading planes of one size allocates nothing.
 * Holds a bounded number; what is given back beyond it, or was never given back, is left to the
 * garbage collector. Thread-safe.
 */
public final class PlaneBuffers {
  private final Deque<byte[]> idle = new ArrayDeque<>();
  private final int most;

  /**
   * @param most arrays that are kept; 0 to make a new one each time
   */
  public PlaneBuffers(int most) {
    this.most = most;
  }

  /** Buffers that are never used again, for those who keep the planes they read. */
  public static PlaneBuffers fresh() {
    return new PlaneBuffers(0);
  }

  /**
   * An array of exactly that many bytes, with any content.
   *
   * @param bytes checked against {@link org.scopeside.contract.PlaneHeader#MAX_PLANE_BYTES} by the
   *     caller
   */
  public byte[] take(int bytes) {
    synchronized (idle) {
      for (byte[] found = idle.pollFirst(); found != null; found = idle.pollFirst()) {
        if (found.length == bytes) {
          return found;
        }
      }
    }
    return new byte[bytes];
  }

  /** Takes an array back that nobody reads any more. */
  public void giveBack(byte[] buffer) {
    synchronized (idle) {
      if (idle.size() < most) {
        idle.addFirst(buffer);
      }
    }
  }
}
