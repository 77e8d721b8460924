package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The struct that a kernel takes by value, laid out as C does: each field at a multiple of its
 * size. Made once where sizes and addresses are fixed, then launched for every plane. Not
 * thread-safe.
 *
 * <pre>
 *   struct GatherArguments { const unsigned short *plane; int width; float weight; };
 *   new KernelArguments().address(plane).whole(width).single(weight)
 * </pre>
 */
public final class KernelArguments {
  /** What CUDA allows at the least. */
  private static final int MOST_BYTES = 4096;

  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(MOST_BYTES).order(ByteOrder.nativeOrder()).limit(0);

  /** Appends a pointer to device memory; 0 for none. */
  public KernelArguments address(long address) {
    int at = next(Long.BYTES);
    bytes.putLong(at, address);
    return this;
  }

  /** Appends a {@code long long}. */
  public KernelArguments wide(long value) {
    return address(value);
  }

  /** Appends an {@code int}. */
  public KernelArguments whole(int value) {
    int at = next(Integer.BYTES);
    bytes.putInt(at, value);
    return this;
  }

  /** Appends a {@code float}. */
  public KernelArguments single(float value) {
    int at = next(Float.BYTES);
    bytes.putFloat(at, value);
    return this;
  }

  /** Appends a {@code double}. */
  public KernelArguments real(double value) {
    int at = next(Double.BYTES);
    bytes.putDouble(at, value);
    return this;
  }

  /** Room for a field of that size, which is its alignment too. */
  private int next(int size) {
    int at = (bytes.limit() + size - 1) / size * size;
    if (at + size > MOST_BYTES) {
      throw new IllegalStateException("a kernel's arguments exceed " + MOST_BYTES + " bytes");
    }
    bytes.limit(at + size);
    return at;
  }

  /** The struct, from byte 0 to the limit. */
  ByteBuffer bytes() {
    return bytes;
  }
}
