package org.scopeside.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The transforms of 16-bit samples before compression, and back: low bytes, then high bytes, of the
 * samples themselves or of their differences.
 *
 * <pre>
 * samples       s0    s1    s2    …          difference to the pixel before (the first: to 0)
 * differences   d0    d1    d2    …          modulo 2^16, as signed numbers
 * folded        0 -1 1 -2 2 … → 0 1 2 3 4 …  z = (d &lt;&lt; 1) ^ (d &gt;&gt; 15), so that small ones have no high byte
 * payload       z0.low z1.low z2.low … z0.high z1.high z2.high …
 * </pre>
 *
 * <p>Works in parts that stay in the first-level cache, one simple loop a step. The JIT of JDK 17
 * turns loops from 16 bits to 16 bits into vector code but not the cast to bytes, which is why that
 * step is the JDK's own ISO 8859-1 encoder, an intrinsic from Java 8 on: twice as fast as one
 * scalar loop.
 *
 * <p>Not thread-safe: keeps its parts.
 */
final class ShortPlanes {
  private static final int PART = 4096;

  private final short[] samples = new short[PART];
  private final short[] before = new short[PART];
  private final short[] differences = new short[PART];
  private final char[] folded = new char[PART];
  private final char[] bytes = new char[PART];
  private final CharBuffer narrowing = CharBuffer.wrap(bytes);
  private final CharsetEncoder narrow = StandardCharsets.ISO_8859_1.newEncoder();

  /** The 16-bit samples that little-endian bytes hold, without copying. */
  static ShortBuffer view(byte[] littleEndian, int length) {
    return ByteBuffer.wrap(littleEndian, 0, length).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }

  /** Writes low bytes, then high bytes; {@code source} from 0 to its limit is read. */
  void shuffle(ShortBuffer source, byte[] out) {
    int n = source.limit();
    ByteBuffer low = ByteBuffer.wrap(out, 0, n);
    ByteBuffer high = ByteBuffer.wrap(out, n, n);
    for (int from = 0; from < n; from += PART) {
      int count = Math.min(PART, n - from);
      read(source, from, count, samples);
      copy(samples, folded);
      write(low, high, count);
    }
  }

  /**
   * Writes low bytes, then high bytes, of the folded differences of {@code n} samples to the sample
   * {@code stride} before each, which is the same sample of the pixel before.
   *
   * @param source the whole plane
   * @param begin the first of the samples
   */
  void deltaShuffle(ShortBuffer source, int begin, int n, int stride, byte[] out) {
    ByteBuffer low = ByteBuffer.wrap(out, 0, n);
    ByteBuffer high = ByteBuffer.wrap(out, n, n);
    for (int from = begin; from < begin + n; from += PART) {
      int count = Math.min(PART, begin + n - from);
      read(source, from, count, samples);
      readBefore(source, from, count, stride);
      subtract(samples, before, differences);
      fold(differences, folded);
      write(low, high, count);
    }
  }

  /**
   * The inverse of {@link #deltaShuffle}, which must have been undone for all samples before.
   *
   * @param payload low bytes, then high bytes, {@code n} each, from {@code 2·begin} on
   * @param littleEndian the plane's bytes, of which those of the samples are written
   */
  static void undoDeltaShuffle(byte[] payload, int begin, int n, int stride, byte[] littleEndian) {
    if (stride == 1) {
      undoSingle(payload, begin, n, littleEndian);
    } else {
      undoInterleaved(payload, begin, n, stride, littleEndian);
    }
  }

  private static void undoSingle(byte[] payload, int begin, int n, byte[] littleEndian) {
    int low = 2 * begin;
    int high = low + n;
    int sample = begin == 0 ? 0 : sampleAt(littleEndian, low - 2);
    for (int i = 0; i < n; i++) {
      int z = (payload[low + i] & 0xFF) | (payload[high + i] & 0xFF) << 8;
      sample += (z >>> 1) ^ -(z & 1);
      littleEndian[low + 2 * i] = (byte) sample;
      littleEndian[low + 2 * i + 1] = (byte) (sample >>> 8);
    }
  }

  private static void undoInterleaved(
      byte[] payload, int begin, int n, int stride, byte[] littleEndian) {
    int low = 2 * begin;
    int high = low + n;
    for (int i = 0, to = low, from = low - 2 * stride; i < n; i++, to += 2, from += 2) {
      int z = (payload[low + i] & 0xFF) | (payload[high + i] & 0xFF) << 8;
      int sample = (from < 0 ? 0 : sampleAt(littleEndian, from)) + ((z >>> 1) ^ -(z & 1));
      littleEndian[to] = (byte) sample;
      littleEndian[to + 1] = (byte) (sample >>> 8);
    }
  }

  private static int sampleAt(byte[] littleEndian, int at) {
    return (littleEndian[at] & 0xFF) | (littleEndian[at + 1] & 0xFF) << 8;
  }

  private static void read(ShortBuffer source, int from, int count, short[] into) {
    source.position(from);
    source.get(into, 0, count);
  }

  private void readBefore(ShortBuffer source, int from, int count, int stride) {
    int absent = Math.min(count, Math.max(0, stride - from));
    Arrays.fill(before, 0, absent, (short) 0);
    source.position(Math.max(0, from - stride));
    source.get(before, absent, count - absent);
  }

  private void write(ByteBuffer low, ByteBuffer high, int count) {
    lowBytes(folded, bytes);
    narrow(low, count);
    highBytes(folded, bytes);
    narrow(high, count);
  }

  /** Every char is below 256, so that the encoder neither stops nor replaces. */
  private void narrow(ByteBuffer out, int count) {
    narrowing.clear();
    narrowing.limit(count);
    narrow.reset();
    narrow.encode(narrowing, out, false);
  }

  private static void copy(short[] from, char[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (char) from[i];
    }
  }

  private static void subtract(short[] a, short[] b, short[] difference) {
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (short) (a[i] - b[i]);
    }
  }

  private static void fold(short[] signed, char[] unsigned) {
    for (int i = 0; i < unsigned.length; i++) {
      unsigned[i] = (char) ((signed[i] << 1) ^ (signed[i] >> 15));
    }
  }

  private static void lowBytes(char[] from, char[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (char) (from[i] & 0xFF);
    }
  }

  private static void highBytes(char[] from, char[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (char) (from[i] >>> 8);
    }
  }
}
