package org.scopeside.source.micromanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Micro-Manager and pycro-manager write of an acquisition as a whole.
 *
 * @param channelNames {@code ChNames}, by index; empty where not said
 * @param prefix the name the user gave; null where not said
 * @param pixelSizeUm width of a pixel, µm, above 0; null where not known
 * @param startedAt null where not said
 */
public record SummaryMetadata(
    List<String> channelNames,
    @Nullable String prefix,
    @Nullable Double pixelSizeUm,
    @Nullable Instant startedAt) {
  /** Nothing said. */
  public static final SummaryMetadata NONE = new SummaryMetadata(List.of(), null, null, null);

  private static final JsonFactory JSON = new JsonFactory();

  public SummaryMetadata {
    channelNames = List.copyOf(channelNames);
  }

  /** {@link #NONE} where it is no whole JSON object. */
  public static SummaryMetadata parse(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : NONE;
    } catch (IOException noJson) {
      return NONE;
    }
  }

  /** Reads one object to its end; the parser is at its start. */
  static SummaryMetadata read(JsonParser parser) throws IOException {
    List<String> channels = new ArrayList<>();
    String prefix = null;
    Double pixelSize = null;
    Instant started = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "ChNames" -> channels.addAll(names(parser));
        case "Prefix" -> prefix = value.isScalarValue() ? parser.getText() : null;
        case "PixelSize_um", "PixelSizeUm" -> {
          if (value.isNumeric() && parser.getDoubleValue() > 0) {
            pixelSize = parser.getDoubleValue();
          }
        }
        case "StartTime", "DateAndTime", "Time" ->
            started =
                started == null && value.isScalarValue()
                    ? RecordedTime.parse(parser.getText())
                    : started;
        default -> {}
      }
      if (parser.currentToken().isStructStart()) {
        parser.skipChildren();
      }
    }
    return new SummaryMetadata(channels, prefix, pixelSize, started);
  }

  private static List<String> names(JsonParser parser) throws IOException {
    List<String> names = new ArrayList<>();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return names;
    }
    for (JsonToken token = parser.nextToken();
        token != null && token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      names.add(token.isScalarValue() ? parser.getText() : "");
      parser.skipChildren();
    }
    return names;
  }
}
