package org.scopeside.segmenter.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Plane;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.RawSamples;

/** Turns the samples of a plane into the grey image that is analysed. */
public final class PlaneImages {
  // Luma of ITU-R BT.601; for a stain shown in one colour it is that channel, scaled.
  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private PlaneImages() {}

  /**
   * Grey values in the units of the samples; RGB becomes luma, an alpha or second sample is
   * ignored.
   */
  public static GreyImage grey(Plane plane) {
    return grey(plane, false);
  }

  /**
   * As {@link #grey(Plane)}.
   *
   * @param keepRaw whether the image keeps unsigned samples of 8 and 16 bit as they came; the
   *     plane's array is then the image's
   */
  public static GreyImage grey(Plane plane, boolean keepRaw) {
    PlaneHeader header = plane.header();
    float[] samples = samples(plane);
    int perPixel = header.samplesPerPixel();
    float[] grey = perPixel == 1 ? samples : luma(samples, perPixel);
    return new GreyImage(grey, header.sizeX(), header.sizeY(), keepRaw ? raw(plane) : null);
  }

  private static @Nullable RawSamples raw(Plane plane) {
    PixelType type = plane.header().pixelType();
    boolean kept =
        plane.header().samplesPerPixel() == 1
            && (type == PixelType.UINT8 || type == PixelType.UINT16);
    return kept ? new RawSamples(plane.pixels(), type.bytes()) : null;
  }

  /** The largest value the sensor can give; NaN for floating point samples. */
  public static double sensorMaximum(PlaneHeader header) {
    Integer significant = header.significantBits();
    int bits = header.pixelType().bytes() * 8;
    return switch (header.pixelType()) {
      case UINT8, UINT16, UINT32 -> Math.scalb(1.0, significant == null ? bits : significant) - 1;
      case INT8, INT16, INT32 ->
          Math.scalb(1.0, significant == null ? bits - 1 : Math.min(significant, bits - 1)) - 1;
      case FLOAT, DOUBLE -> Double.NaN;
    };
  }

  private static float[] luma(float[] samples, int perPixel) {
    float[] grey = new float[samples.length / perPixel];
    for (int i = 0, s = 0; i < grey.length; i++, s += perPixel) {
      grey[i] =
          perPixel == 2
              ? samples[s]
              : RED * samples[s] + GREEN * samples[s + 1] + BLUE * samples[s + 2];
    }
    return grey;
  }

  private static float[] samples(Plane plane) {
    byte[] bytes = plane.pixels();
    float[] out = new float[plane.header().samples()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (plane.header().pixelType()) {
      case UINT8 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = bytes[i] & 0xFF;
        }
      }
      case INT8 -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = bytes[i];
        }
      }
      case UINT16 -> {
        ShortBuffer shorts = buffer.asShortBuffer();
        for (int i = 0; i < out.length; i++) {
          out[i] = shorts.get(i) & 0xFFFF;
        }
      }
      case INT16 -> {
        ShortBuffer shorts = buffer.asShortBuffer();
        for (int i = 0; i < out.length; i++) {
          out[i] = shorts.get(i);
        }
      }
      case UINT32 -> {
        IntBuffer ints = buffer.asIntBuffer();
        for (int i = 0; i < out.length; i++) {
          out[i] = ints.get(i) & 0xFFFFFFFFL;
        }
      }
      case INT32 -> {
        IntBuffer ints = buffer.asIntBuffer();
        for (int i = 0; i < out.length; i++) {
          out[i] = ints.get(i);
        }
      }
      case FLOAT -> {
        FloatBuffer floats = buffer.asFloatBuffer();
        floats.get(out);
      }
      case DOUBLE -> {
        DoubleBuffer doubles = buffer.asDoubleBuffer();
        for (int i = 0; i < out.length; i++) {
          out[i] = (float) doubles.get(i);
        }
      }
    }
    return out;
  }
}
