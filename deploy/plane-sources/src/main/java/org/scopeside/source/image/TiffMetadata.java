package org.scopeside.source.image;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/**
 * What a TIFF's descriptions say of its pixels, as OME-XML, MetaMorph's XML or ImageJ's lines. They
 * are searched for single attributes and never parsed as XML: nothing in them can refer to another
 * file, and text that is no XML at all does no harm.
 */
final class TiffMetadata {
  private static final Pattern OME_SIZE =
      Pattern.compile("\\bPhysicalSize([XY])\\s*=\\s*\"([^\"]{1,40})\"");
  private static final Pattern OME_SIZE_UNIT =
      Pattern.compile("\\bPhysicalSize([XY])Unit\\s*=\\s*\"([^\"]{1,20})\"");
  private static final Pattern OME_PLANE =
      Pattern.compile("<(?:\\w{1,20}:)?Plane\\s([^>]{0,2000})>");
  private static final Pattern OME_DELTA = Pattern.compile("\\bDeltaT\\s*=\\s*\"([^\"]{1,40})\"");
  private static final Pattern OME_DELTA_UNIT =
      Pattern.compile("\\bDeltaTUnit\\s*=\\s*\"([^\"]{1,20})\"");
  private static final Pattern OME_DATE = Pattern.compile("AcquisitionDate>([0-9T:.-]{19,29})");
  private static final Pattern OME_BITS =
      Pattern.compile("\\bSignificantBits\\s*=\\s*\"([0-9]{1,3})\"");
  private static final Pattern METAMORPH =
      Pattern.compile("id=\"([a-z-]{1,40})\" type=\"[a-z]{1,20}\" value=\"([^\"]{1,60})\"");
  private static final DateTimeFormatter METAMORPH_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss[.SSS]");
  private static final Pattern IMAGEJ_UNIT = Pattern.compile("(?m)^unit=(.{1,20})$");
  private static final int CENTIMETRE = 3;

  /** Screen and print resolutions, from 72 per inch (353 µm), are no pixel sizes of a specimen. */
  private static final double MOST_UM_FROM_RESOLUTION = 50;

  private final TiffDirectory first;
  private final String text;
  private final boolean ome;
  private final int pages;

  private TiffMetadata(TiffDirectory first, String text, int pages) {
    this.first = first;
    this.text = text;
    this.ome = text.contains("openmicroscopy.org/Schemas/OME");
    this.pages = pages;
  }

  /** All programs that write descriptions for the whole file put them on its first page. */
  static TiffMetadata of(TiffDirectory first, int pages) throws IOException {
    String text = String.join("\n", first.texts(TiffDirectory.IMAGE_DESCRIPTION));
    return new TiffMetadata(first, text, pages);
  }

  PlaneFacts facts(int page, TiffDirectory directory) throws IOException {
    return new PlaneFacts(
        physicalSizeXUm(),
        physicalSizeYUm(),
        deltaTMs(page),
        null,
        null,
        null,
        null,
        recordedAt(page));
  }

  @Nullable Double physicalSizeXUm() throws IOException {
    return physicalSizeUm("X", "spatial-calibration-x", TiffDirectory.X_RESOLUTION);
  }

  @Nullable Double physicalSizeYUm() throws IOException {
    return physicalSizeUm("Y", "spatial-calibration-y", TiffDirectory.Y_RESOLUTION);
  }

  private @Nullable Double physicalSizeUm(String axis, String metamorphId, int resolutionTag)
      throws IOException {
    double um = omeSizeUm(axis);
    if (Double.isNaN(um) && unitUm(metamorph("spatial-calibration-units")) == 1) {
      um = number(metamorph(metamorphId));
    }
    if (Double.isNaN(um)) {
      um = resolutionUm(resolutionTag);
    }
    return um > 0 && Double.isFinite(um) ? um : null;
  }

  private double omeSizeUm(String axis) {
    if (!ome) {
      return Double.NaN;
    }
    String size = firstOfAxis(OME_SIZE, axis);
    String unit = firstOfAxis(OME_SIZE_UNIT, axis);
    return number(size) * (unit == null ? 1 : unitUm(unit));
  }

  private @Nullable String firstOfAxis(Pattern pattern, String axis) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (axis.equals(matcher.group(1))) {
        return matcher.group(2);
      }
    }
    return null;
  }

  private @Nullable String metamorph(String id) {
    if (!text.contains("<MetaData>")) {
      return null;
    }
    Matcher matcher = METAMORPH.matcher(text);
    while (matcher.find()) {
      if (id.equals(matcher.group(1))) {
        return matcher.group(2);
      }
    }
    return null;
  }

  private double resolutionUm(int tag) throws IOException {
    double pixelsPerUnit = first.rational(tag);
    double um = Double.NaN;
    if (first.integer(TiffDirectory.RESOLUTION_UNIT, 2) == CENTIMETRE) {
      um = 1e4 / pixelsPerUnit;
    } else if (text.startsWith("ImageJ=")) {
      Matcher unit = IMAGEJ_UNIT.matcher(text);
      um = unit.find() ? unitUm(unit.group(1)) / pixelsPerUnit : Double.NaN;
    }
    return um <= MOST_UM_FROM_RESOLUTION ? um : Double.NaN;
  }

  /** Micrometres in a unit; NaN for one that is not known, as pixels. */
  private static double unitUm(@Nullable String unit) {
    if (unit == null) {
      return Double.NaN;
    }
    return switch (unit.strip()) {
      case "\u00b5m", "\u03bcm", "\\u00B5m", "&#181;m", "&#956;m", "um", "micron", "microns" -> 1;
      case "nm" -> 1e-3;
      case "mm" -> 1e3;
      case "cm" -> 1e4;
      case "m" -> 1e6;
      default -> Double.NaN;
    };
  }

  /** Milliseconds since the acquisition began, where OME-XML lists a Plane for every page. */
  @Nullable Double deltaTMs(int page) {
    List<String> planes = new ArrayList<>();
    Matcher matcher = OME_PLANE.matcher(ome ? text : "");
    while (matcher.find()) {
      planes.add(matcher.group(1));
    }
    if (planes.size() != pages) {
      return null;
    }
    String attributes = planes.get(page);
    Matcher unit = OME_DELTA_UNIT.matcher(attributes);
    double ms = unit.find() ? unitMs(unit.group(1)) : 1e3;
    Matcher delta = OME_DELTA.matcher(attributes);
    double deltaMs = delta.find() ? number(delta.group(1)) * ms : Double.NaN;
    return Double.isFinite(deltaMs) ? deltaMs : null;
  }

  private static double unitMs(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1e3;
      case "min" -> 6e4;
      case "h" -> 3.6e6;
      default -> Double.NaN;
    };
  }

  /** Null where no date is told, or only one for a file of several pages without their times. */
  @Nullable Instant recordedAt(int page) {
    Double deltaTMs = deltaTMs(page);
    if (pages > 1 && deltaTMs == null) {
      return null;
    }
    try {
      Matcher date = OME_DATE.matcher(ome ? text : "");
      if (date.find()) {
        Instant began = LocalDateTime.parse(date.group(1)).toInstant(ZoneOffset.UTC);
        return deltaTMs == null ? began : began.plusMillis(deltaTMs.longValue());
      }
      String time = metamorph("acquisition-time-local");
      return time == null
          ? null
          : LocalDateTime.parse(time, METAMORPH_TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notADate) {
      return null;
    }
  }

  /** Bits that the samples use, where fewer than their type has or the file says so. */
  @Nullable Integer significantBits(TiffLayout layout) {
    int typeBits = layout.pixelType().bytes() * 8;
    if (layout.bits() > 1 && layout.bits() < typeBits) {
      return layout.bits();
    }
    Matcher bits = OME_BITS.matcher(ome ? text : "");
    if (!bits.find()) {
      return null;
    }
    int significant = Integer.parseInt(bits.group(1));
    return significant >= 1 && significant <= typeBits ? significant : null;
  }

  private static double number(@Nullable String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text.strip());
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }
}
