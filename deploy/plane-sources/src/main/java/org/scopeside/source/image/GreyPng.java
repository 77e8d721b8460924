package org.scopeside.source.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/** Writes 16-bit grey PNG, which is lossless. */
public final class GreyPng {
  /** Largest sample. */
  public static final int MOST = 0xFFFF;

  private GreyPng() {}

  /**
   * Writes a plane.
   *
   * @param samples {@code [y][x]} row-major, unsigned
   */
  public static void write(Path target, int sizeX, int sizeY, short[] samples) throws IOException {
    BufferedImage image = new BufferedImage(sizeX, sizeY, BufferedImage.TYPE_USHORT_GRAY);
    short[] pixels = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(samples, 0, pixels, 0, pixels.length);
    try (ImageOutputStream output = new FileImageOutputStream(target.toFile())) {
      ImageIO.write(image, "png", output);
    }
  }

  /**
   * Writes labels.
   *
   * @param labels {@code [y][x]} row-major, 0 to {@link #MOST}
   */
  public static void write(Path target, int sizeX, int sizeY, int[] labels) throws IOException {
    short[] samples = new short[labels.length];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] > MOST) {
        throw new IllegalArgumentException("label " + labels[i] + " not in 0.." + MOST);
      }
      samples[i] = (short) labels[i];
    }
    write(target, sizeX, sizeY, samples);
  }
}
