package org.scopeside.source.image;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.UnreadableImageException;

/**
 * What a TIFF's descriptions say of its pixels, as OME-XML, MetaMorph's XML or ImageJ's lines. They
 * are searched for single attributes and never parsed as XML: nothing in them can refer to another
 * file, and text that is no XML at all does no harm. The text is searched once, not for every page.
 */
final class TiffMetadata {
  private static final OmeQuantity SIZE_X = new OmeQuantity("PhysicalSizeX");
  private static final OmeQuantity SIZE_Y = new OmeQuantity("PhysicalSizeY");
  private static final OmeQuantity DELTA = new OmeQuantity("DeltaT");
  private static final OmeQuantity EXPOSURE = new OmeQuantity("ExposureTime");
  private static final OmeQuantity POSITION_X = new OmeQuantity("PositionX");
  private static final OmeQuantity POSITION_Y = new OmeQuantity("PositionY");
  private static final OmeQuantity POSITION_Z = new OmeQuantity("PositionZ");
  private static final Pattern OME_PLANE =
      Pattern.compile("<(?:\\w{1,20}:)?Plane\\s([^>]{0,2000})>");
  private static final Pattern OME_DATE = Pattern.compile("AcquisitionDate>([0-9T:.-]{19,29})");
  private static final Pattern OME_BITS =
      Pattern.compile("\\bSignificantBits\\s*=\\s*\"([0-9]{1,3})\"");
  private static final Pattern IMAGEJ_UNIT = Pattern.compile("(?m)^unit=(.{1,20})$");
  private static final int CENTIMETRE = 3;

  /** Screen and print resolutions, from 72 per inch (353 µm), are no pixel sizes of a specimen. */
  private static final double MOST_UM_FROM_RESOLUTION = 50;

  /** A century. */
  private static final double MOST_DELTA_MS = 3.2e12;

  private final int pages;
  private final String ome;
  private final double omeSizeXUm;
  private final double omeSizeYUm;
  private final int omeBits;
  private final @Nullable Instant omeDate;
  private final MetaMorphText metaMorph;

  /** Micrometres of ImageJ's unit; NaN where it is not ImageJ's file, or the unit is no length. */
  private final double imageJUm;

  /** Where each page's Plane begins in the OME-XML; empty unless there is one for each. */
  private final int[] planes;

  private TiffMetadata(String text, int pages) {
    this.pages = pages;
    ome = text.contains("openmicroscopy.org/Schemas/OME") ? text : "";
    omeSizeXUm = SIZE_X.lengthUm(ome);
    omeSizeYUm = SIZE_Y.lengthUm(ome);
    Matcher bits = OME_BITS.matcher(ome);
    omeBits = bits.find() ? Integer.parseInt(bits.group(1)) : 0;
    omeDate = omeDate(ome);
    planes = planes(ome, pages);
    metaMorph = MetaMorphText.of(text);
    Matcher unit = IMAGEJ_UNIT.matcher(text);
    boolean imageJ = text.startsWith("ImageJ=") && unit.find();
    imageJUm = imageJ ? OmeQuantity.unitUm(unit.group(1)) : Double.NaN;
  }

  /** All programs that write descriptions for the whole file put them on its first page. */
  static TiffMetadata of(TiffDirectory first, int pages) throws IOException {
    return new TiffMetadata(description(first), pages);
  }

  /** Empty where it cannot be read: what is only described by it must not lose the pixels. */
  private static String description(TiffDirectory page) throws IOException {
    try {
      return String.join("\n", page.texts(TiffDirectory.IMAGE_DESCRIPTION));
    } catch (UnreadableImageException unfinished) {
      return "";
    }
  }

  private static @Nullable Instant omeDate(String ome) {
    try {
      Matcher date = OME_DATE.matcher(ome);
      return date.find() ? LocalDateTime.parse(date.group(1)).toInstant(ZoneOffset.UTC) : null;
    } catch (DateTimeParseException notADate) {
      return null;
    }
  }

  private static int[] planes(String ome, int pages) {
    int[] starts = new int[ome.isEmpty() ? 0 : pages];
    int found = 0;
    Matcher matcher = OME_PLANE.matcher(ome);
    while (matcher.find()) {
      if (found == starts.length) {
        return new int[0];
      }
      starts[found++] = matcher.start();
    }
    return found == starts.length ? starts : new int[0];
  }

  /** What is known of a page. MetaMorph describes every page, the others the first for all. */
  PlaneFacts facts(int page, TiffDirectory directory) throws IOException {
    MetaMorphText own = page == 0 ? metaMorph : MetaMorphText.of(description(directory));
    String plane = plane(page);
    Double deltaTMs = known(DELTA.timeMs(plane));
    return new PlaneFacts(
        size(omeSizeXUm, own.pixelSizeUm("x"), directory, TiffDirectory.X_RESOLUTION),
        size(omeSizeYUm, own.pixelSizeUm("y"), directory, TiffDirectory.Y_RESOLUTION),
        deltaTMs,
        known(either(EXPOSURE.timeMs(plane), own.exposureMs())),
        known(either(POSITION_X.lengthUm(plane), own.stageUm("x"))),
        known(either(POSITION_Y.lengthUm(plane), own.stageUm("y"))),
        known(either(POSITION_Z.lengthUm(plane), own.focusUm())),
        recordedAt(deltaTMs, own));
  }

  private String plane(int page) {
    if (page >= planes.length) {
      return "";
    }
    int end = ome.indexOf('>', planes[page]);
    return ome.substring(planes[page], end);
  }

  private @Nullable Double size(
      double omeUm, double metaMorphUm, TiffDirectory directory, int resolutionTag)
      throws IOException {
    double um = either(omeUm, either(metaMorphUm, metaMorphUmOfAll(resolutionTag)));
    if (Double.isNaN(um)) {
      um = resolutionUm(directory, resolutionTag);
    }
    return um > 0 ? known(um) : null;
  }

  private double metaMorphUmOfAll(int resolutionTag) {
    return metaMorph.pixelSizeUm(resolutionTag == TiffDirectory.X_RESOLUTION ? "x" : "y");
  }

  private double resolutionUm(TiffDirectory directory, int tag) throws IOException {
    try {
      double pixelsPerUnit = directory.rational(tag);
      boolean centimetre = directory.integer(TiffDirectory.RESOLUTION_UNIT, 2) == CENTIMETRE;
      double um = (centimetre ? 1e4 : imageJUm) / pixelsPerUnit;
      return um <= MOST_UM_FROM_RESOLUTION ? um : Double.NaN;
    } catch (UnreadableImageException unfinished) {
      return Double.NaN;
    }
  }

  /** Null where no date is told, or only one for a file of several pages without their times. */
  private @Nullable Instant recordedAt(@Nullable Double deltaTMs, MetaMorphText own) {
    if (omeDate == null) {
      return own.acquiredAt();
    }
    if (deltaTMs == null || Math.abs(deltaTMs) > MOST_DELTA_MS) {
      return pages == 1 ? omeDate : null;
    }
    return omeDate.plusMillis(deltaTMs.longValue());
  }

  /** Bits that the samples use, where fewer than their type has or the file says so. */
  @Nullable Integer significantBits(TiffLayout layout) {
    int typeBits = layout.pixelType().bytes() * 8;
    if (layout.bits() > 1 && layout.bits() < typeBits) {
      return layout.bits();
    }
    return omeBits >= 1 && omeBits <= typeBits ? omeBits : null;
  }

  private static double either(double value, double other) {
    return Double.isNaN(value) ? other : value;
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
