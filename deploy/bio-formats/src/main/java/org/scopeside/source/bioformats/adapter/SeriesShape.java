package org.scopeside.source.bioformats.adapter;

import loci.formats.FormatTools;
import loci.formats.IFormatReader;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * Sizes of a series as its reader declares them, before anything of them is believed.
 *
 * <p>A stored plane may hold several samples of each pixel. Three or four of 8 bit are a colour
 * picture: they stay together, without the fourth, as every viewer of pictures has them. Any others
 * are channels that were stored side by side, as confocal microscopes do, and become channels.
 *
 * @param storedPlanes planes as Bio-Formats counts them: {@code sizeZ * sizeT} times channels that
 *     are stored apart
 * @param stored samples of a pixel in a stored plane
 * @param pixelType of OME's name; {@code bit} has one byte a sample
 * @param bits of a sample that are used, as far as the file says
 * @param interleaved whether the samples of a pixel lie side by side
 * @param reduced whether it is a smaller copy of another series
 */
record SeriesShape(
    int index,
    int sizeX,
    int sizeY,
    int sizeZ,
    int sizeT,
    int storedPlanes,
    int stored,
    String pixelType,
    int bits,
    boolean littleEndian,
    boolean interleaved,
    boolean reduced) {

  static final String BIT = "bit";

  private static final long MAX_STORED_BYTES = 4L * PlaneHeader.MAX_PLANE_BYTES;

  /** Planes of a file. Each takes some hundred bytes in memory. */
  static final long MAX_PLANES = 5_000_000;

  /** The shape of the series that the reader is set to. */
  static SeriesShape of(IFormatReader reader, int index) {
    return new SeriesShape(
        index,
        reader.getSizeX(),
        reader.getSizeY(),
        reader.getSizeZ(),
        reader.getSizeT(),
        reader.getImageCount(),
        reader.getRGBChannelCount(),
        FormatTools.getPixelTypeString(reader.getPixelType()),
        reader.getBitsPerPixel(),
        reader.isLittleEndian(),
        reader.isInterleaved(),
        reader.isThumbnailSeries());
  }

  /** Why the series cannot be read, in words; null where it can. */
  @Nullable String refusal() {
    if (Math.min(Math.min(sizeX, sizeY), Math.min(sizeZ, sizeT)) < 1 || stored < 1) {
      return "it declares a size below 1 (%d×%d, z %d, t %d, %d samples)"
          .formatted(sizeX, sizeY, sizeZ, sizeT, stored);
    }
    if (reduced) {
      return "it is a smaller copy of another series";
    }
    if (type() == null) {
      return "its pixels are of type " + pixelType + ", which planes cannot have";
    }
    return refusedSize();
  }

  private @Nullable String refusedSize() {
    long sections = (long) sizeZ * sizeT;
    if (storedPlanes < 1 || storedPlanes % sections != 0) {
      return "it declares %d z and %d t but %d planes".formatted(sizeZ, sizeT, storedPlanes);
    }
    if (planes() > MAX_PLANES) {
      return "it declares %d planes; more than %d are not read".formatted(planes(), MAX_PLANES);
    }
    if (bytes() > PlaneHeader.MAX_PLANE_BYTES || storedBytes() > MAX_STORED_BYTES) {
      return "a plane of %d×%d pixels %s%s takes %d MiB; the limit is %d MiB"
          .formatted(
              sizeX,
              sizeY,
              pixelType,
              stored == 1 ? "" : " with " + stored + " samples",
              Math.max(bytes(), storedBytes()) >> 20,
              PlaneHeader.MAX_PLANE_BYTES >> 20);
    }
    return null;
  }

  /** The type of the pixels as they are handed over; null where there is none for them. */
  @Nullable PixelType type() {
    return pixelType.equals(BIT) ? PixelType.UINT8 : PixelType.named(pixelType);
  }

  boolean isColour() {
    return pixelType.equals(PixelType.UINT8.omeName()) && (stored == 3 || stored == 4);
  }

  /** Samples of a pixel as it is handed over: 1 or 3. */
  int samplesPerPixel() {
    return isColour() ? 3 : 1;
  }

  /** Channels that are stored in planes of their own. */
  int channelsApart() {
    return (int) (storedPlanes / ((long) sizeZ * sizeT));
  }

  /** Channels as they are handed over. */
  long sizeC() {
    return (long) channelsApart() * (isColour() ? 1 : stored);
  }

  /** Planes as they are handed over. */
  long planes() {
    return sizeC() * sizeZ * sizeT;
  }

  /** Bytes of a sample. */
  int sampleBytes() {
    PixelType type = type();
    return type == null ? 1 : type.bytes();
  }

  /** Bytes of a plane as it is handed over. */
  long bytes() {
    return (long) sizeX * sizeY * sampleBytes() * samplesPerPixel();
  }

  /** Bytes of a plane as it is stored. */
  long storedBytes() {
    return (long) sizeX * sizeY * sampleBytes() * stored;
  }

  /** Used bits where the file says that some are not; null where all are, or nobody knows. */
  @Nullable Integer significantBits() {
    return bits > 0 && bits < 8 * sampleBytes() && !pixelType.equals(BIT) ? bits : null;
  }

  /** For people: {@code 1392×1040, 2 channels, 5 z, uint16}. */
  String shown() {
    boolean countable = Math.min(sizeZ, sizeT) > 0;
    return "%d×%d%s%s%s, %s%s"
        .formatted(
            sizeX,
            sizeY,
            countable && sizeC() > 1 ? ", " + sizeC() + " channels" : "",
            sizeZ > 1 ? ", " + sizeZ + " z" : "",
            sizeT > 1 ? ", " + sizeT + " t" : "",
            isColour() ? "colour, " : "",
            pixelType);
  }
}
