package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * The array of a field: {@code [t][c][z][y][x]}, each plane a chunk.
 *
 * @param sizeC channels of the array, the samples of a colour plane counted one by one
 */
record FieldLayout(
    int sizeT,
    int sizeC,
    int sizeZ,
    int sizeY,
    int sizeX,
    PixelType pixelType,
    ChunkCompression compression) {

  static FieldLayout of(PlaneHeader plane, ChunkCompression compression) {
    return new FieldLayout(
        plane.sizeT(),
        plane.sizeC() * plane.samplesPerPixel(),
        plane.sizeZ(),
        plane.sizeY(),
        plane.sizeX(),
        plane.pixelType(),
        compression);
  }

  /** The layout that {@code .zarray} tells of; null if an archive does not write such. */
  static @Nullable FieldLayout read(JsonNode zarray) {
    List<Integer> shape = new ArrayList<>();
    zarray.path("shape").forEach(size -> shape.add(size.asInt()));
    ChunkCompression compression = ChunkCompression.of(zarray.path("compressor"));
    PixelType type = typeOf(zarray.path("dtype").asText());
    if (shape.size() != 5 || compression == null || type == null) {
      return null;
    }
    FieldLayout layout =
        new FieldLayout(
            shape.get(0),
            shape.get(1),
            shape.get(2),
            shape.get(3),
            shape.get(4),
            type,
            compression);
    return layout.zarray().equals(zarray) ? layout : null;
  }

  /** This layout, as many times, channels and sections longer as another is. */
  FieldLayout grownTo(FieldLayout other) {
    return new FieldLayout(
        Math.max(sizeT, other.sizeT),
        Math.max(sizeC, other.sizeC),
        Math.max(sizeZ, other.sizeZ),
        sizeY,
        sizeX,
        pixelType,
        compression);
  }

  /** Whether planes of the other are planes of this. */
  boolean takes(FieldLayout other) {
    return sizeX == other.sizeX && sizeY == other.sizeY && pixelType == other.pixelType;
  }

  /** The content of {@code .zarray}. */
  ObjectNode zarray() {
    ObjectNode array = JsonNodeFactory.instance.objectNode();
    array.set("chunks", sizes(1, 1, 1, sizeY, sizeX));
    array.set("compressor", compression.compressor());
    array.put("dimension_separator", "/");
    array.put("dtype", dtype(pixelType));
    array.put("fill_value", 0);
    array.putNull("filters");
    array.put("order", "C");
    array.set("shape", sizes(sizeT, sizeC, sizeZ, sizeY, sizeX));
    array.put("zarr_format", 2);
    return array;
  }

  private static ArrayNode sizes(int... sizes) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int size : sizes) {
      list.add(size);
    }
    return list;
  }

  private static @Nullable PixelType typeOf(String dtype) {
    for (PixelType type : PixelType.values()) {
      if (dtype(type).equals(dtype)) {
        return type;
      }
    }
    return null;
  }

  private static String dtype(PixelType type) {
    return switch (type) {
      case INT8 -> "|i1";
      case UINT8 -> "|u1";
      case INT16 -> "<i2";
      case UINT16 -> "<u2";
      case INT32 -> "<i4";
      case UINT32 -> "<u4";
      case FLOAT -> "<f4";
      case DOUBLE -> "<f8";
    };
  }

  /** For people. */
  String shown() {
    return sizeX + "x" + sizeY + " " + pixelType.omeName();
  }
}
