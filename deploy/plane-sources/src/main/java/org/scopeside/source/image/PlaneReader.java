package org.scopeside.source.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/**
 * Reads planes from PNG and TIFF files, told apart by their first bytes, whatever their name.
 *
 * <p>PNG: 1 to 16 bit grey, palette, RGB; an alpha channel is dropped. TIFF and BigTIFF: 1, 2, 4,
 * 8, 10, 12, 14, 16 and 32 bit unsigned, 8, 16 and 32 bit signed, 32 and 64 bit floating point;
 * grey or RGB, interleaved or one sample after the other; strips or tiles; uncompressed, LZW,
 * Deflate, PackBits, Zstandard with predictors, JPEG of 8 bits, JPEG 2000 up to 16 bits; both byte
 * and bit orders; any page. A TIFF's colour map is a way to show intensities, so its indices are
 * the samples. Masks of one bit become 0 and 255.
 *
 * <p>Every failure is an {@link UnreadableImageException}: sizes are checked against the file's
 * length and {@link org.scopeside.contract.PlaneHeader#MAX_PLANE_BYTES} before anything of that
 * size is allocated. All methods are thread-safe.
 */
public final class PlaneReader {
  private PlaneReader() {}

  /** The first plane of the file, in an array of its own. */
  public static PlanePixels read(Path path) throws UnreadableImageException {
    return read(path, 0, PlaneBuffers.fresh());
  }

  /**
   * A plane of the file with what the file says of it. Where it says nothing of when the plane was
   * taken, that is when the file was last written: the best there is to pace a replay by. Opens the
   * file; who reads many pages of one TIFF opens a {@link TiffFile} once.
   *
   * @param page zero-based; 0 for a PNG
   * @param buffers where the array for the pixels comes from; the caller may give it back there
   */
  public static PlanePixels read(Path path, int page, PlaneBuffers buffers)
      throws UnreadableImageException {
    return opened(
        path,
        () -> png(path, page).read(dated(path, PlaneFacts.NONE), buffers),
        tiff -> {
          PlanePixels plane = tiff.read(page, buffers);
          return plane.facts().recordedAt() == null
              ? plane.withFacts(dated(path, plane.facts()))
              : plane;
        });
  }

  /** Planes in the file: 1, or the pages of a TIFF without reduced-resolution copies. */
  public static int pages(Path path) throws UnreadableImageException {
    return opened(path, () -> 1, TiffFile::pages);
  }

  /**
   * What the pixels of a plane will be, from the file's head, without decoding. A PNG with a
   * palette may turn out to be grey.
   */
  public static PlaneShape shape(Path path, int page) throws UnreadableImageException {
    return opened(path, () -> png(path, page).shape(), tiff -> tiff.shape(page));
  }

  /** What the file says of a plane besides its pixels, as {@link #read} gives it. */
  public static PlaneFacts facts(Path path, int page) throws UnreadableImageException {
    return opened(
        path,
        () -> {
          png(path, page);
          return dated(path, PlaneFacts.NONE);
        },
        tiff -> dated(path, tiff.facts(page)));
  }

  /** What to do with a TIFF. */
  private interface TiffReading<T> {
    T read(TiffFile tiff) throws IOException;
  }

  /** Opens a file once, looks at its first bytes, and does what is to be done with its kind. */
  private static <T> T opened(Path path, Guard.Reading<T> withPng, TiffReading<T> withTiff)
      throws UnreadableImageException {
    return Guard.reading(
        path,
        () -> {
          try (OpenFile file = new OpenFile(path)) {
            if (isPng(file)) {
              return withPng.read();
            }
            return withTiff.read(TiffFile.whole(file));
          }
        });
  }

  private static boolean isPng(OpenFile file) throws IOException {
    byte[] head = file.head(8);
    if (head.length == 0) {
      throw new UnreadableImageException(file.path(), "is empty");
    }
    boolean png = PngFile.isPng(head);
    if (!png && !TiffFile.isTiff(head)) {
      throw new UnreadableImageException(
          file.path(), "is neither a PNG nor a TIFF by its first bytes");
    }
    return png;
  }

  private static PngFile png(Path path, int page) throws IOException {
    if (page != 0) {
      throw new UnreadableImageException(
          path, "has 1 pages; page " + (page + 1) + " was asked for");
    }
    return PngFile.open(path);
  }

  private static PlaneFacts dated(Path path, PlaneFacts facts) throws IOException {
    return facts.recordedAt() == null
        ? facts.withRecordedAt(Files.getLastModifiedTime(path).toInstant())
        : facts;
  }
}
