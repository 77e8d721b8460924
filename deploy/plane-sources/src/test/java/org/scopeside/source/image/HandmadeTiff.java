package org.scopeside.source.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes TIFFs and BigTIFFs field by field, right or wrong ones. Each page is its directory, the
 * values that do not fit into it, and its strips or tiles.
 */
public final class HandmadeTiff {
  private static final int TEXT = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int LONG8 = 16;

  private final ByteOrder order;
  private final boolean big;
  private final List<Page> pages = new ArrayList<>();

  /** A page: its fields as raw values, and its strips or tiles, already encoded. */
  public static final class Page {
    private final Map<Integer, Field> fields = new TreeMap<>();
    private final List<byte[]> pieces;

    private Page(List<byte[]> pieces) {
      this.pieces = List.copyOf(pieces);
    }

    public Page with(int tag, int value) {
      return with(tag, LONG, value & 0xFFFFFFFFL);
    }

    Page with(int tag, int type, long... values) {
      fields.put(tag, new Field(type, values.clone()));
      return this;
    }

    public Page withText(int tag, String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      long[] values = new long[utf8.length + 1];
      for (int i = 0; i < utf8.length; i++) {
        values[i] = utf8[i];
      }
      return with(tag, TEXT, values);
    }
  }

  private static final class Field {
    private final int type;
    private final long[] values;

    private Field(int type, long... values) {
      this.type = type;
      this.values = values;
    }

    private int bytes() {
      return values.length * valueBytes();
    }

    private int valueBytes() {
      return switch (type) {
        case SHORT -> 2;
        case LONG -> 4;
        case 5, 12, LONG8 -> 8;
        default -> 1;
      };
    }
  }

  public HandmadeTiff(ByteOrder order) {
    this(order, false);
  }

  public HandmadeTiff(ByteOrder order, boolean big) {
    this.order = order;
    this.big = big;
  }

  /** Adds an uncompressed grey page of one strip. */
  public Page page(int sizeX, int sizeY, int bits, byte[] strip) {
    return page(sizeX, sizeY, bits, List.of(strip));
  }

  /** Adds a grey page of strips, or of tiles where it is given a tile width. */
  public Page page(int sizeX, int sizeY, int bits, List<byte[]> pieces) {
    Page page = new Page(pieces);
    page.with(TiffDirectory.IMAGE_WIDTH, sizeX);
    page.with(TiffDirectory.IMAGE_LENGTH, sizeY);
    page.with(TiffDirectory.BITS_PER_SAMPLE, SHORT, bits);
    page.with(TiffDirectory.COMPRESSION, SHORT, 1);
    page.with(TiffDirectory.PHOTOMETRIC, SHORT, 1);
    page.with(TiffDirectory.SAMPLES_PER_PIXEL, SHORT, 1);
    page.with(TiffDirectory.ROWS_PER_STRIP, sizeY);
    pages.add(page);
    return page;
  }

  public byte[] bytes() {
    List<Map<Integer, Field>> complete = new ArrayList<>();
    int size = big ? 16 : 8;
    for (Page page : pages) {
      Map<Integer, Field> fields = complete(page, size);
      complete.add(fields);
      size += directoryBytes(fields) + page.pieces.stream().mapToInt(p -> p.length).sum();
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(order);
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    bytes.put(mark).put(mark).putShort((short) (big ? 43 : 42));
    if (big) {
      bytes.putShort((short) 8).putShort((short) 0);
    }
    putOffset(bytes, big ? 16 : 8);
    for (int i = 0; i < pages.size(); i++) {
      put(bytes, complete.get(i), pages.get(i).pieces, i + 1 == pages.size());
    }
    return bytes.array();
  }

  public Path write(Path path) throws IOException {
    return Files.write(path, bytes());
  }

  /** The fields with those that tell where the pieces lie, unless a test set them otherwise. */
  private Map<Integer, Field> complete(Page page, int at) {
    Map<Integer, Field> fields = new TreeMap<>(page.fields);
    boolean tiled = fields.containsKey(TiffDirectory.TILE_WIDTH);
    int offsetsTag = tiled ? TiffDirectory.TILE_OFFSETS : TiffDirectory.STRIP_OFFSETS;
    int countsTag = tiled ? TiffDirectory.TILE_BYTE_COUNTS : TiffDirectory.STRIP_BYTE_COUNTS;
    if (tiled) {
      fields.remove(TiffDirectory.ROWS_PER_STRIP);
    }
    int type = big ? LONG8 : LONG;
    long[] counts = page.pieces.stream().mapToLong(piece -> piece.length).toArray();
    long[] offsets = new long[counts.length];
    fields.putIfAbsent(countsTag, new Field(type, counts));
    fields.put(offsetsTag, new Field(type, offsets));
    long next = (long) at + directoryBytes(fields);
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = next;
      next += counts[i];
    }
    return fields;
  }

  private int inlineBytes() {
    return big ? 8 : 4;
  }

  private int headBytes(Map<Integer, Field> fields) {
    return big ? 8 + 20 * fields.size() + 8 : 2 + 12 * fields.size() + 4;
  }

  private int directoryBytes(Map<Integer, Field> fields) {
    int outside =
        fields.values().stream()
            .mapToInt(Field::bytes)
            .filter(bytes -> bytes > inlineBytes())
            .sum();
    return headBytes(fields) + outside;
  }

  private void put(
      ByteBuffer bytes, Map<Integer, Field> fields, List<byte[]> pieces, boolean last) {
    int outside = bytes.position() + headBytes(fields);
    int next =
        bytes.position() + directoryBytes(fields) + pieces.stream().mapToInt(p -> p.length).sum();
    ByteBuffer values = ByteBuffer.allocate(directoryBytes(fields)).order(order);
    if (big) {
      bytes.putLong(fields.size());
    } else {
      bytes.putShort((short) fields.size());
    }
    for (Map.Entry<Integer, Field> entry : fields.entrySet()) {
      Field field = entry.getValue();
      bytes.putShort(entry.getKey().shortValue()).putShort((short) field.type);
      putOffset(bytes, field.values.length);
      if (field.bytes() > inlineBytes()) {
        putOffset(bytes, outside + values.position());
        putValues(values, field);
      } else {
        int start = bytes.position();
        putValues(bytes, field);
        bytes.position(start + inlineBytes());
      }
    }
    putOffset(bytes, last ? 0 : next);
    bytes.put(values.flip());
    pieces.forEach(bytes::put);
  }

  private void putOffset(ByteBuffer bytes, long offset) {
    if (big) {
      bytes.putLong(offset);
    } else {
      bytes.putInt((int) offset);
    }
  }

  private static void putValues(ByteBuffer bytes, Field field) {
    for (long value : field.values) {
      switch (field.valueBytes()) {
        case 1 -> bytes.put((byte) value);
        case 2 -> bytes.putShort((short) value);
        case 4 -> bytes.putInt((int) value);
        default -> bytes.putLong(value);
      }
    }
  }
}
