package org.scopeside.segmenter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3c00",
    "-2, c000",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "-1e30, fc00",
    "Infinity, 7c00",
    "-Infinity, fc00",
    "NaN, 7e00",
    // The smallest normal number, the largest and the smallest subnormal one.
    "6.1035156e-5, 0400",
    "6.097555e-5, 03ff",
    "5.9604645e-8, 0001",
    // Half of the smallest: to the even one, zero; a little more is rounded up.
    "2.9802322e-8, 0000",
    "2.9802326e-8, 0001",
    // Halfway between numbers: to the even one.
    "1.00048828125, 3c00",
    "1.00146484375, 3c02",
    "2049, 6800",
    "2051, 6802",
    // Rounding carries into the exponent, and out of the subnormals.
    "1.9998, 4000",
    "6.1016e-5, 0400"
  })
  void shouldRoundToTheNearest(float value, String bits) {
    assertEquals(bits, "%04x".formatted(HalfFloat.of(value) & 0xffff));
  }

  @Test
  void shouldKeepEveryNumberOf16Bits() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloat.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertEquals((short) bits, HalfFloat.of(value));
      }
    }
  }

  /** Against exact arithmetic: no neighbour is nearer, and of two equally near ones it is even. */
  @Property(tries = 20_000)
  void shouldHaveNoNearerNeighbour(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    if (!(Math.abs(value) < HalfFloat.MAX)) {
      return;
    }
    checkNeighbours(value);
  }

  @Property
  void shouldHaveNoNearerNeighbourAmongSmallNumbers(
      @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int tenthsOfBillionths) {
    checkNeighbours(tenthsOfBillionths * 1e-10f);
  }

  private static void checkNeighbours(float value) {
    short half = HalfFloat.of(value);
    BigDecimal error = distance(value, half);
    int size = half & 0x7fff;
    for (int other : new int[] {Math.max(0, size - 1), Math.min(0x7bff, size + 1)}) {
      int order = error.compareTo(distance(value, (short) ((half & 0x8000) | other)));
      assertTrue(order < 0 || (order == 0 && (size & 1) == 0) || other == size, "of " + value);
    }
  }

  private static BigDecimal distance(float value, short half) {
    return new BigDecimal(value).subtract(new BigDecimal(HalfFloat.toFloat(half))).abs();
  }
}
