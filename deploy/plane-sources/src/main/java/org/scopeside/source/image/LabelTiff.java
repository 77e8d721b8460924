package org.scopeside.source.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes labels as a grey TIFF of 32-bit unsigned samples: little-endian, one plain strip. */
public final class LabelTiff {
  private static final int HEAD_BYTES = 8;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private LabelTiff() {}

  /**
   * Writes labels.
   *
   * @param labels {@code [y][x]} row-major, unsigned
   */
  public static void write(Path target, int sizeX, int sizeY, int[] labels) throws IOException {
    int[][] fields = {
      {TiffDirectory.IMAGE_WIDTH, LONG, sizeX},
      {TiffDirectory.IMAGE_LENGTH, LONG, sizeY},
      {TiffDirectory.BITS_PER_SAMPLE, SHORT, 32},
      {TiffDirectory.COMPRESSION, SHORT, 1},
      {TiffDirectory.PHOTOMETRIC, SHORT, 1},
      {TiffDirectory.STRIP_OFFSETS, LONG, 0},
      {TiffDirectory.SAMPLES_PER_PIXEL, SHORT, 1},
      {TiffDirectory.ROWS_PER_STRIP, LONG, sizeY},
      {TiffDirectory.STRIP_BYTE_COUNTS, LONG, labels.length * Integer.BYTES},
      {TiffDirectory.SAMPLE_FORMAT, SHORT, 1},
    };
    int pixelsAt = HEAD_BYTES + 2 + 12 * fields.length + 4;
    ByteBuffer head = ByteBuffer.allocate(pixelsAt).order(ByteOrder.LITTLE_ENDIAN);
    head.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(HEAD_BYTES);
    head.putShort((short) fields.length);
    for (int[] field : fields) {
      int value = field[0] == TiffDirectory.STRIP_OFFSETS ? pixelsAt : field[2];
      head.putShort((short) field[0]).putShort((short) field[1]).putInt(1).putInt(value);
    }
    head.putInt(0);
    try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      output.write(head.array());
      writeRows(output, sizeX, labels);
    }
  }

  private static void writeRows(OutputStream output, int sizeX, int[] labels) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(sizeX * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < labels.length; at += sizeX) {
      row.asIntBuffer().put(labels, at, sizeX);
      output.write(row.array());
    }
  }
}
