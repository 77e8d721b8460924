package org.scopeside.source.ometiff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.image.TiffDirectory;

/**
 * What Micro-Manager 1.4 and 2.0 write of a page as JSON: hundreds of device properties, of which
 * these few matter.
 */
final class MicroManagerPage {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> WANTED =
      Set.of(
          "ChannelIndex",
          "SliceIndex",
          "FrameIndex",
          "PositionIndex",
          "PositionName",
          "Channel",
          "ElapsedTime-ms",
          "Exposure-ms",
          "XPositionUm",
          "YPositionUm",
          "ZPositionUm",
          "PixelSizeUm",
          "ReceivedTime",
          "Time");

  /** 2016-07-06 12:10:05 +0200; 2.0 adds parts of a second. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS][.SSS] [Z][XXX][x]");

  private final Map<String, String> values;

  private MicroManagerPage(Map<String, String> values) {
    this.values = values;
  }

  /**
   * What stands in a page's own field, or, as versions before 1.4.20 wrote it, in its description.
   *
   * @param description whether to look there too
   * @return null where the page has no such JSON, or none that can be parsed
   */
  static @Nullable MicroManagerPage of(TiffDirectory page, boolean description) throws IOException {
    List<String> texts = page.texts(TiffDirectory.MICRO_MANAGER_METADATA);
    if (texts.isEmpty() && description) {
      texts = page.texts(TiffDirectory.IMAGE_DESCRIPTION);
    }
    return texts.isEmpty() || !texts.get(0).startsWith("{") ? null : parse(texts.get(0));
  }

  /** Null where it is no JSON object. */
  static @Nullable MicroManagerPage parse(String json) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isScalarValue() && WANTED.contains(name)) {
          values.put(name, parser.getText());
        }
        parser.skipChildren();
      }
      return new MicroManagerPage(values);
    } catch (IOException notJson) {
      return null;
    }
  }

  /** True where it says which plane of which position the page is. */
  boolean saysPlace() {
    return values.containsKey("ChannelIndex")
        && values.containsKey("SliceIndex")
        && values.containsKey("FrameIndex");
  }

  int channel() {
    return index("ChannelIndex");
  }

  int slice() {
    return index("SliceIndex");
  }

  int frame() {
    return index("FrameIndex");
  }

  int position() {
    return index("PositionIndex");
  }

  private int index(String name) {
    double value = OmeUnits.number(values.get(name));
    return value >= 0 && value <= PlaneHeader.MAX_INDEX ? (int) value : 0;
  }

  @Nullable String positionName() {
    return values.get("PositionName");
  }

  @Nullable String channelName() {
    return values.get("Channel");
  }

  double elapsedMs() {
    return OmeUnits.number(values.get("ElapsedTime-ms"));
  }

  PlaneFacts facts() {
    Double size = OmeUnits.positive(number("PixelSizeUm"));
    return new PlaneFacts(
        size,
        size,
        OmeUnits.finite(elapsedMs()),
        OmeUnits.finite(number("Exposure-ms")),
        OmeUnits.finite(number("XPositionUm")),
        OmeUnits.finite(number("YPositionUm")),
        OmeUnits.finite(number("ZPositionUm")),
        recordedAt());
  }

  private double number(String name) {
    return OmeUnits.number(values.get(name));
  }

  private @Nullable Instant recordedAt() {
    Instant received = instant(values.get("ReceivedTime"));
    return received == null ? instant(values.get("Time")) : received;
  }

  static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.strip(), TIME).toInstant();
    } catch (DateTimeException otherForm) {
      return null;
    }
  }
}
