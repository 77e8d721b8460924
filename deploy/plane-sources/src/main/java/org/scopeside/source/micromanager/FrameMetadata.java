package org.scopeside.source.micromanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/** What Micro-Manager and pycro-manager write of a frame. Any of it may be missing. */
public final class FrameMetadata {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> WANTED =
      Set.of(
          "BitDepth",
          "Channel",
          "ChannelIndex",
          "ElapsedTime-ms",
          "Exposure",
          "Exposure-ms",
          "FileName",
          "Frame",
          "FrameIndex",
          "PixelSizeUm",
          "PixelSize_um",
          "PositionIndex",
          "PositionName",
          "ReceivedTime",
          "Slice",
          "SliceIndex",
          "Time",
          "TimeReceivedByCore",
          "XPositionUm",
          "XPosition_um_Intended",
          "YPositionUm",
          "YPosition_um_Intended",
          "ZPositionUm",
          "ZPosition_um_Intended",
          "channel",
          "position",
          "time",
          "z");

  private final JsonScalars values;

  private FrameMetadata(JsonScalars values) {
    this.values = values;
  }

  /** Null where it is no whole JSON object. */
  public static @Nullable FrameMetadata parse(byte[] json) {
    try (JsonParser parser = JSON.createParser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? read(parser) : null;
    } catch (IOException noJson) {
      return null;
    }
  }

  /** Reads one object to its end; the parser is at its start. */
  static FrameMetadata read(JsonParser parser) throws IOException {
    return new FrameMetadata(JsonScalars.read(parser, WANTED));
  }

  public @Nullable String positionName() {
    return values.text("PositionName");
  }

  /** Null where not said, or "Default", as Micro-Manager calls the channel where there are none. */
  public @Nullable String channelName() {
    String name = values.text("Channel");
    return "Default".equals(name) ? null : name;
  }

  /** Bits of a sample that the camera uses; null where not said. */
  public @Nullable Integer bitDepth() {
    Double bits = values.number("BitDepth");
    return bits == null || bits < 1 || bits > 32 ? null : bits.intValue();
  }

  /** Micro-Manager writes a pixel size of 0 where none was set; then it is not known. */
  public PlaneFacts facts() {
    Double size = pixelSizeUm();
    return new PlaneFacts(
        size,
        size,
        values.number("ElapsedTime-ms"),
        values.number("Exposure-ms", "Exposure"),
        values.number("XPositionUm", "XPosition_um_Intended"),
        values.number("YPositionUm", "YPosition_um_Intended"),
        values.number("ZPositionUm", "ZPosition_um_Intended"),
        RecordedTime.parse(values.text("ReceivedTime", "TimeReceivedByCore", "Time")));
  }

  /** Width of a pixel, µm; null where not known. */
  public @Nullable Double pixelSizeUm() {
    Double size = values.number("PixelSizeUm", "PixelSize_um");
    return size == null || size <= 0 ? null : size;
  }

  /** The file that it says it is of; null where it says none. */
  @Nullable String fileName() {
    return values.text("FileName");
  }

  /** A whole number under one of these names; null where there is none. */
  @Nullable Long index(String... names) {
    Double value = values.number(names);
    return value == null || value != Math.rint(value) ? null : value.longValue();
  }
}
