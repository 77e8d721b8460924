package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * One field of a protocol buffer message: a number, or a piece of the buffer.
 *
 * @param number of the field
 * @param value of a number; 0 else
 * @param piece of a text, message or packed list; empty else
 * @param packed whether the piece has a length of its own: a text, a message, a packed list
 */
record ProtobufField(int number, long value, ByteBuffer piece, boolean packed) {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  /** What is done with each field of a message. */
  interface Reader {
    void read(ProtobufField field) throws IOException;
  }

  /** Walks the fields of a message. */
  static void each(ByteBuffer message, Reader reader) throws IOException {
    ByteBuffer rest = message.duplicate();
    while (rest.hasRemaining()) {
      reader.read(next(rest));
    }
  }

  /** What is done with each field and its bytes as they stand in the file, key included. */
  interface RawReader {
    void read(ProtobufField field, ByteBuffer raw) throws IOException;
  }

  /** Walks the fields of a message, for those who copy some of them as they are. */
  static void eachRaw(ByteBuffer message, RawReader reader) throws IOException {
    ByteBuffer rest = message.duplicate();
    while (rest.hasRemaining()) {
      int start = rest.position();
      ProtobufField field = next(rest);
      reader.read(field, message.slice(start, rest.position() - start));
    }
  }

  /** Reads the numbers of a repeated field, packed or one at a time. */
  void numbers(LongConsumer reader) throws IOException {
    if (!packed) {
      reader.accept(value);
      return;
    }
    ByteBuffer rest = piece.duplicate();
    while (rest.hasRemaining()) {
      reader.accept(varint(rest));
    }
  }

  private static ProtobufField next(ByteBuffer message) throws IOException {
    long key = varint(message);
    int number = (int) (key >>> 3);
    return switch ((int) (key & 7)) {
      case 0 -> new ProtobufField(number, varint(message), NONE, false);
      case 1 -> new ProtobufField(number, 0, take(message, 8), false);
      case 2 -> new ProtobufField(number, 0, take(message, varint(message)), true);
      case 5 -> new ProtobufField(number, 0, take(message, 4), false);
      default -> throw new IOException("no ONNX file: unknown wire type in field " + number);
    };
  }

  private static ByteBuffer take(ByteBuffer message, long length) throws IOException {
    if (length < 0 || length > message.remaining()) {
      throw new IOException("%d bytes announced, %d left".formatted(length, message.remaining()));
    }
    ByteBuffer piece = message.slice(message.position(), (int) length);
    message.position(message.position() + (int) length);
    return piece;
  }

  private static long varint(ByteBuffer message) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = message.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("no ONNX file: a number of more than 64 bits");
  }

  String text() {
    return StandardCharsets.UTF_8.decode(piece.duplicate()).toString();
  }
}
