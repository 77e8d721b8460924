package org.scopeside.source.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/**
 * The fields of one page of a TIFF (TIFF 6.0 section 2, BigTIFF with 64-bit counts and offsets). A
 * field's values are read from the file when asked for, and never more than the file can hold.
 * Thread-safe as long as its {@link TiffFile} is open.
 */
public final class TiffDirectory {
  /** Bit 0 is set for a reduced-resolution copy of another page. */
  public static final int NEW_SUBFILE_TYPE = 254;

  public static final int IMAGE_WIDTH = 256;
  public static final int IMAGE_LENGTH = 257;
  public static final int BITS_PER_SAMPLE = 258;
  public static final int COMPRESSION = 259;
  public static final int PHOTOMETRIC = 262;
  public static final int FILL_ORDER = 266;

  /** Text; may stand several times in one page. OME-XML, ImageJ's lines, MetaMorph's XML. */
  public static final int IMAGE_DESCRIPTION = 270;

  public static final int STRIP_OFFSETS = 273;
  public static final int SAMPLES_PER_PIXEL = 277;
  public static final int ROWS_PER_STRIP = 278;
  public static final int STRIP_BYTE_COUNTS = 279;
  public static final int X_RESOLUTION = 282;
  public static final int Y_RESOLUTION = 283;
  public static final int PLANAR_CONFIGURATION = 284;
  public static final int RESOLUTION_UNIT = 296;

  /** Text: the program that wrote the file. */
  public static final int SOFTWARE = 305;

  /** Text: {@code YYYY:MM:DD HH:MM:SS}. */
  public static final int DATE_TIME = 306;

  public static final int PREDICTOR = 317;
  public static final int TILE_WIDTH = 322;
  public static final int TILE_LENGTH = 323;
  public static final int TILE_OFFSETS = 324;
  public static final int TILE_BYTE_COUNTS = 325;
  public static final int SAMPLE_FORMAT = 339;
  public static final int JPEG_TABLES = 347;

  /** Lengths of ImageJ's metadata, bytes. */
  public static final int IMAGEJ_METADATA_BYTE_COUNTS = 50838;

  /** ImageJ's metadata: slice labels, overlays, ranges. */
  public static final int IMAGEJ_METADATA = 50839;

  /** Text: Micro-Manager's JSON of the page. */
  public static final int MICRO_MANAGER_METADATA = 51123;

  /** Longest text and longest list of integers that is read, bytes of it in the file. */
  private static final int MAX_FIELD_BYTES = 64 << 20;

  private static final int RATIONAL = 5;
  private static final int REDUCED_RESOLUTION = 1;

  private final OpenFile file;
  private final boolean big;
  private final int page;
  private final ByteBuffer entries;

  /**
   * @param page zero-based, for messages
   * @param entries the raw entries, 12 bytes each, 20 in a BigTIFF, in the file's byte order
   */
  TiffDirectory(OpenFile file, boolean big, int page, ByteBuffer entries) {
    this.file = file;
    this.big = big;
    this.page = page;
    this.entries = entries;
  }

  /** Bytes of an entry. */
  static int entryBytes(boolean big) {
    return big ? 20 : 12;
  }

  /** The byte order of the whole file. */
  public ByteOrder order() {
    return entries.order();
  }

  /** True where there is such a field. */
  public boolean has(int tag) {
    return entry(tag) >= 0;
  }

  boolean isReducedResolution() throws IOException {
    return (integer(NEW_SUBFILE_TYPE, 0) & REDUCED_RESOLUTION) != 0;
  }

  /**
   * The field's first value, or the fallback where there is no such field or it is empty.
   *
   * @throws UnreadableImageException if the field is no integer or lies outside of the file
   */
  public long integer(int tag, long fallback) throws IOException {
    long[] values = integers(tag, 1);
    return values.length == 0 ? fallback : values[0];
  }

  /**
   * All values of an integer field; empty where there is no such field.
   *
   * @throws UnreadableImageException if the field is no integer or lies outside of the file
   */
  public long[] integers(int tag) throws IOException {
    return integers(tag, MAX_FIELD_BYTES / Long.BYTES);
  }

  /** The first values of an integer field, at most so many. */
  long[] integers(int tag, int most) throws IOException {
    int entry = entry(tag);
    if (entry < 0) {
      return new long[0];
    }
    int type = type(entry);
    ByteBuffer values = values(entry, most);
    long[] integers = new long[values.remaining() / typeBytes(type)];
    for (int i = 0; i < integers.length; i++) {
      integers[i] =
          switch (type) {
            case 1, 7 -> values.get() & 0xFFL;
            case 6 -> values.get();
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
  public double rational(int tag) throws IOException {
    int entry = entry(tag);
    if (entry < 0 || type(entry) != RATIONAL || count(entry) != 1) {
      return Double.NaN;
    }
    ByteBuffer values = values(entry, 1);
    double numerator = values.getInt() & 0xFFFFFFFFL;
    return numerator / (values.getInt() & 0xFFFFFFFFL);
  }

  /**
   * The texts of a field, which Micro-Manager and ImageJ repeat within one page; without the zero
   * bytes at their end. UTF-8, or Latin-1 where it is no UTF-8.
   */
  public List<String> texts(int tag) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int entry = 0; entry < entries.limit(); entry += entryBytes(big)) {
      int type = type(entry);
      if ((entries.getShort(entry) & 0xFFFF) == tag && (type == 1 || type == 2 || type == 7)) {
        texts.add(text(values(entry, MAX_FIELD_BYTES)));
      }
    }
    return texts;
  }

  private static String text(ByteBuffer bytes) {
    int end = bytes.limit();
    while (end > bytes.position() && bytes.get(end - 1) == 0) {
      end--;
    }
    bytes.limit(end);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException older) {
      return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }
  }

  /**
   * The bytes of a field of any type as they stand in the file; empty where there is no such field.
   * At most the first 64 MiB.
   */
  public byte[] bytes(int tag) throws IOException {
    int entry = entry(tag);
    if (entry < 0) {
      return new byte[0];
    }
    ByteBuffer values = values(entry, MAX_FIELD_BYTES / Math.max(1, typeBytes(type(entry))));
    byte[] bytes = new byte[values.remaining()];
    values.get(bytes);
    return bytes;
  }

  private int entry(int tag) {
    for (int entry = 0; entry < entries.limit(); entry += entryBytes(big)) {
      if ((entries.getShort(entry) & 0xFFFF) == tag) {
        return entry;
      }
    }
    return -1;
  }

  private int type(int entry) {
    return entries.getShort(entry + 2) & 0xFFFF;
  }

  private long count(int entry) {
    return big ? entries.getLong(entry + 4) : entries.getInt(entry + 4) & 0xFFFFFFFFL;
  }

  /** The first values of a field, at most so many. */
  private ByteBuffer values(int entry, int most) throws IOException {
    int tag = entries.getShort(entry) & 0xFFFF;
    long count = count(entry);
    int size = typeBytes(type(entry));
    if (size == 0) {
      throw damaged("field " + tag + " has the unknown type " + type(entry));
    }
    long length = file.length();
    if (count < 0 || count > length / size) {
      throw damaged("field " + tag + " claims " + count + " values, more than the file holds");
    }
    int inline = big ? 8 : 4;
    int at = entry + (big ? 12 : 8);
    long bytes = count * size;
    int wanted = (int) Math.min(bytes, (long) most * size);
    if (bytes <= inline) {
      return entries.slice(at, wanted).order(entries.order());
    }
    long offset = big ? entries.getLong(at) : entries.getInt(at) & 0xFFFFFFFFL;
    if (offset < 0 || offset > length - bytes) {
      throw damaged(
          "field %d of %d bytes lies at byte %d, the file has %d; it may be cut"
              .formatted(tag, bytes, offset, length));
    }
    return file.read(offset, wanted, entries.order());
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
  public UnreadableImageException damaged(String facts) {
    return damaged(facts, null);
  }

  UnreadableImageException damaged(String facts, @Nullable Throwable cause) {
    return new UnreadableImageException(
        file.path(), "TIFF page " + (page + 1) + ": " + facts, cause);
  }
}
