package org.scopeside.source.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.UnreadableImageException;

/**
 * What the archive's own images say beside what OME-Zarr has places for: which planes came, and
 * what was known of each. See {@code org.scopeside.archive.omezarr}.
 *
 * @param isArchive whether the image is one of those; of others every plane counts as there
 * @param samplesPerPixel channels of the array that are one plane
 * @param ownField index of the field that the image is; null where not told
 * @param channelNames by index; empty where not told
 * @param planes of those that came
 */
record ArchivedPlanes(
    boolean isArchive,
    int samplesPerPixel,
    @Nullable Integer significantBits,
    @Nullable Integer ownField,
    List<@Nullable String> channelNames,
    Map<Place, PlaneFacts> planes) {
  private static final int LONGEST_LINE = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ArchivedPlanes FOREIGN =
      new ArchivedPlanes(false, 1, null, null, List.of(), Map.of());

  /** A plane within its field. */
  record Place(int theT, int theZ, int theC) {}

  static ArchivedPlanes read(ZarrNode node) throws UnreadableImageException {
    JsonNode told = node.attributes().path("scopeside");
    String list = ZarrJson.text(told, "planes");
    if (list == null) {
      return FOREIGN;
    }
    Path file = InnerPath.resolve(node.document(), node.folder(), list);
    JsonNode bits = told.path("significantBits");
    List<@Nullable String> names = new ArrayList<>();
    told.path("channelNames").forEach(name -> names.add(name.isTextual() ? name.asText() : null));
    return new ArchivedPlanes(
        true,
        ZarrJson.whole(node.document(), told.path("samplesPerPixel"), "samplesPerPixel", 1, 4),
        bits.isInt() && bits.intValue() >= 1 && bits.intValue() <= 64 ? bits.intValue() : null,
        told.has("field")
            ? (Integer)
                ZarrJson.whole(
                    node.document(), told.path("field"), "field", 0, PlaneHeader.MAX_INDEX)
            : null,
        names,
        planes(file));
  }

  private static Map<Place, PlaneFacts> planes(Path file) throws UnreadableImageException {
    Map<Place, PlaneFacts> planes = new HashMap<>();
    if (!Files.isRegularFile(file)) {
      return planes;
    }
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file), 64 << 10)) {
      byte[] line = new byte[LONGEST_LINE];
      int length = 0;
      for (int next = input.read(); next >= 0; next = input.read()) {
        if (next == '\n') {
          take(line, length, planes);
          length = 0;
        } else if (length < LONGEST_LINE) {
          line[length++] = (byte) next;
        }
      }
    } catch (IOException failure) {
      throw new UnreadableImageException(file, "cannot be read: " + failure.getMessage(), failure);
    }
    return planes;
  }

  /** A line that is none was cut when its writer was killed; its plane comes again. */
  private static void take(byte[] line, int length, Map<Place, PlaneFacts> planes)
      throws IOException {
    if (length == 0 || length == LONGEST_LINE || planes.size() >= PlaneHeader.MAX_INDEX) {
      return;
    }
    JsonNode plane;
    try {
      plane = JSON.readTree(line, 0, length);
    } catch (JsonProcessingException cut) {
      return;
    }
    int theT = plane.path("t").asInt(-1);
    int theZ = plane.path("z").asInt(-1);
    int theC = plane.path("c").asInt(-1);
    if (theT >= 0 && theZ >= 0 && theC >= 0) {
      planes.put(new Place(theT, theZ, theC), facts(plane));
    }
  }

  private static PlaneFacts facts(JsonNode plane) {
    return new PlaneFacts(
        null,
        null,
        number(plane, "deltaTMs"),
        number(plane, "exposureMs"),
        number(plane, "positionXUm"),
        number(plane, "positionYUm"),
        number(plane, "positionZUm"),
        time(plane));
  }

  private static @Nullable Double number(JsonNode plane, String member) {
    JsonNode number = plane.path(member);
    return number.isNumber() && Double.isFinite(number.doubleValue())
        ? (Double) number.doubleValue()
        : null;
  }

  private static @Nullable Instant time(JsonNode plane) {
    try {
      return Instant.parse(plane.path("capturedAt").asText());
    } catch (DateTimeException notTold) {
      return null;
    }
  }

  /** Null where it has none. */
  @Nullable String channelName(int theC) {
    return theC < channelNames.size() ? channelNames.get(theC) : null;
  }

  /** Index of the field that the image is: as told, else by its place in a list. */
  int field(int place) {
    return ownField == null ? place : ownField;
  }

  /** Whether that plane is there. */
  boolean has(int theT, int theZ, int theC) {
    return !isArchive || planes.containsKey(new Place(theT, theZ, theC));
  }

  PlaneFacts facts(int theT, int theZ, int theC) {
    return planes.getOrDefault(new Place(theT, theZ, theC), PlaneFacts.NONE);
  }
}
