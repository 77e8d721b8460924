package org.scopeside.segmenter.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Numbers in a direct buffer with a shape. The buffer belongs to who made the tensor; an engine
 * only borrows it until the run that it was given to is complete.
 */
public final class Tensor {
  private final TensorType type;
  private final long[] shape;
  private final ByteBuffer data;

  /**
   * @param shape sizes, outermost first, none negative
   * @param data a direct buffer in native byte order whose bytes from 0 to its capacity hold at
   *     least the elements; its position and limit are not used
   * @throws IllegalArgumentException if the buffer is not direct, in another byte order, or too
   *     small
   */
  public Tensor(TensorType type, long[] shape, ByteBuffer data) {
    long bytes = Math.multiplyExact(elements(shape), type.bytes());
    if (!data.isDirect() || data.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException("a tensor needs a direct buffer in native byte order");
    }
    if (data.capacity() < bytes) {
      throw new IllegalArgumentException(
          "tensor "
              + Arrays.toString(shape)
              + " needs "
              + bytes
              + " bytes, got "
              + data.capacity());
    }
    this.type = type;
    this.shape = shape.clone();
    this.data = data;
  }

  /** A new tensor with a buffer of its own. */
  public static Tensor allocate(TensorType type, long... shape) {
    int bytes = Math.toIntExact(Math.multiplyExact(elements(shape), type.bytes()));
    return new Tensor(type, shape, ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
  }

  private static long elements(long[] shape) {
    long elements = 1;
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " is negative");
      }
      elements = Math.multiplyExact(elements, size);
    }
    return elements;
  }

  public TensorType type() {
    return type;
  }

  /** Sizes, outermost first; a copy. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int elements() {
    return Math.toIntExact(elements(shape));
  }

  /** Bytes of the elements. */
  public long bytes() {
    return elements(shape) * type.bytes();
  }

  /** The elements' bytes, position 0, limit at their end; a view, not a copy. */
  public ByteBuffer data() {
    return data.duplicate().order(data.order()).clear().limit(Math.toIntExact(bytes()));
  }

  /**
   * The elements as floats; a view, not a copy.
   *
   * @throws IllegalStateException if the elements are of another type
   */
  public FloatBuffer floats() {
    if (type != TensorType.FLOAT32) {
      throw new IllegalStateException("tensor is of " + type + ", not FLOAT32");
    }
    return data().asFloatBuffer();
  }

  /** The first {@code size} entries of the outermost axis; shares this tensor's buffer. */
  public Tensor first(long size) {
    long[] smaller = shape.clone();
    smaller[0] = size;
    return new Tensor(type, smaller, data);
  }
}
