package org.scopeside.source.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/**
 * A TIFF or BigTIFF opened: its pages in the order of its chain of directories, without the
 * reduced-resolution copies some programs add, and without the directories below a page (SubIFDs).
 * A page is eight bytes here however many strips it has; its fields are read when asked for.
 *
 * <pre>{@code
 * try (TiffFile tiff = TiffFile.open(path)) {
 *   List<String> descriptions = tiff.page(0).texts(TiffDirectory.IMAGE_DESCRIPTION);
 *   PlanePixels pixels = tiff.read(3, buffers);
 * }
 * }</pre>
 *
 * <p>Thread-safe: several threads may read pages at once. An interrupted thread gets an exception,
 * the others read on.
 */
public final class TiffFile implements Closeable {
  private static final int MAX_PAGES = PlaneHeader.MAX_INDEX;

  /** Read at once where a directory lies: enough for 20 fields, more than most have. */
  private static final int DIRECTORY_BYTES = 512;

  private final OpenFile file;
  private boolean big;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
  private long[] directories = new long[1];
  private int pages;
  private @Nullable String fault;
  private volatile @Nullable TiffMetadata metadata;

  private TiffFile(OpenFile file) {
    this.file = file;
  }

  /**
   * Reads the chain of directories to its end.
   *
   * @throws UnreadableImageException if the file is no TIFF, or any of its directories lies outside
   *     it or in a circle: a file cut anywhere in its chain is refused as a whole
   */
  public static TiffFile open(Path path) throws UnreadableImageException {
    return opened(path, TiffFile::whole);
  }

  /**
   * Reads the chain of directories as far as it goes, for files that are still written or that a
   * crash cut; {@link #fault()} tells whether and why it ended early.
   *
   * @throws UnreadableImageException if the file is no TIFF or not even its first page can be found
   */
  public static TiffFile openReadable(Path path) throws UnreadableImageException {
    return opened(path, TiffFile::readable);
  }

  /** Makes a TIFF of an open file. */
  private interface Opening {
    TiffFile of(OpenFile file) throws IOException;
  }

  private static TiffFile opened(Path path, Opening opening) throws UnreadableImageException {
    return Guard.reading(
        path,
        () -> {
          OpenFile file = new OpenFile(path);
          try {
            return opening.of(file);
          } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
          }
        });
  }

  /** As {@link #open}; the file stays open whatever comes of it. */
  static TiffFile whole(OpenFile file) throws IOException {
    TiffFile tiff = readable(file);
    String fault = tiff.fault;
    if (fault != null) {
      throw new UnreadableImageException(file.path(), fault);
    }
    return tiff;
  }

  private static TiffFile readable(OpenFile file) throws IOException {
    TiffFile tiff = new TiffFile(file);
    tiff.readDirectories();
    return tiff;
  }

  /**
   * Whether these first bytes of a file are those of a TIFF or BigTIFF; at least 4 are looked at.
   */
  public static boolean isTiff(byte[] head) {
    if (head.length < 4) {
      return false;
    }
    boolean little = head[0] == 'I' && head[1] == 'I' && (head[2] == 42 || head[2] == 43);
    boolean bigEndian = head[0] == 'M' && head[1] == 'M' && (head[3] == 42 || head[3] == 43);
    return (little && head[3] == 0) || (bigEndian && head[2] == 0);
  }

  public Path path() {
    return file.path();
  }

  /** Pages found, at least 1. */
  public int pages() {
    return pages;
  }

  /** Why the chain of directories ended early; null where all of it was read. */
  public @Nullable String fault() {
    return fault;
  }

  /**
   * The fields of a page.
   *
   * @param page zero-based
   * @throws UnreadableImageException if there is no such page
   */
  public TiffDirectory page(int page) throws UnreadableImageException {
    return Guard.reading(path(), () -> directory(directories[checked(page)], page).fields());
  }

  /**
   * What the pixels of a page will be, without reading them.
   *
   * @param page zero-based
   * @throws UnreadableImageException if they could not be read: damaged, too large, or of a kind
   *     that is not read
   */
  public PlaneShape shape(int page) throws UnreadableImageException {
    return Guard.reading(path(), () -> layout(page(page)).shape(metadata()));
  }

  /**
   * What the file says of a page besides its pixels.
   *
   * @param page zero-based
   */
  public PlaneFacts facts(int page) throws UnreadableImageException {
    return Guard.reading(path(), () -> metadata().facts(checked(page), page(page)));
  }

  /**
   * Reads the pixels of a page.
   *
   * @param page zero-based
   * @param buffers where the array for the pixels comes from; the caller may give it back there
   * @throws UnreadableImageException if they cannot be read whole; the other pages still may
   */
  public PlanePixels read(int page, PlaneBuffers buffers) throws UnreadableImageException {
    return Guard.reading(
        path(),
        () -> {
          TiffDirectory directory = page(page);
          TiffLayout layout = layout(directory);
          PlaneShape shape = layout.shape(metadata());
          PlaneFacts facts = metadata().facts(page, directory);
          byte[] pixels = buffers.take(shape.bytes());
          TiffPixels.read(file, directory, layout, pixels);
          return new PlanePixels(
              shape.sizeX(),
              shape.sizeY(),
              shape.samplesPerPixel(),
              shape.pixelType(),
              shape.significantBits(),
              facts,
              pixels);
        });
  }

  private TiffLayout layout(TiffDirectory directory) throws IOException {
    return TiffLayout.of(directory, file.length());
  }

  /** What descriptions say, parsed once. */
  private TiffMetadata metadata() throws IOException {
    TiffMetadata known = metadata;
    if (known == null) {
      known = TiffMetadata.of(page(0), pages);
      metadata = known;
    }
    return known;
  }

  private int checked(int page) throws UnreadableImageException {
    if (page < 0 || page >= pages) {
      throw new UnreadableImageException(
          path(), "has " + pages + " pages; page " + (page + 1) + " was asked for");
    }
    return page;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** A directory and where the next one lies, 0 for none. */
  private record Link(TiffDirectory fields, long next) {}

  private void readDirectories() throws IOException {
    long offset = readHead();
    // Going around a circle passes a directory that lies before the one that leads to it again.
    Set<Long> backwards = new HashSet<>();
    long former = Long.MAX_VALUE;
    for (int index = 0; offset != 0; index++) {
      try {
        if (offset <= former && !backwards.add(offset)) {
          throw new UnreadableImageException(path(), "TIFF pages form a circle at byte " + offset);
        }
        Link link = directory(offset, index);
        if (!link.fields().isReducedResolution()) {
          add(offset);
        }
        former = offset;
        offset = link.next();
      } catch (UnreadableImageException damaged) {
        endEarly(damaged, offset);
        return;
      }
    }
    if (pages == 0) {
      throw new UnreadableImageException(path(), "is a TIFF without an image");
    }
  }

  private long readHead() throws IOException {
    byte[] bytes = file.head(16);
    if (bytes.length < 8) {
      throw new UnreadableImageException(path(), "ends within the head of a TIFF");
    }
    if (!isTiff(bytes)) {
      throw new UnreadableImageException(path(), "is no TIFF by its first bytes");
    }
    order = bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer head = ByteBuffer.wrap(bytes).order(order);
    big = head.getShort(2) == 43;
    if (big && (bytes.length < 16 || head.getShort(4) != 8)) {
      throw new UnreadableImageException(path(), "has no valid BigTIFF head");
    }
    return big ? head.getLong(8) : head.getInt(4) & 0xFFFFFFFFL;
  }

  private void add(long offset) throws UnreadableImageException {
    if (pages == MAX_PAGES) {
      throw new UnreadableImageException(path(), "has more than " + MAX_PAGES + " pages");
    }
    if (pages == directories.length) {
      directories = Arrays.copyOf(directories, pages * 2);
    }
    directories[pages++] = offset;
  }

  private void endEarly(UnreadableImageException damaged, long offset) throws IOException {
    for (int first = 0; first < pages; first++) {
      if (directories[first] == offset) {
        // A circle that does not include the first page has been walked twice until it was seen.
        int second = first + 1;
        while (second < pages && directories[second] != offset) {
          second++;
        }
        pages = second;
      }
    }
    if (pages == 0) {
      throw damaged;
    }
    fault = damaged.reason();
  }

  private Link directory(long offset, int page) throws IOException {
    int countBytes = big ? 8 : 2;
    int nextBytes = big ? 8 : 4;
    long length = file.length();
    if (offset < 0 || offset > length - countBytes) {
      throw outside(offset, page, length);
    }
    ByteBuffer start = file.read(offset, (int) Math.min(DIRECTORY_BYTES, length - offset), order);
    long count = big ? start.getLong(0) : start.getShort(0) & 0xFFFF;
    if (count < 1 || count > 65_535) {
      throw new UnreadableImageException(
          path(), "TIFF page " + (page + 1) + " claims " + count + " fields; it may be cut");
    }
    int entriesBytes = (int) count * TiffDirectory.entryBytes(big);
    int all = countBytes + entriesBytes + nextBytes;
    if (offset > length - all) {
      throw outside(offset, page, length);
    }
    ByteBuffer whole = all <= start.limit() ? start : file.read(offset, all, order);
    int nextAt = countBytes + entriesBytes;
    long next = big ? whole.getLong(nextAt) : whole.getInt(nextAt) & 0xFFFFFFFFL;
    ByteBuffer entries = whole.slice(countBytes, entriesBytes).order(order);
    return new Link(new TiffDirectory(file, big, page, entries), next);
  }

  private UnreadableImageException outside(long offset, int page, long length) {
    return new UnreadableImageException(
        path(),
        "the directory of TIFF page %d lies at byte %d, the file has %d; it may be cut"
            .formatted(page + 1, offset, length));
  }
}
