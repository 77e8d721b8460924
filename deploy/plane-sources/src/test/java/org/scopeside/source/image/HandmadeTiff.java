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

/** Writes classic TIFFs field by field, right or wrong ones. */
public final class HandmadeTiff {
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteOrder order;
  private final List<Page> pages = new ArrayList<>();

  /** A page: its fields, each {type, value}; its texts; its only strip. */
  public static final class Page {
    private final Map<Integer, long[]> fields = new TreeMap<>();
    private final Map<Integer, String> texts = new TreeMap<>();
    private final byte[] strip;

    private Page(byte[] strip) {
      this.strip = strip;
    }

    Page with(int tag, int value) {
      fields.put(tag, new long[] {LONG, value & 0xFFFFFFFFL});
      return this;
    }

    Page withText(int tag, String text) {
      texts.put(tag, text);
      return this;
    }
  }

  public HandmadeTiff(ByteOrder order) {
    this.order = order;
  }

  /** Adds an uncompressed grey page of one strip. */
  public Page page(int sizeX, int sizeY, int bits, byte[] strip) {
    Page page = new Page(strip);
    Map<Integer, long[]> fields = page.fields;
    fields.put(TiffDirectory.IMAGE_WIDTH, new long[] {LONG, sizeX});
    fields.put(TiffDirectory.IMAGE_LENGTH, new long[] {LONG, sizeY});
    fields.put(TiffDirectory.BITS_PER_SAMPLE, new long[] {SHORT, bits});
    fields.put(TiffDirectory.COMPRESSION, new long[] {SHORT, 1});
    fields.put(TiffDirectory.PHOTOMETRIC, new long[] {SHORT, 1});
    fields.put(TiffDirectory.SAMPLES_PER_PIXEL, new long[] {SHORT, 1});
    fields.put(TiffDirectory.ROWS_PER_STRIP, new long[] {LONG, sizeY});
    fields.put(TiffDirectory.STRIP_BYTE_COUNTS, new long[] {LONG, strip.length});
    pages.add(page);
    return page;
  }

  public byte[] bytes() {
    int size = 8;
    for (Page page : pages) {
      size += size(page);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).order(order);
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    bytes.put(mark).put(mark).putShort((short) 42).putInt(8);
    for (int i = 0; i < pages.size(); i++) {
      int next = bytes.position() + size(pages.get(i));
      put(bytes, pages.get(i), i + 1 < pages.size() ? next : 0);
    }
    return bytes.array();
  }

  public Path write(Path path) throws IOException {
    return Files.write(path, bytes());
  }

  private static int size(Page page) {
    int texts = page.texts.values().stream().mapToInt(text -> utf8(text).length + 1).sum();
    return 2 + 12 * (page.fields.size() + page.texts.size() + 1) + 4 + texts + page.strip.length;
  }

  private static void put(ByteBuffer bytes, Page page, int next) {
    int entries = page.fields.size() + page.texts.size() + 1;
    int after = bytes.position() + 2 + 12 * entries + 4;
    int stripAt = after + size(page) - (2 + 12 * entries + 4) - page.strip.length;
    Map<Integer, long[]> fields = new TreeMap<>(page.fields);
    fields.put(TiffDirectory.STRIP_OFFSETS, new long[] {LONG, stripAt});
    page.texts.forEach((tag, text) -> fields.put(tag, new long[] {2, 0}));
    bytes.putShort((short) entries);
    ByteBuffer texts = ByteBuffer.allocate(stripAt - after);
    for (Map.Entry<Integer, long[]> field : fields.entrySet()) {
      bytes.putShort(field.getKey().shortValue()).putShort((short) field.getValue()[0]);
      String text = page.texts.get(field.getKey());
      if (text == null) {
        bytes.putInt(1);
        putInline(bytes, field.getValue());
      } else {
        bytes.putInt(utf8(text).length + 1).putInt(after + texts.position());
        texts.put(utf8(text)).put((byte) 0);
      }
    }
    bytes.putInt(next).put(texts.array()).put(page.strip);
  }

  private static void putInline(ByteBuffer bytes, long[] field) {
    if (field[0] == SHORT) {
      bytes.putShort((short) field[1]).putShort((short) 0);
    } else {
      bytes.putInt((int) field[1]);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
