package org.scopeside.source.ndtiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.micromanager.FrameMetadata;

/**
 * A plane of an NDTiff data set. Its pixels lie in one piece, uncompressed, where the index says.
 *
 * @param file relative to the opened path
 */
record NdTiffPlane(
    PlanePlace place, String file, NdTiffStack stack, IndexEntry entry, NdTiffPixelType type)
    implements StoredPlane {
  private static final int MOST_METADATA_BYTES = 16 << 20;

  @Override
  public int page() {
    return entry.page();
  }

  @Override
  public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
    try (FileChannel channel = FileChannel.open(stack.path(), StandardOpenOption.READ)) {
      FrameMetadata metadata = metadata(channel, entry);
      return new PlanePixels(
          entry.sizeX(),
          entry.sizeY(),
          type.samplesPerPixel(),
          type.samples(),
          significantBits(metadata),
          metadata == null ? PlaneFacts.NONE : metadata.facts(),
          pixels(channel, buffers));
    } catch (IOException failure) {
      throw NdTiffStack.unreadable(stack.path(), failure);
    }
  }

  private byte[] pixels(FileChannel channel, PlaneBuffers buffers) throws IOException {
    long bytes = pixelBytes(entry, type);
    // The file may have been cut since it was listed; nothing is allocated for what is not there.
    if (entry.pixelOffset() + bytes > channel.size()) {
      throw new UnreadableImageException(
          stack.path(),
          "pixels of image %d end at byte %d, the file has %d; it may be cut"
              .formatted(page() + 1, entry.pixelOffset() + bytes, channel.size()));
    }
    byte[] pixels = buffers.take((int) bytes);
    if (!NdTiffStack.fill(channel, entry.pixelOffset(), ByteBuffer.wrap(pixels))) {
      throw new UnreadableImageException(stack.path(), "was cut while it was read");
    }
    if (type.samples().bytes() == 2 && stack.order() == ByteOrder.BIG_ENDIAN) {
      swapPairs(pixels);
    }
    return pixels;
  }

  private static void swapPairs(byte[] pixels) {
    for (int i = 0; i + 1 < pixels.length; i += 2) {
      byte first = pixels[i];
      pixels[i] = pixels[i + 1];
      pixels[i + 1] = first;
    }
  }

  private @Nullable Integer significantBits(@Nullable FrameMetadata metadata) {
    if (type.significantBits() != null) {
      return type.significantBits();
    }
    Integer bits = metadata == null ? null : metadata.bitDepth();
    return bits == null || bits > 8 * type.samples().bytes() ? null : bits;
  }

  /** Bytes of the pixels; what no header of a plane allows was refused before. */
  static long pixelBytes(IndexEntry entry, NdTiffPixelType type) {
    return (long) entry.sizeX() * entry.sizeY() * type.samplesPerPixel() * type.samples().bytes();
  }

  /** Null where the index points to none that can be read; pixels do without. */
  static @Nullable FrameMetadata metadata(FileChannel channel, IndexEntry entry)
      throws IOException {
    boolean sound =
        entry.metadataCompression() == 0
            && entry.metadataLength() > 0
            && entry.metadataLength() <= MOST_METADATA_BYTES
            && entry.metadataOffset() + entry.metadataLength() <= channel.size();
    return sound
        ? FrameMetadata.parse(
            NdTiffStack.bytes(channel, entry.metadataOffset(), entry.metadataLength()).array())
        : null;
  }
}
