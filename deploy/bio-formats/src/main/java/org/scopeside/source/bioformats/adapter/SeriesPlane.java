package org.scopeside.source.bioformats.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import loci.formats.FormatException;
import loci.formats.IFormatReader;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;

/** A plane of a series. */
final class SeriesPlane implements StoredPlane {
  private static final byte BLACK = 0;
  private static final byte ODD = 0x5A;

  private final Origin origin;
  private final SeriesShape shape;
  private final PlanePlace place;
  private final int page;
  private final int z;
  private final int t;
  private final PlaneFacts facts;

  /**
   * What all planes of a file share.
   *
   * @param name the file relative to what was opened, with /
   */
  record Origin(ReaderPool readers, Path file, String name) {}

  /**
   * @param page zero-based among all planes of the file
   */
  SeriesPlane(
      Origin origin,
      SeriesShape shape,
      PlanePlace place,
      int page,
      int z,
      int t,
      PlaneFacts facts) {
    this.origin = origin;
    this.shape = shape;
    this.place = place;
    this.page = page;
    this.z = z;
    this.t = t;
    this.facts = facts;
  }

  @Override
  public PlanePlace place() {
    return place;
  }

  @Override
  public String file() {
    return origin.name;
  }

  @Override
  public int page() {
    return page;
  }

  @Override
  public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
    return Boundary.plane(
        origin.file,
        "series " + shape.index() + ", " + place.shown(),
        () -> origin.readers.use(reader -> pixels(reader, buffers)));
  }

  private PlanePixels pixels(IFormatReader reader, PlaneBuffers buffers)
      throws FormatException, IOException {
    int inPlane = shape.isColour() ? 1 : shape.stored();
    reader.setSeries(shape.index());
    int stored = reader.getIndex(z, place.theC() / inPlane, t);
    byte[] buffer = buffers.take((int) shape.storedBytes());
    // Readers leave tiles that are missing as they are: no former plane may show through.
    Arrays.fill(buffer, BLACK);
    byte[] read = reader.openBytes(stored, buffer);
    PlaneBytes.check(shape, read);
    if (isFilled(read, BLACK) && isMadeUp(reader, stored, read)) {
      throw new IOException("it has no pixels: its file is missing or damaged");
    }
    byte[] trimmed = PlaneBytes.trimmed(shape, read);
    byte[] plane = PlaneBytes.of(shape, trimmed, place.theC() % inPlane, buffers);
    if (plane != trimmed) {
      buffers.giveBack(trimmed);
    }
    return new PlanePixels(
        shape.sizeX(),
        shape.sizeY(),
        shape.samplesPerPixel(),
        Objects.requireNonNull(shape.type()),
        shape.significantBits(),
        facts,
        plane);
  }

  /**
   * Whether a plane comes in whatever colour is set for what is missing. Readers of plates and of
   * sets of files give such planes without a word, where a real one would be counted as empty.
   */
  private static boolean isMadeUp(IFormatReader reader, int stored, byte[] buffer)
      throws FormatException, IOException {
    reader.setFillColor(ODD);
    try {
      return isFilled(reader.openBytes(stored, buffer), ODD);
    } finally {
      reader.setFillColor(null);
      Arrays.fill(buffer, BLACK);
    }
  }

  private static boolean isFilled(byte[] plane, byte colour) {
    for (byte sample : plane) {
      if (sample != colour) {
        return false;
      }
    }
    return true;
  }
}
