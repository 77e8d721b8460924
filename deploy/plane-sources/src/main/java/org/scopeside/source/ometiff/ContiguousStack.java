package org.scopeside.source.ometiff;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneShape;
import org.scopeside.source.image.TiffDirectory;
import org.scopeside.source.image.TiffFile;

/**
 * Images that follow one another without gaps after the only directory of their file.
 *
 * @param offset of the first image in the file, bytes
 * @param pages whole images from there to the file's end
 * @param inverted true where the brightest sample is stored as 0
 */
record ContiguousStack(
    Path path,
    String shown,
    PlaneShape shape,
    PlaneFacts facts,
    long offset,
    int pages,
    ByteOrder order,
    boolean inverted)
    implements PlaneFile {
  private static final int PIECE = 128 << 10;

  /**
   * @throws UnreadableImageException if the images are compressed, which leaves no way to find them
   */
  static ContiguousStack of(Survey survey, TiffFile tiff) throws IOException {
    TiffDirectory page = tiff.page(0);
    PlaneShape shape = tiff.shape(0);
    long offset = page.integer(TiffDirectory.STRIP_OFFSETS, -1);
    boolean plain =
        page.integer(TiffDirectory.COMPRESSION, 1) == 1
            && offset > 0
            && page.integer(TiffDirectory.BITS_PER_SAMPLE, 8) == shape.pixelType().bytes() * 8L;
    if (!plain) {
      throw page.damaged("ImageJ's lines tell of several images, and one compressed one is there");
    }
    long bytes = bytes(shape);
    long pages = (Files.size(tiff.path()) - offset) / bytes;
    return new ContiguousStack(
        tiff.path(),
        survey.shown(tiff.path()),
        shape,
        tiff.facts(0),
        offset,
        (int) Math.min(pages, Integer.MAX_VALUE),
        page.order(),
        page.integer(TiffDirectory.PHOTOMETRIC, 1) == 0);
  }

  private static int bytes(PlaneShape shape) {
    return shape.sizeX() * shape.sizeY() * shape.samplesPerPixel() * shape.pixelType().bytes();
  }

  @Override
  public PlanePixels read(int page, PlaneBuffers buffers) throws UnreadableImageException {
    if (page < 0 || page >= pages) {
      throw new UnreadableImageException(
          path, "has " + pages + " images; image " + (page + 1) + " was asked for");
    }
    int length = bytes(shape);
    byte[] pixels = buffers.take(length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      read(channel, offset + (long) page * length, pixels);
    } catch (NoSuchFileException missing) {
      throw new UnreadableImageException(path, "does not exist", missing);
    } catch (IOException failure) {
      throw new UnreadableImageException(path, "cannot be read: " + failure, failure);
    }
    turn(pixels);
    return new PlanePixels(
        shape.sizeX(),
        shape.sizeY(),
        shape.samplesPerPixel(),
        shape.pixelType(),
        shape.significantBits(),
        facts,
        pixels);
  }

  private static void read(FileChannel channel, long offset, byte[] target) throws IOException {
    for (int done = 0; done < target.length; ) {
      int piece = Math.min(PIECE, target.length - done);
      int read = channel.read(ByteBuffer.wrap(target, done, piece), offset + done);
      if (read <= 0) {
        throw new EOFException("the file ended at byte " + (offset + done));
      }
      done += read;
    }
  }

  /** To little-endian with 0 the darkest, in place. */
  private void turn(byte[] pixels) {
    int width = shape.pixelType().bytes();
    if (order.equals(ByteOrder.BIG_ENDIAN)) {
      for (int at = 0; at < pixels.length; at += width) {
        for (int low = at, high = at + width - 1; low < high; low++, high--) {
          byte swapped = pixels[low];
          pixels[low] = pixels[high];
          pixels[high] = swapped;
        }
      }
    }
    if (inverted && width <= 2) {
      for (int at = 0; at < pixels.length; at++) {
        pixels[at] = (byte) ~pixels[at];
      }
    }
  }
}
