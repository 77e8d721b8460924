package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.Pointer;

/**
 * A pointer that is set to one address after the other, so that calls allocate none. It owns
 * nothing. Not thread-safe.
 */
public final class HostAddress extends Pointer {
  /** Sets it to an address of the host or, where a call takes one so, of the device. */
  public HostAddress at(long value) {
    address = value;
    return this;
  }

  /** Sets it to a byte of a direct buffer, whatever the buffer's position. */
  public HostAddress at(ByteBuffer buffer, int offset) {
    return at(of(buffer) + offset);
  }

  /** Where the bytes of a direct buffer lie. */
  static long of(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("the device reads direct buffers only");
    }
    return getDirectBufferAddress(buffer);
  }
}
