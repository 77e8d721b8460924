package org.scopeside.source.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;

/**
 * A type of samples as NumPy writes it: {@code <u2} is an unsigned integer of two bytes,
 * little-endian; {@code |} stands before types of one byte.
 */
record SampleType(PixelType pixelType, boolean bigEndian) {
  private static final Map<String, PixelType> TYPES =
      Map.of(
          "u1", PixelType.UINT8,
          "i1", PixelType.INT8,
          "u2", PixelType.UINT16,
          "i2", PixelType.INT16,
          "u4", PixelType.UINT32,
          "i4", PixelType.INT32,
          "f4", PixelType.FLOAT,
          "f8", PixelType.DOUBLE);

  /** Null where it is none that a plane can have. */
  static @Nullable SampleType parse(String dtype) {
    if (dtype.length() != 3 || "<>|=".indexOf(dtype.charAt(0)) < 0) {
      return null;
    }
    PixelType type = TYPES.get(dtype.substring(1));
    return type == null ? null : new SampleType(type, dtype.charAt(0) == '>');
  }

  int bytes() {
    return pixelType.bytes();
  }

  /** A sample as it stands in chunks. */
  byte[] encode(double value) {
    ByteBuffer sample =
        ByteBuffer.allocate(bytes())
            .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    switch (pixelType) {
      case INT8, UINT8 -> sample.put((byte) (long) value);
      case INT16, UINT16 -> sample.putShort((short) (long) value);
      case INT32, UINT32 -> sample.putInt((int) (long) value);
      case FLOAT -> sample.putFloat((float) value);
      case DOUBLE -> sample.putDouble(value);
    }
    return sample.array();
  }

  /** Samples of a chunk as the wire wants them, in place. */
  void toLittleEndian(byte[] samples) {
    int size = bytes();
    for (int from = 0; bigEndian && from + size <= samples.length; from += size) {
      for (int i = from, j = from + size - 1; i < j; i++, j--) {
        byte first = samples[i];
        samples[i] = samples[j];
        samples[j] = first;
      }
    }
  }

  /** Undoes numcodecs' filter Delta, which keeps each sample's difference from the one before. */
  void sumUp(byte[] samples) {
    int size = bytes();
    for (int at = size; at < samples.length; at += size) {
      int carry = 0;
      for (int i = 0; i < size; i++) {
        int b = at + (bigEndian ? size - 1 - i : i);
        carry += (samples[b] & 0xFF) + (samples[b - size] & 0xFF);
        samples[b] = (byte) carry;
        carry >>>= 8;
      }
    }
  }
}
