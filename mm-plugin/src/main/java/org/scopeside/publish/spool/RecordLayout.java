package org.scopeside.publish.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Topics;
import org.scopeside.contract.WireRecord;

/**
 * How a record lies in a segment, big-endian:
 *
 * <pre>
 *  0      4     5         8             12            16          20          24
 * ┌──────┬─────┬─────────┬─────────────┬─────────────┬───────────┬───────────┬──────┬───────┐
 * │magic │state│ zeros   │ head length │ value length│ value CRC │ head CRC  │ head │ value │
 * └──────┴─────┴─────────┴─────────────┴─────────────┴───────────┴───────────┴──────┴───────┘
 * </pre>
 *
 * The head is topic, key, and headers, each text as a length (2 bytes) and UTF-8; the count of
 * headers stands before them (2 bytes). The head's CRC-32 covers bytes 8 to 20 and the head, so a
 * segment can be walked from head to head without reading a pixel. The state byte is written over
 * when the record has arrived and stands outside both sums.
 */
final class RecordLayout {
  static final int PREFIX_BYTES = 24;
  static final int STATE_OFFSET = 4;
  static final byte PENDING = 0;
  static final byte DONE = 1;

  /** Heads are about one kilobyte; a length beyond this is damage, not data. */
  static final int MAX_HEAD_BYTES = 1 << 20;

  private static final int MAGIC = 0x53435350; // "SCSP"
  private static final int SUMMED_FROM = 8;
  private static final int SUMMED_TO = 20;

  /** What the first {@link #PREFIX_BYTES} say. */
  static final class Prefix {
    final boolean done;
    final int headLength;
    final int valueLength;
    final int valueCrc;
    final int headCrc;
    private final byte[] summed;

    private Prefix(ByteBuffer from) {
      this.done = from.get(STATE_OFFSET) == DONE;
      this.headLength = from.getInt(SUMMED_FROM);
      this.valueLength = from.getInt(12);
      this.valueCrc = from.getInt(16);
      this.headCrc = from.getInt(SUMMED_TO);
      this.summed = new byte[SUMMED_TO - SUMMED_FROM];
      for (int i = 0; i < summed.length; i++) {
        summed[i] = from.get(SUMMED_FROM + i);
      }
    }

    long recordLength() {
      return (long) PREFIX_BYTES + headLength + valueLength;
    }

    boolean matches(byte[] head) {
      return headCrc == headCrc(ByteBuffer.wrap(summed), head);
    }
  }

  private RecordLayout() {}

  /** Null where there is no record, or one whose lengths cannot be. */
  static @Nullable Prefix prefix(ByteBuffer bytes) {
    if (bytes.getInt(0) != MAGIC) {
      return null;
    }
    Prefix prefix = new Prefix(bytes);
    boolean possible =
        prefix.headLength > 0
            && prefix.headLength <= MAX_HEAD_BYTES
            && prefix.valueLength >= 0
            && prefix.valueLength <= Topics.MAX_RECORD_BYTES;
    return possible ? prefix : null;
  }

  /** Prefix and head, ready to be written before the value. */
  static byte[] front(String topic, WireRecord record) throws IOException {
    byte[] head = head(topic, record);
    byte[] bytes = new byte[PREFIX_BYTES + head.length];
    ByteBuffer front = ByteBuffer.wrap(bytes);
    front.putInt(MAGIC).putInt(PENDING);
    front.putInt(head.length).putInt(record.value().length).putInt(crc(record.value()));
    ByteBuffer summed = front.duplicate();
    summed.position(SUMMED_FROM).limit(SUMMED_TO);
    front.putInt(headCrc(summed, head)).put(head);
    return bytes;
  }

  static int crc(byte[] value) {
    CRC32 crc = new CRC32();
    crc.update(value, 0, value.length);
    return (int) crc.getValue();
  }

  private static int headCrc(ByteBuffer summed, byte[] head) {
    CRC32 crc = new CRC32();
    crc.update(summed);
    crc.update(head, 0, head.length);
    return (int) crc.getValue();
  }

  private static byte[] head(String topic, WireRecord record) throws IOException {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream(1024);
    put(bytes, topic);
    put(bytes, record.key());
    putShort(bytes, record.headers().size());
    for (Map.Entry<String, String> header : record.headers().entrySet()) {
      put(bytes, header.getKey());
      put(bytes, header.getValue());
    }
    if (bytes.size() > MAX_HEAD_BYTES) {
      throw new IOException("headers of " + bytes.size() + " bytes, key=" + record.key());
    }
    return bytes.toByteArray();
  }

  private static void put(java.io.ByteArrayOutputStream bytes, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putShort(bytes, utf8.length);
    bytes.write(utf8);
  }

  private static void putShort(java.io.ByteArrayOutputStream bytes, int value) throws IOException {
    if (value > 0xFFFF) {
      throw new IOException("a text or list of " + value + " does not fit into a record's head");
    }
    bytes.write(value >> 8);
    bytes.write(value);
  }

  /** Topic, key and headers; the sum of the head has been checked before. */
  static Head readHead(byte[] head) {
    ByteBuffer bytes = ByteBuffer.wrap(head);
    String topic = text(bytes);
    String key = text(bytes);
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = bytes.getShort() & 0xFFFF; left > 0; left--) {
      String name = text(bytes);
      headers.put(name, text(bytes));
    }
    return new Head(topic, key, headers);
  }

  private static String text(ByteBuffer bytes) {
    byte[] utf8 = new byte[bytes.getShort() & 0xFFFF];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** A record without its value. */
  static final class Head {
    final String topic;
    final String key;
    final Map<String, String> headers;

    Head(String topic, String key, Map<String, String> headers) {
      this.topic = topic;
      this.key = key;
      this.headers = headers;
    }

    @Nullable Origin origin() {
      return Origin.of(headers);
    }
  }
}
