package org.scopeside.source.pattern;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/**
 * Harmony's {@code Index.idx.xml}: a record an image, lengths in m and times in s. Since version 6
 * what all images of a channel share stands in a map of channels instead.
 */
final class HarmonyIndex implements PlainXml.Elements {
  private static final double UM_A_METRE = 1e6;
  private static final double MS_A_SECOND = 1e3;

  private final FolderIndex index;
  private @Nullable Map<String, String> record;
  private boolean isImage;

  private HarmonyIndex(FolderIndex index) {
    this.index = index;
  }

  static void read(Path file, FolderIndex index) throws IOException {
    PlainXml.walk(file, new HarmonyIndex(index));
  }

  @Override
  public void opened(String name, XMLStreamReader attributes) {
    String channel = name.equals("Entry") ? PlainXml.attribute(attributes, "ChannelID") : null;
    if (name.equals("Image") || channel != null) {
      isImage = channel == null;
      record = new HashMap<>();
      record.put("ChannelID", channel == null ? "" : channel);
    }
  }

  @Override
  public void closed(String name, String text) {
    Map<String, String> open = record;
    if (name.equals("PlateRows")) {
      index.plateRows = small(text);
    } else if (name.equals("PlateColumns")) {
      index.plateColumns = small(text);
    } else if (open != null && name.equals(isImage ? "Image" : "Entry")) {
      take(open);
      record = null;
    } else if (open != null && !text.isEmpty()) {
      open.put(name, text);
    }
  }

  private static int small(String text) {
    return text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : 0;
  }

  private void take(Map<String, String> record) {
    String channel = FolderIndex.number(record.getOrDefault("ChannelID", ""));
    String channelName = record.get("ChannelName");
    if (channelName != null) {
      index.channelNames.putIfAbsent(channel, channelName);
    }
    Double sizeX = FolderIndex.positive(record.get("ImageResolutionX"), UM_A_METRE);
    Double sizeY = FolderIndex.positive(record.get("ImageResolutionY"), UM_A_METRE);
    if (sizeX != null && !isImage) {
      index.pixelSizesUm.put(channel, new double[] {sizeX, sizeY == null ? sizeX : sizeY});
    }
    String url = record.get("URL");
    if (url != null) {
      index.planes.put(url, facts(record, sizeX, sizeY));
    }
  }

  private static PlaneFacts facts(
      Map<String, String> record, @Nullable Double sizeX, @Nullable Double sizeY) {
    return new PlaneFacts(
        sizeX,
        sizeY,
        FolderIndex.finite(record.get("MeasurementTimeOffset"), MS_A_SECOND),
        FolderIndex.positive(record.get("ExposureTime"), MS_A_SECOND),
        FolderIndex.finite(record.get("PositionX"), UM_A_METRE),
        FolderIndex.finite(record.get("PositionY"), UM_A_METRE),
        FolderIndex.finite(
            record.getOrDefault("AbsPositionZ", record.getOrDefault("PositionZ", "")), UM_A_METRE),
        instant(record.get("AbsTime")));
  }

  static @Nullable Instant instant(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.trim()).toInstant();
    } catch (DateTimeParseException unknown) {
      return null;
    }
  }
}
