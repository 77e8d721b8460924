package org.scopeside.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an ONNX network that gives recorded outputs whatever it sees: each is a constant of the
 * graph. So a decoder is tried behind a real engine where no weights of its network may be had.
 */
final class RecordedNetwork {
  private static final int FLOAT = 1;
  private static final int OPSET = 13;

  private final List<Output> outputs = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // a tensor, never compared
  private record Output(String name, long[] shape, float[] values) {}

  /** Adds an output. */
  RecordedNetwork gives(String name, long[] shape, float[]... channels) {
    int size = 0;
    for (float[] channel : channels) {
      size += channel.length;
    }
    ByteBuffer all = ByteBuffer.allocate(4 * size);
    for (float[] channel : channels) {
      all.asFloatBuffer().put(channel);
      all.position(all.position() + 4 * channel.length);
    }
    float[] values = new float[size];
    all.flip().asFloatBuffer().get(values);
    outputs.add(new Output(name, shape, values));
    return this;
  }

  /** Writes it; its input {@code image} has the given shape. */
  void write(Path file, long... inputShape) throws IOException {
    Message graph = new Message();
    for (Output output : outputs) {
      graph.message(
          1,
          new Message()
              .text(1, output.name + "_recorded")
              .text(2, output.name)
              .text(4, "Identity"));
    }
    graph.text(2, "recorded");
    for (Output output : outputs) {
      graph.message(5, tensor(output));
    }
    graph.message(11, value("image", inputShape));
    for (Output output : outputs) {
      graph.message(12, value(output.name, output.shape));
    }
    Message model =
        new Message()
            .number(1, 8)
            .message(7, graph)
            .message(8, new Message().text(1, "").number(2, OPSET));
    Files.write(file, model.bytes());
  }

  private static Message tensor(Output output) {
    Message tensor = new Message();
    for (long size : output.shape) {
      tensor.number(1, size);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * output.values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(output.values);
    return tensor.number(2, FLOAT).text(8, output.name + "_recorded").bytes(9, raw.array());
  }

  private static Message value(String name, long[] shape) {
    Message sizes = new Message();
    for (long size : shape) {
      sizes.message(1, new Message().number(1, size));
    }
    Message type = new Message().number(1, FLOAT).message(2, sizes);
    return new Message().text(1, name).message(2, new Message().message(1, type));
  }

  /** A protocol buffer message in the making. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
