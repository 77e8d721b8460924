package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.UnreadableImageException;

/**
 * Which dimension of an array is what.
 *
 * @param names of all dimensions, y and x last
 * @param physicalSizeXUm width of a pixel in the specimen, µm; null where it is not told
 */
record ImageAxes(
    List<String> names,
    Extents shape,
    @Nullable Double physicalSizeXUm,
    @Nullable Double physicalSizeYUm) {
  private static final List<String> BEFORE_AXES = List.of("t", "c", "z", "y", "x");

  ImageAxes {
    names = List.copyOf(names);
  }

  /**
   * Reads the axes of an image.
   *
   * @param scales the first of {@code multiscales}
   */
  static ImageAxes read(ZarrNode node, JsonNode scales, Extents shape)
      throws UnreadableImageException {
    JsonNode axes = scales.path("axes");
    List<String> names = names(axes, shape.rank());
    int rank = shape.rank();
    boolean known =
        names.size() == rank
            && BEFORE_AXES.containsAll(names)
            && names.stream().distinct().count() == rank
            && names.subList(rank - 2, rank).equals(List.of("y", "x"));
    if (!known) {
      throw node.unreadable(
          "has the axes %s in an array of %s; read are t, c and z in any order, then y, x"
              .formatted(names, shape));
    }
    return new ImageAxes(
        names, shape, sizeUm(scales, axes, rank - 1), sizeUm(scales, axes, rank - 2));
  }

  private static List<String> names(JsonNode axes, int rank) {
    List<String> names = new ArrayList<>();
    for (JsonNode axis : axes) {
      if (names.size() <= rank) {
        names.add(axis.isTextual() ? axis.textValue() : axis.path("name").asText("?"));
      }
    }
    // Versions 0.1 and 0.2 knew one order only.
    return axes.isMissingNode() ? BEFORE_AXES : names;
  }

  private static @Nullable Double sizeUm(JsonNode scales, JsonNode axes, int dimension) {
    double um = unitUm(axes.path(dimension).path("unit").asText(""));
    double own =
        scale(scales.path("datasets").path(0).path("coordinateTransformations"), dimension);
    double all = scale(scales.path("coordinateTransformations"), dimension);
    double size = um * own * all;
    return size > 0 && Double.isFinite(size) ? (Double) size : null;
  }

  private static double scale(JsonNode transformations, int dimension) {
    double scale = 1;
    for (JsonNode transformation : transformations) {
      if (transformation.path("type").asText().equals("scale")) {
        scale *= transformation.path("scale").path(dimension).asDouble(1);
      }
    }
    return scale;
  }

  /** Micrometres in a unit as UDUNITS-2 names it; NaN for what is no length. */
  private static double unitUm(String unit) {
    return switch (unit) {
      case "micrometer", "micrometre", "micron", "um", "µm" -> 1;
      case "nanometer", "nanometre", "nm" -> 1e-3;
      case "angstrom" -> 1e-4;
      case "picometer", "picometre" -> 1e-6;
      case "millimeter", "millimetre", "mm" -> 1e3;
      case "centimeter", "centimetre" -> 1e4;
      case "meter", "metre" -> 1e6;
      case "inch" -> 25_400;
      default -> Double.NaN;
    };
  }

  int sizeT() {
    return size("t");
  }

  int sizeC() {
    return size("c");
  }

  int sizeZ() {
    return size("z");
  }

  private int size(String name) {
    int dimension = names.indexOf(name);
    return dimension < 0 ? 1 : shape.at(dimension);
  }

  /** A plane's place in each dimension before y and x. */
  int[] index(int theT, int theZ, int theC) {
    int[] index = new int[names.size() - 2];
    for (int dimension = 0; dimension < index.length; dimension++) {
      index[dimension] =
          switch (names.get(dimension)) {
            case "t" -> theT;
            case "z" -> theZ;
            default -> theC;
          };
    }
    return index;
  }
}
