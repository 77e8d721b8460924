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

/** A two-dimensional NumPy array file, read as doubles: little-endian, C order, {@code [y][x]}. */
public final class NpyArray {
  private static final Pattern TYPE = Pattern.compile("'descr': '[<|]([uif][1248])'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+), (\\d+)\\)");

  private final double[] values;
  private final int width;
  private final int height;

  private NpyArray(double[] values, int width, int height) {
    this.values = values;
    this.width = width;
    this.height = height;
  }

  public static NpyArray read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Short.toUnsignedInt(bytes.getShort(8));
    String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
    Matcher shape = SHAPE.matcher(header);
    Matcher type = TYPE.matcher(header);
    if (!shape.find() || !type.find() || header.contains("'fortran_order': True")) {
      throw new IOException(file + ": not a plain two-dimensional array: " + header);
    }
    int height = Integer.parseInt(shape.group(1));
    int width = Integer.parseInt(shape.group(2));
    double[] values = new double[width * height];
    bytes.position(10 + headerLength);
    for (int i = 0; i < values.length; i++) {
      values[i] = next(bytes, type.group(1));
    }
    return new NpyArray(values, width, height);
  }

  private static double next(ByteBuffer bytes, String type) throws IOException {
    return switch (type) {
      case "u1" -> Byte.toUnsignedInt(bytes.get());
      case "u2" -> Short.toUnsignedInt(bytes.getShort());
      case "i4" -> bytes.getInt();
      case "f4" -> bytes.getFloat();
      case "f8" -> bytes.getDouble();
      default -> throw new IOException("arrays of type " + type + " are not read here");
    };
  }

  public double[] values() {
    return values;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
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
    return new GreyImage(floats(), width, height);
  }
}
