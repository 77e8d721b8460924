package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes little-endian TIFFs of 16-bit pages, 3 by 2 pixels, each filled with a number. */
final class SmallTiff {
  static final int SIZE_X = 3;
  static final int SIZE_Y = 2;
  private static final int PLANE_BYTES = SIZE_X * SIZE_Y * 2;

  private final List<Integer> values = new ArrayList<>();
  private final List<TreeMap<Integer, byte[]>> texts = new ArrayList<>();
  private byte[] tail = new byte[0];

  /** Adds a page whose samples all have one value. */
  SmallTiff page(int value) {
    values.add(value);
    texts.add(new TreeMap<>());
    return this;
  }

  SmallTiff pages(int first, int count) {
    for (int i = 0; i < count; i++) {
      page(first + i);
    }
    return this;
  }

  /** Adds a text to the last page. */
  SmallTiff text(int tag, String text) {
    texts.get(texts.size() - 1).put(tag, (text + "\0").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  SmallTiff description(String text) {
    texts.get(0).put(270, (text + "\0").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Planes after the last page that no directory tells of. */
  SmallTiff withoutDirectory(int first, int count) {
    ByteBuffer planes = ByteBuffer.allocate(count * PLANE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      planes.put(plane(first + i));
    }
    tail = planes.array();
    return this;
  }

  Path write(Path path) throws IOException {
    return Files.write(path, bytes());
  }

  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    for (int i = 0; i < values.size(); i++) {
      put(bytes, i);
    }
    bytes.put(tail);
    byte[] exact = new byte[bytes.position()];
    bytes.flip().get(exact);
    return exact;
  }

  private void put(ByteBuffer bytes, int page) {
    TreeMap<Integer, byte[]> own = texts.get(page);
    int entries = 8 + own.size();
    int textsAt = bytes.position() + 2 + 12 * entries + 4;
    int pixelsAt = textsAt + own.values().stream().mapToInt(text -> text.length).sum();
    TreeMap<Integer, int[]> fields = new TreeMap<>();
    fields.put(256, new int[] {4, 1, SIZE_X});
    fields.put(257, new int[] {4, 1, SIZE_Y});
    fields.put(258, new int[] {3, 1, 16});
    fields.put(259, new int[] {3, 1, 1});
    fields.put(262, new int[] {3, 1, 1});
    fields.put(273, new int[] {4, 1, pixelsAt});
    fields.put(278, new int[] {4, 1, SIZE_Y});
    fields.put(279, new int[] {4, 1, PLANE_BYTES});
    int at = textsAt;
    for (var text : own.entrySet()) {
      fields.put(text.getKey(), new int[] {2, text.getValue().length, at});
      at += text.getValue().length;
    }
    bytes.putShort((short) entries);
    fields.forEach(
        (tag, field) ->
            bytes
                .putShort(tag.shortValue())
                .putShort((short) field[0])
                .putInt(field[1])
                .putInt(field[2]));
    bytes.putInt(page + 1 < values.size() ? pixelsAt + PLANE_BYTES : 0);
    own.values().forEach(bytes::put);
    bytes.put(plane(values.get(page)));
  }

  private static byte[] plane(int value) {
    ByteBuffer plane = ByteBuffer.allocate(PLANE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (plane.hasRemaining()) {
      plane.putShort((short) value);
    }
    return plane.array();
  }
}
