package org.scopeside.source.image;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scopeside.source.UnreadableImageException;

/**
 * The fields of one page of a TIFF (TIFF 6.0 section 2, BigTIFF with 64-bit counts and offsets). A
 * field's values are read when asked for, and never more than the file can hold.
 */
final class TiffDirectory {
  static final int NEW_SUBFILE_TYPE = 254;
  static final int IMAGE_WIDTH = 256;
  static final int IMAGE_LENGTH = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int FILL_ORDER = 266;
  static final int IMAGE_DESCRIPTION = 270;
  static final int STRIP_OFFSETS = 273;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int X_RESOLUTION = 282;
  static final int Y_RESOLUTION = 283;
  static final int PLANAR_CONFIGURATION = 284;
  static final int RESOLUTION_UNIT = 296;
  static final int TILE_WIDTH = 322;
  static final int TILE_LENGTH = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int SAMPLE_FORMAT = 339;

  private static final int MAX_TEXT_BYTES = 16 << 20;
  private static final int RATIONAL = 5;

  private final Path path;
  private final RandomAccessFile file;
  private final boolean big;
  private final int index;
  private final ByteBuffer entries;

  /**
   * @param index zero-based among all directories of the file, thumbnails included
   * @param entries the raw entries, 12 bytes each, 20 in a BigTIFF, in the file's byte order
   */
  TiffDirectory(Path path, RandomAccessFile file, boolean big, int index, ByteBuffer entries) {
    this.path = path;
    this.file = file;
    this.big = big;
    this.index = index;
    this.entries = entries;
  }

  /** Zero-based among all directories of the file, thumbnails included. */
  int index() {
    return index;
  }

  /** The byte order of the whole file. */
  ByteOrder order() {
    return entries.order();
  }

  boolean has(int tag) {
    return entry(tag) >= 0;
  }

  /** The field's first value, or the fallback where there is no such field. */
  long integer(int tag, long fallback) throws IOException {
    int entry = entry(tag);
    if (entry < 0) {
      return fallback;
    }
    long[] values = integers(tag);
    return values.length == 0 ? fallback : values[0];
  }

  /** All values of an integer field; empty where there is no such field. */
  long[] integers(int tag) throws IOException {
    int entry = entry(tag);
    if (entry < 0) {
      return new long[0];
    }
    int type = type(entry);
    ByteBuffer values = values(entry, Integer.MAX_VALUE);
    long[] integers = new long[(int) count(entry)];
    for (int i = 0; i < integers.length; i++) {
      integers[i] =
          switch (type) {
            case 1, 6, 7 -> values.get() & 0xFFL;
            case 3 -> values.getShort() & 0xFFFFL;
            case 8 -> values.getShort();
            case 4, 13 -> values.getInt() & 0xFFFFFFFFL;
            case 9 -> values.getInt();
            case 16, 17, 18 -> values.getLong();
            default -> throw damaged("field " + tag + " has type " + type + ", no integer");
          };
    }
    return integers;
  }

  /** An unsigned rational; NaN where there is none. */
  double rational(int tag) throws IOException {
    int entry = entry(tag);
    if (entry < 0 || type(entry) != RATIONAL || count(entry) != 1) {
      return Double.NaN;
    }
    ByteBuffer values = values(entry, Integer.MAX_VALUE);
    double numerator = values.getInt() & 0xFFFFFFFFL;
    return numerator / (values.getInt() & 0xFFFFFFFFL);
  }

  /** The texts of a field, which Micro-Manager and ImageJ repeat within one page. */
  List<String> texts(int tag) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int entry = 0; entry < entries.limit(); entry += entryBytes()) {
      if ((entries.getShort(entry) & 0xFFFF) == tag && type(entry) == 2) {
        ByteBuffer bytes = values(entry, MAX_TEXT_BYTES);
        texts.add(StandardCharsets.UTF_8.decode(bytes).toString());
      }
    }
    return texts;
  }

  private int entry(int tag) {
    for (int entry = 0; entry < entries.limit(); entry += entryBytes()) {
      if ((entries.getShort(entry) & 0xFFFF) == tag) {
        return entry;
      }
    }
    return -1;
  }

  private int entryBytes() {
    return big ? 20 : 12;
  }

  private int type(int entry) {
    return entries.getShort(entry + 2) & 0xFFFF;
  }

  private long count(int entry) {
    return big ? entries.getLong(entry + 4) : entries.getInt(entry + 4) & 0xFFFFFFFFL;
  }

  private ByteBuffer values(int entry, int mostBytes) throws IOException {
    int tag = entries.getShort(entry) & 0xFFFF;
    long count = count(entry);
    int size = typeBytes(type(entry));
    if (size == 0) {
      throw damaged("field " + tag + " has the unknown type " + type(entry));
    }
    if (count < 0 || count > file.length() / size) {
      throw damaged("field " + tag + " claims " + count + " values, more than the file holds");
    }
    int inline = big ? 8 : 4;
    int at = entry + (big ? 12 : 8);
    long bytes = count * size;
    if (bytes <= inline) {
      return entries.slice(at, (int) bytes).order(entries.order());
    }
    long offset = big ? entries.getLong(at) : entries.getInt(at) & 0xFFFFFFFFL;
    if (offset < 0 || offset > file.length() - bytes) {
      throw damaged(
          "field %d ends at byte %d, the file has %d; it may be cut"
              .formatted(tag, offset + bytes, file.length()));
    }
    byte[] values = new byte[(int) Math.min(bytes, mostBytes)];
    file.seek(offset);
    file.readFully(values);
    return ByteBuffer.wrap(values).order(entries.order());
  }

  private static int typeBytes(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  /** What to throw where this page contradicts itself or the file. */
  UnreadableImageException damaged(String facts) {
    return new UnreadableImageException(path, "TIFF page " + (index + 1) + ": " + facts);
  }
}
