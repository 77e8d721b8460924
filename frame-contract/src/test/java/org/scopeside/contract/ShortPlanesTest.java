package org.scopeside.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.ShortBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShortPlanesTest {
  private final ShortPlanes planes = new ShortPlanes();

  @Test
  void shouldPutLowBytesBeforeHighBytes() {
    byte[] out = new byte[6];
    planes.shuffle(ShortBuffer.wrap(new short[] {0x0102, 0x0304, (short) 0xFFFE}), out);
    assertArrayEquals(new byte[] {0x02, 0x04, (byte) 0xFE, 0x01, 0x03, (byte) 0xFF}, out);
  }

  /** 100, +3, -1, 0, -257: folded 200, 6, 1, 0, 513. */
  @Test
  void shouldFoldDifferencesToSmallNumbers() {
    byte[] out = new byte[10];
    short[] samples = {100, 103, 102, 102, -155};
    planes.deltaShuffle(ShortBuffer.wrap(samples), 0, 5, 1, out);
    assertArrayEquals(new byte[] {(byte) 200, 6, 1, 0, 1, 0, 0, 0, 0, 2}, out);
  }

  /** Red, green and blue each differ from their own: 10 20 30, 11 19 30. */
  @Test
  void shouldCompareSamplesWithTheSameOfThePixelBefore() {
    byte[] out = new byte[12];
    planes.deltaShuffle(ShortBuffer.wrap(new short[] {10, 20, 30, 11, 19, 30}), 0, 6, 3, out);
    assertArrayEquals(new byte[] {20, 40, 60, 2, 1, 0, 0, 0, 0, 0, 0, 0}, out);
  }

  @Test
  void shouldWrapAroundBetweenDarkestAndBrightest() {
    short[] samples = {0, (short) 65_535, 0, Short.MAX_VALUE, Short.MIN_VALUE, 1};
    byte[] out = new byte[12];
    planes.deltaShuffle(ShortBuffer.wrap(samples), 0, 6, 1, out);
    byte[] back = new byte[12];
    ShortPlanes.undoDeltaShuffle(out, 0, 6, 1, back);
    byte[] expected = new byte[12];
    ShortPlanes.view(expected, 12).put(samples);
    assertArrayEquals(expected, back);
  }

  /** 10,007 samples are three parts of 4,096, the last one short; begun at an odd place. */
  @Test
  void shouldAgreeWithPlainArithmeticInEveryPart() {
    short[] samples = new short[10_007];
    Random random = new Random(5);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) random.nextInt();
    }
    for (int stride = 1; stride <= 4; stride++) {
      for (int begin : new int[] {0, 1, 5, 4096}) {
        int n = samples.length - begin;
        byte[] out = new byte[2 * n];
        planes.deltaShuffle(ShortBuffer.wrap(samples), begin, n, stride, out);
        assertArrayEquals(plain(samples, begin, stride), out);
      }
    }
  }

  private static byte[] plain(short[] samples, int begin, int stride) {
    int n = samples.length - begin;
    byte[] out = new byte[2 * n];
    for (int i = 0; i < n; i++) {
      int at = begin + i;
      short difference = (short) (samples[at] - (at < stride ? 0 : samples[at - stride]));
      int folded = difference >= 0 ? 2 * difference : -2 * difference - 1;
      out[i] = (byte) folded;
      out[n + i] = (byte) (folded >> 8);
    }
    return out;
  }
}
