package org.scopeside.source.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scopeside.source.UnreadableImageException;

/** A TIFF or BigTIFF opened: its pages, without the reduced-resolution copies some programs add. */
final class TiffFile implements Closeable {
  private static final int REDUCED_RESOLUTION = 1;

  private final Path path;
  private final RandomAccessFile file;
  private final List<TiffDirectory> pages = new ArrayList<>();

  private TiffFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Reads every directory, so that a file cut anywhere in its chain is refused as a whole.
   *
   * @throws UnreadableImageException if the file is no TIFF, or its directories lie outside it or
   *     in a circle
   */
  static TiffFile open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
    TiffFile tiff = new TiffFile(path, file);
    try {
      tiff.readDirectories();
      return tiff;
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  static boolean isTiff(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    boolean little = head[0] == 'I' && head[1] == 'I' && (head[2] == 42 || head[2] == 43);
    boolean bigEndian = head[0] == 'M' && head[1] == 'M' && (head[3] == 42 || head[3] == 43);
    return (little && head[3] == 0) || (bigEndian && head[2] == 0);
  }

  List<TiffDirectory> pages() {
    return pages;
  }

  RandomAccessFile file() {
    return file;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void readDirectories() throws IOException {
    ByteBuffer head = bytes(0, (int) Math.min(16, file.length()), ByteOrder.BIG_ENDIAN);
    if (head.limit() < 8) {
      throw new UnreadableImageException(path, "ends within the head of a TIFF");
    }
    ByteOrder order = head.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    head.order(order);
    boolean big = head.getShort(2) == 43;
    if (big && (head.limit() < 16 || head.getShort(4) != 8)) {
      throw new UnreadableImageException(path, "has no valid BigTIFF head");
    }
    long offset = big ? head.getLong(8) : head.getInt(4) & 0xFFFFFFFFL;
    Set<Long> seen = new HashSet<>();
    for (int index = 0; offset != 0; index++) {
      if (!seen.add(offset)) {
        throw new UnreadableImageException(path, "TIFF pages form a circle at byte " + offset);
      }
      offset = readDirectory(offset, index, big, order);
    }
    if (pages.isEmpty()) {
      throw new UnreadableImageException(path, "is a TIFF without an image");
    }
  }

  /** Reads one directory and returns where the next one lies, 0 for none. */
  private long readDirectory(long offset, int index, boolean big, ByteOrder order)
      throws IOException {
    int countBytes = big ? 8 : 2;
    int nextBytes = big ? 8 : 4;
    ByteBuffer counter = directoryBytes(offset, countBytes, index, order);
    long count = big ? counter.getLong(0) : counter.getShort(0) & 0xFFFF;
    if (count < 0 || count > 65_535) {
      throw new UnreadableImageException(
          path, "TIFF page " + (index + 1) + " claims " + count + " fields");
    }
    int length = (int) count * (big ? 20 : 12);
    ByteBuffer all = directoryBytes(offset + countBytes, length + nextBytes, index, order);
    long next = big ? all.getLong(length) : all.getInt(length) & 0xFFFFFFFFL;
    ByteBuffer entries = all.slice(0, length).order(order);
    TiffDirectory directory = new TiffDirectory(path, file, big, index, entries);
    if ((directory.integer(TiffDirectory.NEW_SUBFILE_TYPE, 0) & REDUCED_RESOLUTION) == 0) {
      pages.add(directory);
    }
    return next;
  }

  private ByteBuffer directoryBytes(long offset, int length, int index, ByteOrder order)
      throws IOException {
    if (offset < 0 || offset > file.length() - length) {
      throw new UnreadableImageException(
          path,
          "the directory of TIFF page %d lies at byte %d, the file has %d; it may be cut"
              .formatted(index + 1, offset, file.length()));
    }
    return bytes(offset, length, order);
  }

  private ByteBuffer bytes(long offset, int length, ByteOrder order) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(offset);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes).order(order);
  }
}
