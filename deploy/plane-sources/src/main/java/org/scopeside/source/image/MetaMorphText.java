package org.scopeside.source.image;

import static org.scopeside.source.image.OmeQuantity.number;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The description of a page that MetaMorph or MetaXpress wrote, XML in their own way. */
final class MetaMorphText {
  private static final Pattern PROPERTY =
      Pattern.compile("<prop id=\"([a-z-]{1,40})\" type=\"[a-z]{1,20}\" value=\"([^\"]{1,60})\"");

  /** A line within the property Description. */
  private static final Pattern EXPOSURE = Pattern.compile("\\bExposure: ([0-9.]{1,20}) (ms|s)\\b");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd HH:mm:ss[.SSS]");

  /** That of a page that says nothing. */
  static final MetaMorphText NONE = new MetaMorphText("");

  private final Map<String, String> properties = new HashMap<>();
  private final double exposureMs;

  private MetaMorphText(String text) {
    Matcher property = PROPERTY.matcher(text);
    while (property.find()) {
      properties.putIfAbsent(property.group(1), property.group(2));
    }
    Matcher exposure = EXPOSURE.matcher(text);
    exposureMs =
        exposure.find()
            ? number(exposure.group(1)) * ("s".equals(exposure.group(2)) ? 1e3 : 1)
            : Double.NaN;
  }

  static MetaMorphText of(String text) {
    return text.contains("<MetaData>") ? new MetaMorphText(text) : NONE;
  }

  /**
   * Size of a pixel, µm; NaN where it is not known.
   *
   * @param axis x or y
   */
  double pixelSizeUm(String axis) {
    double unitUm = OmeQuantity.unitUm(properties.get("spatial-calibration-units"));
    return unitUm == 1 ? number(properties.get("spatial-calibration-" + axis)) : Double.NaN;
  }

  /** NaN where it is not known. */
  double exposureMs() {
    return exposureMs;
  }

  /**
   * Of the stage, µm; NaN where it is not known.
   *
   * @param axis x or y
   */
  double stageUm(String axis) {
    return number(properties.get("stage-position-" + axis));
  }

  /** Of the focus drive, µm; NaN where it is not known. */
  double focusUm() {
    return number(properties.get("z-position"));
  }

  /** Local time as if it were UTC; null where it is not known. */
  @Nullable Instant acquiredAt() {
    String time = properties.get("acquisition-time-local");
    try {
      return time == null ? null : LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException notADate) {
      return null;
    }
  }
}
