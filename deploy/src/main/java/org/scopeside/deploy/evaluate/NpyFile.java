package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy array file (NEP 1, versions 1 to 3): plain numbers of 8 to 64 bits, both byte orders, C
 * and Fortran order. Lengths are checked against the file before anything is read.
 *
 * @param type as NumPy writes it without the byte order: {@code i4}
 * @param shape sizes, outermost first
 * @param dataAt where the numbers begin, in bytes
 */
// Arrays: one entry an axis, never compared.
@SuppressWarnings("ArrayRecordComponent")
record NpyFile(
    Path path, String type, ByteOrder order, boolean columnMajor, int[] shape, int dataAt) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr': *'([<>|=])([uifb][1248])'");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([\\d, ]*)\\)");

  /** Reads a number that lies at a byte. */
  private interface Reading {
    double at(int offset);
  }

  static NpyFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return open(path, channel);
    }
  }

  private static NpyFile open(Path path, FileChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, head, 0);
    if (head.limit() < 12 || !Arrays.equals(head.array(), 0, 6, MAGIC, 0, 6)) {
      throw new IOException(path + ": is no NumPy array file by its first bytes");
    }
    boolean first = head.get(6) == 1;
    long length = first ? Short.toUnsignedInt(head.getShort(8)) : head.getInt(8);
    if (length < 1 || length > LONGEST_HEADER) {
      throw new IOException(path + ": NumPy header of " + length + " bytes");
    }
    ByteBuffer text = ByteBuffer.allocate((int) length);
    readFully(channel, text, first ? 10 : 12);
    String header = new String(text.array(), StandardCharsets.ISO_8859_1);
    NpyFile file = parse(path, header, (first ? 10 : 12) + (int) length);
    long bytes = file.count() * file.bytesEach();
    if (channel.size() < file.dataAt + bytes) {
      throw new IOException(
          "%s: array of %s needs %d bytes, the file has %d; it may be cut"
              .formatted(path, file.shown(), file.dataAt + bytes, channel.size()));
    }
    return file;
  }

  private static NpyFile parse(Path path, String header, int dataAt) throws IOException {
    Matcher type = TYPE.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!type.find() || !shape.find()) {
      throw new IOException(path + ": array of a kind that is not read: " + header.strip());
    }
    int[] sizes;
    try {
      sizes =
          Pattern.compile(",")
              .splitAsStream(shape.group(1))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
    } catch (NumberFormatException tooLarge) {
      throw new IOException(path + ": array of shape (" + shape.group(1) + ")", tooLarge);
    }
    ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    boolean columnMajor = header.contains("'fortran_order': True");
    return new NpyFile(path, type.group(2), order, columnMajor, sizes, dataAt);
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long from)
      throws IOException {
    while (into.hasRemaining() && channel.read(into, from + into.position()) >= 0) {
      // Goes on until it is full or the file ends.
    }
    into.flip();
  }

  long count() {
    long count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, (long) size);
    }
    return count;
  }

  private int bytesEach() {
    return type.charAt(1) - '0';
  }

  String shown() {
    return type + " " + Arrays.toString(shape);
  }

  /**
   * The numbers in C order. A 64-bit integer beyond 2⁵³ loses its last digits.
   *
   * @throws IOException if there are more than 2³¹ bytes, or the file cannot be read
   */
  double[] values() throws IOException {
    long bytes = count() * bytesEach();
    if (bytes > Integer.MAX_VALUE) {
      throw new IOException(path + ": array of " + bytes + " bytes; at most 2 GiB are read");
    }
    double[] values = new double[(int) count()];
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer data = channel.map(FileChannel.MapMode.READ_ONLY, dataAt, bytes).order(order);
      Reading reading = reading(data);
      int each = bytesEach();
      for (int i = 0; i < values.length; i++) {
        values[i] = reading.at(i * each);
      }
    }
    return columnMajor && shape.length == 2 ? transposed(values) : values;
  }

  private Reading reading(ByteBuffer data) throws IOException {
    return switch (type) {
      case "u1", "b1" -> at -> Byte.toUnsignedInt(data.get(at));
      case "u2" -> at -> Short.toUnsignedInt(data.getShort(at));
      case "u4" -> at -> Integer.toUnsignedLong(data.getInt(at));
      case "i1" -> data::get;
      case "i2" -> data::getShort;
      case "i4" -> data::getInt;
      case "i8", "u8" -> data::getLong;
      case "f4" -> data::getFloat;
      case "f8" -> data::getDouble;
      default -> throw new IOException(path + ": arrays of type " + type + " are not read");
    };
  }

  private double[] transposed(double[] values) {
    double[] rows = new double[values.length];
    for (int y = 0, at = 0; y < shape[0]; y++) {
      for (int x = 0; x < shape[1]; x++) {
        rows[at++] = values[x * shape[0] + y];
      }
    }
    return rows;
  }
}
