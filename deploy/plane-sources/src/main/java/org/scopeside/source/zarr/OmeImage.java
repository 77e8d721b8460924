package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/**
 * An image of OME-Zarr at its full resolution.
 *
 * @param axes {@code t}, {@code c}, {@code z}, {@code y}, {@code x}, those there are in this order
 * @param channelNames empty where not said; an empty one is not said
 * @param onlyWritten true where a plane without a chunk was never taken, as in archives of
 *     Scopeside; elsewhere a missing chunk is one of the fill value
 */
record OmeImage(
    Path folder,
    @Nullable String name,
    ZarrArray array,
    List<String> axes,
    @Nullable Double physicalSizeXUm,
    @Nullable Double physicalSizeYUm,
    List<String> channelNames,
    @Nullable Integer significantBits,
    boolean onlyWritten) {
  /** Attribute that says which program wrote an image. */
  static final String WRITER = "scopeside";

  private static final List<String> OLD_AXES = List.of("t", "c", "z", "y", "x");

  /** Micrometres of a unit, by its name in UDUNITS-2. */
  private static final Map<String, Double> UNITS =
      Map.of(
          "micrometer",
          1.0,
          "micrometre",
          1.0,
          "um",
          1.0,
          "micron",
          1.0,
          "\u00b5m",
          1.0,
          "nanometer",
          1e-3,
          "millimeter",
          1e3,
          "meter",
          1e6,
          "centimeter",
          1e4,
          "angstrom",
          1e-4);

  OmeImage {
    axes = List.copyOf(axes);
    channelNames = List.copyOf(channelNames);
  }

  /**
   * Opens the image in a folder.
   *
   * @throws UnreadableImageException if there is none, or of a kind that is not read
   */
  static OmeImage open(ZarrFolder folder) throws UnreadableImageException {
    JsonNode attributes = folder.json(ZarrFolder.ATTRIBUTES);
    JsonNode image = attributes.path("multiscales").path(0);
    JsonNode full = image.path("datasets").path(0);
    if (!full.path("path").isTextual()) {
      throw refusal(folder, "has no multiscales with datasets");
    }
    ZarrArray array = ZarrArray.open(folder.below(full.path("path").asText()));
    List<String> axes = axes(folder, image, array.shape().size());
    return new OmeImage(
        folder.path(),
        image.path("name").isTextual() ? image.path("name").asText() : null,
        array,
        axes,
        size(image, full, axes.size() - 1),
        size(image, full, axes.size() - 2),
        channelNames(attributes, array, axes),
        significantBits(attributes, array),
        attributes.has(WRITER));
  }

  private static List<String> axes(ZarrFolder folder, JsonNode image, int count)
      throws UnreadableImageException {
    List<String> axes = new ArrayList<>();
    for (JsonNode axis : image.path("axes")) {
      // Version 0.3 has names, 0.4 objects with names, earlier ones nothing but five axes.
      String name = axis.isTextual() ? axis.asText() : axis.path("name").asText("");
      axes.add(name.toLowerCase(Locale.ROOT));
    }
    if (axes.isEmpty() && count == OLD_AXES.size()) {
      axes.addAll(OLD_AXES);
    }
    boolean known =
        axes.size() == count
            && OLD_AXES.containsAll(axes)
            && axes.stream().distinct().count() == count
            && axes.subList(count - 2, count).equals(List.of("y", "x"));
    if (!known) {
      throw refusal(
          folder,
          "has axes %s for %d dimensions; t, c, z before y and x are read"
              .formatted(ZarrFolder.clip(axes.toString()), count));
    }
    return axes;
  }

  private static @Nullable Double size(JsonNode image, JsonNode full, int axis) {
    Double unit = UNITS.get(image.path("axes").path(axis).path("unit").asText(""));
    if (unit == null) {
      return null;
    }
    double size = scale(full, axis) * scale(image, axis) * unit;
    return size > 0 && Double.isFinite(size) ? (Double) size : null;
  }

  private static double scale(JsonNode scaled, int axis) {
    double scale = 1;
    for (JsonNode transform : scaled.path("coordinateTransformations")) {
      if (transform.path("type").asText().equals("scale")) {
        scale *= transform.path("scale").path(axis).asDouble(Double.NaN);
      }
    }
    return scale;
  }

  private static List<String> channelNames(
      JsonNode attributes, ZarrArray array, List<String> axes) {
    int channels = axes.contains("c") ? array.shape().get(axes.indexOf("c")) : 1;
    List<String> names = new ArrayList<>();
    for (JsonNode channel : attributes.path("omero").path("channels")) {
      names.add(channel.path("label").asText(""));
    }
    return names.size() == channels ? names : List.of();
  }

  private static @Nullable Integer significantBits(JsonNode attributes, ZarrArray array) {
    int bits = attributes.path(WRITER).path("significantBits").asInt();
    return bits >= 1 && bits <= 8 * array.type().bytes() ? bits : null;
  }

  private static UnreadableImageException refusal(ZarrFolder folder, String facts) {
    return new UnreadableImageException(folder.path().resolve(ZarrFolder.ATTRIBUTES), facts);
  }

  /** Indices along an axis; 1 where there is no such axis. */
  int size(String axis) {
    int at = axes.indexOf(axis);
    return at < 0 ? 1 : array.shape().get(at);
  }

  /** Index along each axis of the array before y and x. */
  int[] leading(int theT, int theZ, int theC) {
    int[] leading = new int[axes.size() - 2];
    for (int axis = 0; axis < leading.length; axis++) {
      leading[axis] =
          switch (axes.get(axis)) {
            case "t" -> theT;
            case "z" -> theZ;
            default -> theC;
          };
    }
    return leading;
  }
}
