package org.scopeside.source.image;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * LZW as TIFF has it (TIFF 6.0 section 13): codes of 9 to 12 bits, the highest bit first, one bit
 * longer one code early.
 *
 * <p>The string of a new code is the string of the code before and one byte after it, and these lie
 * side by side in the output already. So a table entry is a place and a length in the output.
 */
final class LzwDecoder {
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int FIRST = 258;
  private static final int CODES = 4096;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final int[] starts = new int[CODES];
  private final int[] lengths = new int[CODES];

  /**
   * Decodes until the target is full or the data end.
   *
   * @return bytes written
   * @throws IOException if there is a code that cannot be
   */
  int decode(byte[] source, int sourceLength, byte[] target, int at, int length)
      throws IOException {
    int end = at + length;
    int out = at;
    int in = 0;
    long bits = 0;
    int held = 0;
    int width = 9;
    int next = FIRST;
    int formerStart = 0;
    int formerLength = 0;
    while (out < end) {
      if (held < width && in + Integer.BYTES <= sourceLength) {
        bits = (bits << 32) | ((int) INTS.get(source, in) & 0xFFFFFFFFL);
        in += Integer.BYTES;
        held += 32;
      }
      while (held < width && in < sourceLength) {
        bits = (bits << 8) | (source[in++] & 0xFF);
        held += 8;
      }
      if (held < width) {
        break;
      }
      held -= width;
      int code = (int) (bits >>> held) & ((1 << width) - 1);
      if (code == CLEAR) {
        width = 9;
        next = FIRST;
        formerLength = 0;
        continue;
      }
      if (code == END) {
        break;
      }
      int start = out;
      if (code < CLEAR) {
        target[out++] = (byte) code;
      } else {
        // The code that is only now being defined: the former string and its own first byte.
        boolean own = code == next && formerLength > 0;
        if (!own && code >= next) {
          throw new IOException("LZW code " + code + " before it is defined");
        }
        int from = own ? formerStart : starts[code];
        int count = Math.min(own ? formerLength + 1 : lengths[code], end - out);
        copy(target, from, out, count);
        out += count;
      }
      if (formerLength > 0 && next < CODES) {
        starts[next] = formerStart;
        lengths[next] = formerLength + 1;
        next++;
        if (next + 1 >= (1 << width) && width < 12) {
          width++;
        }
      }
      formerStart = start;
      formerLength = out - start;
    }
    return out - at;
  }

  private static void copy(byte[] target, int from, int to, int count) {
    if (count > 16 && from + count <= to) {
      System.arraycopy(target, from, target, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[to + i] = target[from + i];
    }
  }
}
