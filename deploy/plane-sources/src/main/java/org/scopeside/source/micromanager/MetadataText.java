package org.scopeside.source.micromanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneFacts;

/**
 * {@code metadata.txt}: a JSON object with {@code Summary} and, for each frame in the order of
 * acquisition, {@code FrameKey-t-c-z} (1.4) or {@code Coords-} and {@code Metadata-} with the path
 * of the file (2.0). One frame is in memory at a time, as there are files of 100 MB. Where the text
 * ends early, as of an acquisition that was cut short, what came before holds.
 */
final class MetadataText {
  static final String NAME = "metadata.txt";

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern FRAME_KEY =
      Pattern.compile("FrameKey-(-?[0-9]{1,9})-(-?[0-9]{1,9})-(-?[0-9]{1,9})");

  private final Map<String, Frame> frames = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private SummaryMetadata summary = SummaryMetadata.NONE;
  private @Nullable String damage;

  /** What is kept of a frame; null for what is not said. */
  record Frame(
      @Nullable Long time,
      @Nullable Long channel,
      @Nullable Long section,
      @Nullable Long position,
      @Nullable String positionName,
      @Nullable String channelName,
      @Nullable Integer bitDepth,
      PlaneFacts facts) {
    static final Frame NOTHING =
        new Frame(null, null, null, null, null, null, null, PlaneFacts.NONE);

    Frame or(Frame other) {
      return new Frame(
          time == null ? other.time : time,
          channel == null ? other.channel : channel,
          section == null ? other.section : section,
          position == null ? other.position : position,
          positionName == null ? other.positionName : positionName,
          channelName == null ? other.channelName : channelName,
          bitDepth == null ? other.bitDepth : bitDepth,
          facts.equals(PlaneFacts.NONE) ? other.facts : facts);
    }
  }

  private MetadataText() {}

  /**
   * Reads what is whole.
   *
   * @throws IOException if the file cannot be read at all
   */
  static MetadataText read(Path file) throws IOException {
    MetadataText text = new MetadataText();
    try (InputStream input = Files.newInputStream(file);
        JsonParser parser = JSON.createParser(input)) {
      text.read(parser);
    }
    return text;
  }

  private void read(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        damage = "is no JSON object";
        return;
      }
      JsonToken next = parser.nextToken();
      for (; next == JsonToken.FIELD_NAME; next = parser.nextToken()) {
        member(parser, parser.currentName());
      }
      damage = next == null ? endsEarly() : null;
    } catch (com.fasterxml.jackson.core.JacksonException noMore) {
      damage = endsEarly();
    }
  }

  private String endsEarly() {
    return "ends early or is damaged after %d frames; it may be cut".formatted(frames.size());
  }

  private void member(JsonParser parser, String name) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
    } else if (name.equals("Summary")) {
      summary = SummaryMetadata.read(parser);
    } else if (name.startsWith("FrameKey-")) {
      frameKey(name, FrameMetadata.read(parser));
    } else if (name.startsWith("Coords-")) {
      put(name.substring("Coords-".length()), frame(FrameMetadata.read(parser)));
    } else if (name.startsWith("Metadata-")) {
      put(name.substring("Metadata-".length()), frame(FrameMetadata.read(parser)));
    } else {
      parser.skipChildren();
    }
  }

  /** The key's own numbers come first; in 1.4 frames of a file name are told by the file name. */
  private void frameKey(String key, FrameMetadata metadata) {
    Matcher numbers = FRAME_KEY.matcher(key);
    String file = metadata.fileName();
    if (!numbers.matches() || file == null) {
      return;
    }
    Frame own =
        new Frame(
            Long.valueOf(numbers.group(1)),
            Long.valueOf(numbers.group(2)),
            Long.valueOf(numbers.group(3)),
            null,
            null,
            null,
            null,
            PlaneFacts.NONE);
    put(file, own.or(frame(metadata)));
  }

  private void put(String path, Frame frame) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    frames.merge(file, frame, Frame::or);
  }

  private Frame frame(FrameMetadata metadata) {
    return new Frame(
        metadata.index("time", "FrameIndex", "Frame"),
        metadata.index("channel", "ChannelIndex"),
        metadata.index("z", "SliceIndex", "Slice"),
        metadata.index("position", "PositionIndex"),
        same(metadata.positionName()),
        same(metadata.channelName()),
        metadata.bitDepth(),
        metadata.facts());
  }

  /** One copy of a text that every frame repeats. */
  private @Nullable String same(@Nullable String text) {
    return text == null ? null : texts.computeIfAbsent(text, any -> any);
  }

  /** By the name of the file without its folder, in the order of acquisition. */
  Map<String, Frame> frames() {
    return frames;
  }

  SummaryMetadata summary() {
    return summary;
  }

  /** Why reading stopped early; null where it did not. */
  @Nullable String damage() {
    return damage;
  }
}
