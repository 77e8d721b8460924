package org.scopeside.source.ometiff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Micro-Manager says of an acquisition as a whole, in the head of each of its TIFFs
 * (https://micro-manager.org/Micro-Manager_File_Formats): from byte 8 marks and offsets, from byte
 * 32 the mark 2355492, the length and the text of a JSON object.
 *
 * @param declared what only files of one acquisition share; null where there is no UUID. Files that
 *     were saved one by one from one live session have the same UUID and other prefixes
 */
record MicroManagerSummary(
    @Nullable String declared,
    @Nullable Double pixelSizeUm,
    @Nullable Instant startedAt,
    int slices,
    int frames,
    List<String> channelNames) {
  private static final int INDEX_MARK = 54_773_648;
  private static final int SUMMARY_MARK = 2_355_492;
  private static final int HEAD_BYTES = 40;
  private static final int MOST_BYTES = 16 << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
              .build());

  MicroManagerSummary {
    channelNames = List.copyOf(channelNames);
  }

  /**
   * Null where the file is none of Micro-Manager's.
   *
   * @throws IOException if it cannot be read
   */
  static @Nullable MicroManagerSummary of(Path path) throws IOException {
    try (InputStream input = Files.newInputStream(path)) {
      byte[] head = input.readNBytes(HEAD_BYTES);
      if (head.length < HEAD_BYTES) {
        return null;
      }
      ByteBuffer marks =
          ByteBuffer.wrap(head)
              .order(head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int length = marks.getInt(36);
      boolean known =
          marks.getInt(8) == INDEX_MARK
              && marks.getInt(32) == SUMMARY_MARK
              && length > 1
              && length <= MOST_BYTES;
      return known ? parse(input.readNBytes(length)) : null;
    }
  }

  private static @Nullable MicroManagerSummary parse(byte[] text) {
    try {
      JsonNode json = JSON.readTree(text);
      return json == null || !json.isObject() ? null : of(json);
    } catch (IOException notJson) {
      return null;
    }
  }

  private static MicroManagerSummary of(JsonNode json) {
    String uuid = json.path("UUID").asText("");
    List<String> channels = new ArrayList<>();
    json.path("ChNames").forEach(name -> channels.add(name.asText("")));
    return new MicroManagerSummary(
        uuid.isEmpty() ? null : uuid + " " + json.path("Prefix").asText(""),
        OmeUnits.positive(json.path("PixelSize_um").asDouble(Double.NaN)),
        MicroManagerPage.instant(json.path("StartTime").asText("")),
        Math.max(1, json.path("Slices").asInt(1)),
        Math.max(1, json.path("Frames").asInt(1)),
        channels);
  }
}
