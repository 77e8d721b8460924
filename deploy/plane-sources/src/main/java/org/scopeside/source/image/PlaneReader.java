package org.scopeside.source.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;

/**
 * Reads planes from PNG and TIFF files, told apart by their first bytes, whatever their name.
 *
 * <p>PNG: 1 to 16 bit grey, palette, RGB; an alpha channel is dropped. TIFF and BigTIFF: 1 to 16
 * bit unsigned, 8 to 32 bit signed, 32 bit unsigned and float, grey or RGB; strips or tiles;
 * uncompressed, LZW, Deflate, PackBits with predictors; both byte orders; any page. A TIFF's colour
 * map is a way to show intensities, so its indices are the samples. Masks of one bit become 0 and
 * 255.
 *
 * <p>Every failure is an {@link UnreadableImageException}: sizes are checked against the file's
 * length and {@link org.scopeside.contract.PlaneHeader#MAX_PLANE_BYTES} before anything of that
 * size is allocated. All methods are thread-safe.
 */
public final class PlaneReader {
  private PlaneReader() {}

  /** Something to do with a file that may turn out damaged in any way. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  /** The first plane of the file. */
  public static FilePlane read(Path path) throws UnreadableImageException {
    return read(path, 0);
  }

  /**
   * A plane of the file.
   *
   * @param page zero-based; 0 for a PNG
   */
  public static FilePlane read(Path path, int page) throws UnreadableImageException {
    return guarded(path, () -> isPng(path) ? readPng(path, page) : readTiff(path, page));
  }

  /**
   * A plane of the file with what the file says of it, as sources hand it over.
   *
   * @param page zero-based; 0 for a PNG
   */
  public static PlanePixels read(Path path, int page, PlaneBuffers buffers)
      throws UnreadableImageException {
    FilePlane plane = read(path, page);
    FileFacts facts = facts(path, page);
    return new PlanePixels(
        plane.sizeX(),
        plane.sizeY(),
        plane.samplesPerPixel(),
        plane.pixelType(),
        plane.significantBits(),
        new PlaneFacts(
            facts.physicalSizeXUm(),
            facts.physicalSizeYUm(),
            facts.deltaTMs(),
            null,
            null,
            null,
            null,
            facts.takenAt()),
        plane.littleEndian());
  }

  /** Planes in the file: 1, or the pages of a TIFF without reduced-resolution copies. */
  public static int pages(Path path) throws UnreadableImageException {
    return guarded(path, () -> isPng(path) ? 1 : tiffPages(path));
  }

  /** What the file says of a plane besides its pixels. */
  public static FileFacts facts(Path path, int page) throws UnreadableImageException {
    return guarded(path, () -> isPng(path) ? pngFacts(path, page) : tiffFacts(path, page));
  }

  private static <T> T guarded(Path path, Reading<T> reading) throws UnreadableImageException {
    try {
      return reading.read();
    } catch (UnreadableImageException known) {
      throw known;
    } catch (NoSuchFileException missing) {
      throw new UnreadableImageException(path, "does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw new UnreadableImageException(path, "permission denied", denied);
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      // Decoders meet damaged data with exceptions of every kind.
      String facts = damaged.getMessage() == null ? damaged.toString() : damaged.getMessage();
      throw new UnreadableImageException(path, "cannot be decoded: " + facts, damaged);
    }
  }

  private static boolean isPng(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new UnreadableImageException(path, "is a folder");
    }
    byte[] head;
    try (InputStream input = Files.newInputStream(path)) {
      head = input.readNBytes(8);
    }
    if (head.length == 0) {
      throw new UnreadableImageException(path, "is empty");
    }
    boolean png = PngFile.isPng(head);
    if (!png && !TiffFile.isTiff(head)) {
      throw new UnreadableImageException(path, "is neither a PNG nor a TIFF by its first bytes");
    }
    return png;
  }

  private static FilePlane readPng(Path path, int page) throws IOException {
    checkPage(path, page, 1);
    return PngFile.open(path).read();
  }

  private static FilePlane readTiff(Path path, int page) throws IOException {
    try (TiffFile tiff = TiffFile.open(path)) {
      checkPage(path, page, tiff.pages().size());
      TiffDirectory directory = tiff.pages().get(page);
      TiffLayout layout = TiffLayout.of(directory, tiff.file().length());
      Object samples = TiffPixels.read(tiff, directory, layout);
      return new FilePlane(
          layout.sizeX(),
          layout.sizeY(),
          layout.kept(),
          layout.pixelType(),
          TiffMetadata.of(tiff).significantBits(layout),
          samples);
    }
  }

  private static int tiffPages(Path path) throws IOException {
    try (TiffFile tiff = TiffFile.open(path)) {
      return tiff.pages().size();
    }
  }

  private static FileFacts pngFacts(Path path, int page) throws IOException {
    checkPage(path, page, 1);
    PngFile png = PngFile.open(path);
    return new FileFacts(png.sizeX(), png.sizeY(), 1, null, null, null, null, modified(path));
  }

  private static FileFacts tiffFacts(Path path, int page) throws IOException {
    try (TiffFile tiff = TiffFile.open(path)) {
      checkPage(path, page, tiff.pages().size());
      TiffLayout layout = TiffLayout.of(tiff.pages().get(page), tiff.file().length());
      TiffMetadata metadata = TiffMetadata.of(tiff);
      return new FileFacts(
          layout.sizeX(),
          layout.sizeY(),
          tiff.pages().size(),
          metadata.physicalSizeXUm(),
          metadata.physicalSizeYUm(),
          metadata.deltaTMs(page),
          metadata.recordedAt(page),
          modified(path));
    }
  }

  private static Instant modified(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toInstant();
  }

  private static void checkPage(Path path, int page, int pages) throws UnreadableImageException {
    if (page < 0 || page >= pages) {
      throw new UnreadableImageException(
          path, "has " + pages + " pages; page " + (page + 1) + " was asked for");
    }
  }
}
