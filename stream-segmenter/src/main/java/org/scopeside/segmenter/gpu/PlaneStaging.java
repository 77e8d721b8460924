package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.util.List;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;

/**
 * Puts planes into pinned memory as narrow as their values allow: what crosses the bus is a half or
 * a quarter. Scratch of one row, so one instance a lane.
 */
final class PlaneStaging {
  private static final int NARROW = 0xFF;
  private static final int WIDE = 0xFFFF;

  private final byte[] bytes = new byte[1 << 13];
  private final short[] shorts = new short[1 << 13];

  /** The narrowest samples that hold all values of all channels. */
  static Sample sample(List<GreyImage> channels) {
    int bits = 0;
    for (GreyImage channel : channels) {
      bits |= bits(channel.pixels());
      if (bits > WIDE) {
        return Sample.FLOAT32;
      }
    }
    return bits <= NARROW ? Sample.UINT8 : Sample.UINT16;
  }

  /** All bits of whole numbers from 0 to 65,535; more than those if a value is none. */
  private static int bits(float[] pixels) {
    int bits = 0;
    for (float pixel : pixels) {
      int whole = (int) pixel;
      bits |= whole;
      bits |= whole == pixel ? 0 : WIDE + 1;
    }
    // A negative number sets the uppermost bit; turned round, that is above every whole number.
    return bits >= 0 ? bits : Integer.MAX_VALUE;
  }

  /**
   * Copies a channel.
   *
   * @param sample wide enough for it
   * @param pinned from byte 0 on
   */
  void copy(float[] pixels, Sample sample, ByteBuffer pinned) {
    switch (sample) {
      case UINT8 -> copyBytes(pixels, pinned);
      case UINT16 -> copyShorts(pixels, pinned);
      case FLOAT32 -> pinned.asFloatBuffer().put(0, pixels);
    }
  }

  private void copyBytes(float[] pixels, ByteBuffer pinned) {
    for (int from = 0; from < pixels.length; from += bytes.length) {
      int count = Math.min(bytes.length, pixels.length - from);
      for (int i = 0; i < count; i++) {
        bytes[i] = (byte) (int) pixels[from + i];
      }
      pinned.put(from, bytes, 0, count);
    }
  }

  private void copyShorts(float[] pixels, ByteBuffer pinned) {
    var target = pinned.asShortBuffer();
    for (int from = 0; from < pixels.length; from += shorts.length) {
      int count = Math.min(shorts.length, pixels.length - from);
      for (int i = 0; i < count; i++) {
        shorts[i] = (short) (int) pixels[from + i];
      }
      target.put(from, shorts, 0, count);
    }
  }
}
