package org.scopeside.segmenter.modelpackage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy array file: little-endian, C order, numbers of a fixed size, as floats. Sizes are checked
 * before anything is allocated, and the file must end where the array does.
 *
 * @param shape sizes, outermost first
 * @param values numbers; whole ones above 2^24 are rounded
 */
// Arrays: a tensor's content, never compared.
@SuppressWarnings("ArrayRecordComponent")
record NpyArray(long[] shape, float[] values) {
  /** Largest file that is read: 16 million numbers of 8 bytes and a header. */
  static final long MAX_BYTES = (16L << 20) * 8 + (1 << 16);

  private static final int MAX_VALUES = 16 << 20;
  private static final int MAX_AXES = 8;
  private static final int BUFFER = 1 << 13;
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{(?=.*'descr': *'([<|][uifb][1248])')(?=.*'fortran_order': *(True|False))(?=.*'shape': *\\(([\\d, ]*)\\)).*\\} *\\n?");

  /**
   * Reads an array.
   *
   * @throws IOException with a message for people
   */
  static NpyArray read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || Arrays.mismatch(start, MAGIC) != MAGIC.length || start[6] > 3) {
      throw new IOException("is no NumPy file (.npy)");
    }
    int lengthBytes = start[6] == 1 ? Short.BYTES : Integer.BYTES;
    ByteBuffer length = buffer(in, lengthBytes);
    int headerLength =
        lengthBytes == Short.BYTES ? Short.toUnsignedInt(length.getShort()) : length.getInt();
    if (headerLength < 0 || headerLength > 1 << 16) {
      throw new IOException("has a header of " + headerLength + " bytes");
    }
    String header = new String(buffer(in, headerLength).array(), StandardCharsets.ISO_8859_1);
    Matcher facts = HEADER.matcher(header);
    if (!facts.matches()) {
      throw new IOException("is no plain little-endian array: " + header.strip());
    }
    if (facts.group(2).equals("True")) {
      throw new IOException("is in Fortran's order; save it with numpy.ascontiguousarray");
    }
    long[] shape = shape(facts.group(3));
    NpyArray array = new NpyArray(shape, new float[elements(shape)]);
    array.fill(in, facts.group(1));
    if (in.read() >= 0) {
      throw new IOException("goes on after its array " + Arrays.toString(shape));
    }
    return array;
  }

  private static long[] shape(String text) throws IOException {
    String[] sizes =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toArray(String[]::new);
    if (sizes.length > MAX_AXES || Arrays.stream(sizes).anyMatch(s -> !s.matches("\\d{1,9}"))) {
      throw new IOException("has the shape (" + text + ")");
    }
    return Arrays.stream(sizes).mapToLong(Long::parseLong).toArray();
  }

  private static int elements(long[] shape) throws IOException {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
      if (elements > MAX_VALUES) {
        throw new IOException(
            "has the shape %s; at most %d numbers are read"
                .formatted(Arrays.toString(shape), MAX_VALUES));
      }
    }
    return (int) elements;
  }

  private void fill(InputStream in, String type) throws IOException {
    int size = type.charAt(2) - '0';
    int whole = BUFFER / size;
    for (int from = 0; from < values.length; from += whole) {
      int count = Math.min(whole, values.length - from);
      ByteBuffer bytes = buffer(in, count * size);
      for (int i = from; i < from + count; i++) {
        values[i] = next(bytes, type.substring(1));
      }
    }
  }

  private static float next(ByteBuffer bytes, String type) throws IOException {
    return switch (type) {
      case "u1", "b1" -> Byte.toUnsignedInt(bytes.get());
      case "i1" -> bytes.get();
      case "u2" -> Short.toUnsignedInt(bytes.getShort());
      case "i2" -> bytes.getShort();
      case "u4" -> Integer.toUnsignedLong(bytes.getInt());
      case "i4" -> bytes.getInt();
      case "i8" -> bytes.getLong();
      case "f4" -> bytes.getFloat();
      case "f8" -> (float) bytes.getDouble();
      default -> throw new IOException("is of type " + type + ", which is not read");
    };
  }

  private static ByteBuffer buffer(InputStream in, int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException("ends before its array does");
    }
    return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
  }
}
