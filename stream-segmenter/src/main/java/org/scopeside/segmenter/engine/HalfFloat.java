package org.scopeside.segmenter.engine;

/**
 * Numbers of 16 bits as in IEEE 754 (binary16): 1 sign bit, 5 of the exponent, 10 of the fraction.
 * Java has them from version 20 on only.
 */
final class HalfFloat {
  /** The largest number. */
  static final float MAX = 65504;

  /** From here on, and for this one itself, numbers are rounded to infinity. */
  private static final float ROUNDS_TO_INFINITY = 65520;

  private static final float SMALLEST_NORMAL = 0x1p-14f;
  private static final int INFINITY = 0x7c00;
  private static final int NOT_A_NUMBER = 0x7e00;

  private HalfFloat() {}

  /** The nearest number of 16 bits, of two equally near ones the even one. */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float size = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | NOT_A_NUMBER);
    }
    if (size >= ROUNDS_TO_INFINITY) {
      return (short) (sign | INFINITY);
    }
    if (size < SMALLEST_NORMAL) {
      // Subnormals are multiples of 2^-24; scaling by a power of 2 is exact, rint rounds to even.
      return (short) (sign | (int) Math.rint(size * 0x1p24));
    }
    int rest = bits & 0x7fffffff;
    int odd = rest >>> 13 & 1;
    // 13 bits of the fraction go; a carry runs into the exponent, whose bias changes by 112.
    return (short) (sign | ((rest + 0xfff + odd) >>> 13) - (112 << 10));
  }

  /** The same number in 32 bits. */
  static float toFloat(short half) {
    int exponent = half >>> 10 & 0x1f;
    int fraction = half & 0x3ff;
    float size;
    if (exponent == 0) {
      size = fraction * 0x1p-24f;
    } else if (exponent == 31) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return half < 0 ? -size : size;
  }
}
