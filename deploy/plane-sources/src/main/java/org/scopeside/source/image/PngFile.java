package org.scopeside.source.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/**
 * A PNG whose chunks have been walked: they lie within the file, end with IEND, and the plane is
 * within the limit. Only then is it decoded, by the JDK's reader.
 *
 * @param significantBits of the sBIT chunk; null without one
 */
record PngFile(
    Path path, int sizeX, int sizeY, int bits, int colourType, @Nullable Integer significantBits) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int GREY = 0;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;

  static boolean isPng(byte[] head) {
    return head.length >= 8 && Arrays.equals(head, 0, 8, SIGNATURE, 0, 8);
  }

  static PngFile open(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return walk(path, file);
    }
  }

  /** A chunk's place: its name, and where its data lie, at which the file stands. */
  private record Chunk(String name, long at, long size) {
    long end() {
      // After the data come four bytes of checksum.
      return at + size + 4;
    }
  }

  private static PngFile walk(Path path, RandomAccessFile file) throws IOException {
    Chunk chunk = chunk(path, file, SIGNATURE.length);
    if (!chunk.name().equals("IHDR") || chunk.size() != 13) {
      throw new UnreadableImageException(path, "PNG does not begin with its header");
    }
    PngFile png = header(path, file);
    while (!chunk.name().equals("IEND")) {
      chunk = chunk(path, file, chunk.end());
      if (chunk.name().equals("PLTE") && chunk.size() > 768) {
        throw new UnreadableImageException(path, "PNG palette of " + chunk.size() + " bytes");
      }
      if (chunk.name().equals("sBIT") && chunk.size() >= 1) {
        png = png.withSignificantBits(file.readUnsignedByte());
      }
    }
    return png;
  }

  private static Chunk chunk(Path path, RandomAccessFile file, long at) throws IOException {
    long length = file.length();
    if (at > length - 12) {
      throw new UnreadableImageException(
          path, "PNG ends at byte " + length + " without its end mark; it may be cut");
    }
    file.seek(at);
    long size = file.readInt() & 0xFFFFFFFFL;
    byte[] name = new byte[4];
    file.readFully(name);
    Chunk chunk = new Chunk(new String(name, StandardCharsets.ISO_8859_1), at + 8, size);
    if (chunk.end() > length) {
      throw new UnreadableImageException(
          path,
          "PNG chunk %s ends at byte %d, the file has %d; it may be cut"
              .formatted(chunk.name(), chunk.end(), length));
    }
    return chunk;
  }

  private static PngFile header(Path path, RandomAccessFile file) throws IOException {
    long sizeX = file.readInt() & 0xFFFFFFFFL;
    long sizeY = file.readInt() & 0xFFFFFFFFL;
    int bits = file.readUnsignedByte();
    int colourType = file.readUnsignedByte();
    if (sizeX < 1 || sizeY < 1 || sizeX > PlaneHeader.MAX_SIDE || sizeY > PlaneHeader.MAX_SIDE) {
      throw new UnreadableImageException(
          path,
          "PNG of %dx%d; sides from 1 to %d are read"
              .formatted(sizeX, sizeY, PlaneHeader.MAX_SIDE));
    }
    PngFile png = new PngFile(path, (int) sizeX, (int) sizeY, bits, colourType, null);
    long bytes = sizeX * sizeY * png.decodedSamples() * png.pixelType().bytes();
    if (bytes > PlaneHeader.MAX_PLANE_BYTES) {
      throw new UnreadableImageException(
          path,
          "a PNG of %dx%d with %d bytes decoded; at most %d are read"
              .formatted(sizeX, sizeY, bytes, PlaneHeader.MAX_PLANE_BYTES));
    }
    return png;
  }

  private PngFile withSignificantBits(int significant) {
    if (colourType == PALETTE || significant < 1 || significant > bits) {
      return this;
    }
    return new PngFile(path, sizeX, sizeY, bits, colourType, significant);
  }

  private int decodedSamples() {
    return switch (colourType) {
      case GREY -> 1;
      case GREY_ALPHA -> 2;
      case 6 -> 4;
      default -> 3;
    };
  }

  private PixelType pixelType() {
    return bits == 16 ? PixelType.UINT16 : PixelType.UINT8;
  }

  /**
   * What {@link #read} will give. A palette is told as colour, as whether it is grey shows only
   * when it is read.
   */
  PlaneShape shape() {
    int samples = colourType == GREY || colourType == GREY_ALPHA ? 1 : 3;
    return new PlaneShape(sizeX, sizeY, samples, pixelType(), significantBits);
  }

  /** Decodes it. Grey stays grey, alpha is not kept, a palette becomes grey where it is grey. */
  PlanePixels read(PlaneFacts facts, PlaneBuffers buffers) throws IOException {
    BufferedImage image = decode();
    Raster raster = image.getRaster();
    // Grey of 1, 2 and 4 bits arrives with a palette too, from black to white.
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return fromPalette(raster, palette, facts, buffers);
    }
    int kept = raster.getNumBands() >= 3 ? 3 : 1;
    byte[] bytes = buffers.take(sizeX * sizeY * kept * pixelType().bytes());
    RasterSamples.copy(raster, kept, pixelType(), bytes);
    return new PlanePixels(sizeX, sizeY, kept, pixelType(), significantBits, facts, bytes);
  }

  private BufferedImage decode() throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
    ImageReader reader = readers.next();
    try (ImageInputStream input = new FileImageInputStream(path.toFile())) {
      // Metadata is not wanted: its compressed texts may unpack to anything.
      reader.setInput(input, true, true);
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private PlanePixels fromPalette(
      Raster raster, IndexColorModel palette, PlaneFacts facts, PlaneBuffers buffers) {
    byte[][] colours = new byte[3][palette.getMapSize()];
    palette.getReds(colours[0]);
    palette.getGreens(colours[1]);
    palette.getBlues(colours[2]);
    boolean grey = Arrays.equals(colours[0], colours[1]) && Arrays.equals(colours[1], colours[2]);
    int kept = grey ? 1 : 3;
    byte[] samples = buffers.take(sizeX * sizeY * kept);
    int[] row = new int[sizeX];
    int at = 0;
    for (int y = 0; y < sizeY; y++) {
      raster.getSamples(0, y, sizeX, 1, 0, row);
      for (int x = 0; x < sizeX; x++) {
        for (int sample = 0; sample < kept; sample++) {
          samples[at++] = colours[sample][Math.min(row[x], colours[sample].length - 1)];
        }
      }
    }
    return new PlanePixels(sizeX, sizeY, kept, PixelType.UINT8, null, facts, samples);
  }
}
