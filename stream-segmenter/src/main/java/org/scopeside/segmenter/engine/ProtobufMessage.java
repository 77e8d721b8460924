package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol buffer message to be written. Its size is known before a byte of it is, so messages
 * within messages need no copies of their content.
 */
final class ProtobufMessage implements ProtobufPiece {
  private final List<ProtobufPiece> pieces = new ArrayList<>();
  private long size;

  /** Bytes on their way into a file, little-endian. Call {@link #flush} at the end. */
  static final class Sink {
    private final WritableByteChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    Sink(WritableByteChannel channel) {
      this.channel = channel;
    }

    void put(ByteBuffer bytes) throws IOException {
      if (bytes.remaining() > buffer.capacity()) {
        flush();
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        return;
      }
      if (bytes.remaining() > buffer.remaining()) {
        flush();
      }
      buffer.put(bytes);
    }

    void put(short value) throws IOException {
      if (buffer.remaining() < Short.BYTES) {
        flush();
      }
      buffer.putShort(value);
    }

    void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }
  }

  private record Bytes(ByteBuffer bytes) implements ProtobufPiece {
    @Override
    public long size() {
      return bytes.remaining();
    }

    @Override
    public void write(Sink sink) throws IOException {
      sink.put(bytes.duplicate());
    }
  }

  /** Adds bytes as they are: a field with its key. */
  ProtobufMessage raw(ByteBuffer bytes) {
    return add(new Bytes(bytes.duplicate()));
  }

  ProtobufMessage number(int field, long value) {
    varint((long) field << 3);
    return varint(value);
  }

  ProtobufMessage text(int field, String text) {
    return content(field, new Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  /** Adds a text, message or packed list. */
  ProtobufMessage content(int field, ProtobufPiece content) {
    varint((long) field << 3 | 2);
    varint(content.size());
    return add(content);
  }

  private ProtobufMessage varint(long value) {
    byte[] bytes = new byte[10];
    int length = 0;
    for (long rest = value; ; rest >>>= 7) {
      if ((rest & ~0x7fL) == 0) {
        bytes[length++] = (byte) rest;
        break;
      }
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
    }
    return add(new Bytes(ByteBuffer.wrap(bytes, 0, length)));
  }

  private ProtobufMessage add(ProtobufPiece piece) {
    pieces.add(piece);
    size += piece.size();
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void write(Sink sink) throws IOException, EngineException {
    for (ProtobufPiece piece : pieces) {
      piece.write(sink);
    }
  }
}
