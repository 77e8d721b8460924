package org.scopeside.segmenter.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A NumPy array file of any rank, read as doubles: little-endian, C order. */
public final class NpyArray {
  private static final Pattern TYPE = Pattern.compile("'descr': '[<|]([uifb][1248])'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([\\d, ]*)\\)");

  private final double[] values;
  private final int[] shape;

  private NpyArray(double[] values, int[] shape) {
    this.values = values;
    this.shape = shape;
  }

  public static NpyArray read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Short.toUnsignedInt(bytes.getShort(8));
    String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
    Matcher shape = SHAPE.matcher(header);
    Matcher type = TYPE.matcher(header);
    if (!shape.find() || !type.find() || header.contains("'fortran_order': True")) {
      throw new IOException(file + ": not a plain array: " + header);
    }
    int[] sizes =
        Arrays.stream(shape.group(1).split(","))
            .map(String::trim)
            .filter(size -> !size.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    double[] values = new double[Arrays.stream(sizes).reduce(1, Math::multiplyExact)];
    bytes.position(10 + headerLength);
    for (int i = 0; i < values.length; i++) {
      values[i] = next(bytes, type.group(1));
    }
    return new NpyArray(values, sizes);
  }

  private static double next(ByteBuffer bytes, String type) throws IOException {
    return switch (type) {
      case "u1", "b1" -> Byte.toUnsignedInt(bytes.get());
      case "u2" -> Short.toUnsignedInt(bytes.getShort());
      case "u4" -> Integer.toUnsignedLong(bytes.getInt());
      case "i2" -> bytes.getShort();
      case "i4" -> bytes.getInt();
      case "i8" -> bytes.getLong();
      case "f4" -> bytes.getFloat();
      case "f8" -> bytes.getDouble();
      default -> throw new IOException("arrays of type " + type + " are not read here");
    };
  }

  public double[] values() {
    return values;
  }

  /** Sizes, outermost first. */
  public int[] shape() {
    return shape.clone();
  }

  /** Size of the innermost axis. */
  public int width() {
    return shape[shape.length - 1];
  }

  /** Size of the axis around it. */
  public int height() {
    return shape[shape.length - 2];
  }

  /** Entry {@code index} of the outermost axis, as an array of one axis less. */
  public NpyArray slice(int index) {
    int size = values.length / shape[0];
    return new NpyArray(
        Arrays.copyOfRange(values, index * size, (index + 1) * size),
        Arrays.copyOfRange(shape, 1, shape.length));
  }

  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  public int[] ints() {
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }

  public GreyImage grey() {
    return new GreyImage(floats(), width(), height());
  }

  /** Labels {@code [y][x]}, which must be consecutive. */
  public LabelImage labels() {
    return LabelImage.of(ints(), width(), height());
  }
}
