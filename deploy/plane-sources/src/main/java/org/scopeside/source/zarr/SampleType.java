package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/** How samples lie in chunks. */
record SampleType(PixelType pixelType, boolean bigEndian) {
  private static final Map<String, PixelType> VERSION_2 =
      Map.of(
          "i1", PixelType.INT8,
          "u1", PixelType.UINT8,
          "i2", PixelType.INT16,
          "u2", PixelType.UINT16,
          "i4", PixelType.INT32,
          "u4", PixelType.UINT32,
          "f4", PixelType.FLOAT,
          "f8", PixelType.DOUBLE,
          "b1", PixelType.UINT8);

  private static final Map<String, PixelType> VERSION_3 =
      Map.of(
          "int8", PixelType.INT8,
          "uint8", PixelType.UINT8,
          "int16", PixelType.INT16,
          "uint16", PixelType.UINT16,
          "int32", PixelType.INT32,
          "uint32", PixelType.UINT32,
          "float32", PixelType.FLOAT,
          "float64", PixelType.DOUBLE,
          "bool", PixelType.UINT8);

  /** The type that numpy calls so, as in {@code <u2}; null where it is none of ours. */
  static @Nullable SampleType ofVersion2(String dtype) {
    if (dtype.length() != 3 || "<>|=".indexOf(dtype.charAt(0)) < 0) {
      return null;
    }
    PixelType type = VERSION_2.get(dtype.substring(1));
    return type == null ? null : new SampleType(type, dtype.charAt(0) == '>');
  }

  /** The type of that name in Zarr version 3; null where it is none of ours. */
  static @Nullable SampleType ofVersion3(String name, boolean bigEndian) {
    PixelType type = VERSION_3.get(name);
    return type == null ? null : new SampleType(type, bigEndian);
  }

  int bytes() {
    return pixelType.bytes();
  }

  /** Turns samples into little-endian ones, in place. */
  void toLittleEndian(byte[] samples) {
    int width = bytes();
    if (!bigEndian || width == 1) {
      return;
    }
    for (int at = 0; at + width <= samples.length; at += width) {
      for (int low = at, high = at + width - 1; low < high; low++, high--) {
        byte swapped = samples[low];
        samples[low] = samples[high];
        samples[high] = swapped;
      }
    }
  }

  /**
   * The little-endian bytes of what samples are that nobody wrote; null where the value is no
   * number.
   */
  byte @Nullable [] fill(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return new byte[bytes()];
    }
    if (value.isBoolean()) {
      return sample(value.booleanValue() ? 1 : 0);
    }
    if (value.isNumber()) {
      return sample(value.doubleValue());
    }
    return switch (value.asText()) {
      case "NaN" -> sample(Double.NaN);
      case "Infinity" -> sample(Double.POSITIVE_INFINITY);
      case "-Infinity" -> sample(Double.NEGATIVE_INFINITY);
      default -> null;
    };
  }

  private byte[] sample(double value) {
    ByteBuffer bytes = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    switch (pixelType) {
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
      default -> {
        long whole = (long) value;
        for (int i = 0; i < bytes(); i++) {
          bytes.put((byte) (whole >> (8 * i)));
        }
      }
    }
    return bytes.array();
  }
}
