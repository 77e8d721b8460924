package org.scopeside.source.ndtiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.micromanager.SummaryMetadata;

/**
 * The head of one of a data set's TIFF files: from byte 8 the mark 483729 and the major version,
 * since version 3 the minor one, then the mark 2355492, the length and the text of the summary
 * metadata.
 *
 * @param length of the file, bytes, when it was looked at
 */
record NdTiffStack(Path path, long length, ByteOrder order, SummaryMetadata summary) {
  private static final int SUMMARY_MARK = 2_355_492;
  private static final int HEAD_BYTES = 28;
  private static final int MOST_SUMMARY_BYTES = 16 << 20;

  /**
   * Reads the head.
   *
   * @throws UnreadableImageException if the file is missing, may not be read or is no TIFF
   */
  static NdTiffStack open(Path path) throws UnreadableImageException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer head = bytes(file, 0, (int) Math.min(HEAD_BYTES, file.size()));
      if (head.limit() < HEAD_BYTES) {
        throw new UnreadableImageException(path, "ends within its head; it may be cut");
      }
      ByteOrder order = order(path, head);
      return new NdTiffStack(path, file.size(), order, summary(file, head.order(order)));
    } catch (IOException failure) {
      throw unreadable(path, failure);
    }
  }

  private static ByteOrder order(Path path, ByteBuffer head) throws UnreadableImageException {
    if (head.get(0) == 'I' && head.get(1) == 'I') {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (head.get(0) == 'M' && head.get(1) == 'M') {
      return ByteOrder.BIG_ENDIAN;
    }
    throw new UnreadableImageException(path, "is no TIFF by its first bytes");
  }

  private static SummaryMetadata summary(FileChannel file, ByteBuffer head) throws IOException {
    int mark = head.getInt(20) == SUMMARY_MARK ? 20 : 16;
    int length = head.getInt(mark + 4);
    boolean sound =
        head.getInt(mark) == SUMMARY_MARK
            && length > 0
            && length <= MOST_SUMMARY_BYTES
            && length <= file.size() - mark - 8;
    return sound
        ? SummaryMetadata.parse(bytes(file, mark + 8, length).array())
        : SummaryMetadata.NONE;
  }

  /** Bytes of a file from a position; fewer where it ends. */
  static ByteBuffer bytes(FileChannel file, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    fill(file, from, bytes);
    return bytes.flip();
  }

  /** False where the file ends before the buffer is full. */
  static boolean fill(FileChannel file, long from, ByteBuffer into) throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int count = file.read(into, at);
      if (count < 0) {
        return false;
      }
      at += count;
    }
    return true;
  }

  /** What went wrong, with the file's name and in words. */
  static UnreadableImageException unreadable(Path path, IOException failure) {
    if (failure instanceof UnreadableImageException known) {
      return known;
    }
    if (failure instanceof NoSuchFileException) {
      return new UnreadableImageException(path, "does not exist", failure);
    }
    if (failure instanceof AccessDeniedException) {
      return new UnreadableImageException(path, "permission denied", failure);
    }
    return new UnreadableImageException(path, "cannot be read: " + failure.getMessage(), failure);
  }
}
