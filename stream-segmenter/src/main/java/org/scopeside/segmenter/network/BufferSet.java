package org.scopeside.segmenter.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

/**
 * Direct buffers of one batch: its input and its dense outputs. Kept and used again; grows to the
 * largest batch it has held.
 */
final class BufferSet {
  private static final int PAGE = 4096;

  private final NetworkShape shape;
  private final Memory memory;
  private final Map<String, ByteBuffer> buffers = new HashMap<>();

  BufferSet(NetworkShape shape, Memory memory) {
    this.shape = shape;
    this.memory = memory;
  }

  Tensor input(int batch, int height, int width) {
    return tensor("in:" + shape.input.id(), shape.inputShape(batch, height, width));
  }

  Map<String, Tensor> outputs(int batch, int height, int width) {
    Map<String, Tensor> outputs = new HashMap<>();
    for (Output output : shape.dense) {
      long[] sizes = NetworkShape.outputShape(output, batch, height, width);
      outputs.put(output.id(), tensor(output.id(), sizes));
    }
    return outputs;
  }

  private Tensor tensor(String name, long[] sizes) {
    long bytes = 4;
    for (long size : sizes) {
      bytes = Math.multiplyExact(bytes, size);
    }
    ByteBuffer buffer = buffers.get(name);
    if (buffer == null || buffer.capacity() < bytes) {
      // Let go of the small one first, so that both need not fit.
      buffers.remove(name);
      memory.add(-(buffer == null ? 0 : buffer.capacity()));
      int pages = Math.toIntExact((bytes + PAGE - 1) / PAGE);
      int capacity = (int) Math.min(Integer.MAX_VALUE, (long) pages * PAGE);
      buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
      memory.add(capacity);
      buffers.put(name, buffer);
    }
    return new Tensor(TensorType.FLOAT32, sizes, buffer);
  }
}
