package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A tensor of an ONNX file (TensorProto) whose numbers stay where they are: in the mapped file.
 *
 * @param name empty for that of a Constant node
 * @param type TensorProto.DataType
 * @param shape sizes, outermost first; empty for a scalar
 * @param external whether its numbers are kept in another file
 * @param message the whole tensor
 */
record OnnxTensor(String name, int type, List<Long> shape, boolean external, ByteBuffer message) {
  static final int FLOAT = 1;
  static final int FLOAT16 = 10;
  private static final int DIMS = 1;
  private static final int TYPE = 2;
  private static final int FLOAT_DATA = 4;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int DOCUMENTATION = 12;
  private static final int LOCATION = 14;
  private static final int EXTERNAL = 1;

  /** What is done with each number. */
  interface FloatReader {
    void read(float value) throws IOException;
  }

  static OnnxTensor parse(ByteBuffer message) throws IOException {
    String[] name = {""};
    long[] numbers = new long[2];
    List<Long> shape = new ArrayList<>();
    ProtobufField.each(
        message,
        field -> {
          switch (field.number()) {
            case DIMS -> field.numbers(shape::add);
            case TYPE -> numbers[0] = field.value();
            case NAME -> name[0] = field.text();
            case LOCATION -> numbers[1] = field.value();
            default -> {}
          }
        });
    return new OnnxTensor(
        name[0], (int) numbers[0], List.copyOf(shape), numbers[1] == EXTERNAL, message);
  }

  /** A float32 tensor of numbers at hand. */
  static OnnxTensor of(String name, List<Long> shape, float... values) throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    ByteBuffer key = ByteBuffer.allocate(values.length * 4 + 16);
    // Field 9 with its length, by hand: there is no channel to write to.
    key.put((byte) (RAW_DATA << 3 | 2));
    int rest = raw.remaining();
    for (; rest > 0x7f; rest >>>= 7) {
      key.put((byte) ((rest & 0x7f) | 0x80));
    }
    key.put((byte) rest).put(raw).flip();
    return new OnnxTensor(name, FLOAT, shape, false, key);
  }

  /** Number of elements, by its shape. */
  long count() throws IOException {
    long count = 1;
    for (long size : shape) {
      if (size < 0 || (size != 0 && count > Integer.MAX_VALUE / size)) {
        throw new IOException("tensor %s has the shape %s".formatted(name, shape));
      }
      count *= size;
    }
    return count;
  }

  /**
   * Checks that a float32 tensor has as many numbers as its shape says.
   *
   * @throws IOException if not
   */
  void check() throws IOException {
    long[] bytes = new long[1];
    ProtobufField.each(
        message,
        field -> {
          if (field.number() == FLOAT_DATA || field.number() == RAW_DATA) {
            bytes[0] += field.piece().remaining();
          }
        });
    if (bytes[0] != 4 * count()) {
      throw new IOException(
          "tensor %s of shape %s has %d bytes; %d are due"
              .formatted(name, shape, bytes[0], 4 * count()));
    }
  }

  /** Walks the numbers of a float32 tensor. */
  void each(FloatReader reader) throws IOException {
    ProtobufField.each(
        message,
        field -> {
          if (field.number() == FLOAT_DATA || field.number() == RAW_DATA) {
            ByteBuffer values = field.piece().duplicate().order(ByteOrder.LITTLE_ENDIAN);
            while (values.hasRemaining()) {
              reader.read(values.getFloat());
            }
          }
        });
  }

  /** Of its numbers alone, as they stand in the file. */
  String checksum() throws IOException {
    CRC32 crc = new CRC32();
    ProtobufField.eachRaw(
        message,
        (field, raw) -> {
          if (field.number() != NAME && field.number() != DOCUMENTATION) {
            crc.update(raw.duplicate());
          }
        });
    return Long.toHexString(crc.getValue());
  }

  /** The numbers of a float32 tensor. */
  float[] values() throws IOException {
    check();
    float[] values = new float[(int) count()];
    int[] next = new int[1];
    each(value -> values[next[0]++] = value);
    return values;
  }

  /** The same float32 tensor under another name. */
  ProtobufPiece single(String as) throws IOException {
    ProtobufMessage out = new ProtobufMessage();
    head(out, FLOAT, as);
    ProtobufField.eachRaw(
        message,
        (field, raw) -> {
          if (field.number() == FLOAT_DATA || field.number() == RAW_DATA) {
            out.raw(raw);
          }
        });
    return out;
  }

  /** The tensor in half precision. */
  ProtobufPiece half(String as, long[] underflows) throws IOException {
    ProtobufMessage out = new ProtobufMessage();
    head(out, FLOAT16, as);
    return out.content(RAW_DATA, new HalfNumbers(this, 2 * count(), underflows));
  }

  private void head(ProtobufMessage out, int as, String called) {
    for (long size : shape) {
      out.number(DIMS, size);
    }
    out.number(TYPE, as).text(NAME, called);
  }

  // Array: a counter shared with the caller, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record HalfNumbers(OnnxTensor tensor, long size, long[] underflows)
      implements ProtobufPiece {
    @Override
    public void write(ProtobufMessage.Sink sink) throws IOException, EngineException {
      float[] tooLarge = new float[1];
      tensor.each(
          value -> {
            short half = HalfFloat.of(value);
            if ((half & 0x7fff) == 0x7c00 && Float.isFinite(value)) {
              tooLarge[0] = value;
            } else if ((half & 0x7fff) == 0 && value != 0) {
              underflows[0]++;
            }
            sink.put(half);
          });
      if (tooLarge[0] != 0) {
        throw new EngineException(
            EngineException.Reason.UNREADABLE_NETWORK,
            "tensor %s has the value %s; half precision ends at %.0f: run this network in fp32"
                .formatted(tensor.name, tooLarge[0], HalfFloat.MAX));
      }
    }
  }
}
