package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.PlaneHeader;

/**
 * What describes the image of a field: {@code .zarray} of its full resolution and {@code .zattrs}.
 * It grows with the planes that come; sides, type and compression never change. Not thread-safe.
 */
final class FieldImage {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String FULL_RESOLUTION = "0";

  private static final String[] AXES = {"t", "c", "z", "y", "x"};

  private final Path folder;
  private final int sizeX;
  private final int sizeY;
  private final String dtype;
  private final Packing packing;
  private int sizeT;
  private int sizeC;
  private int sizeZ;
  private final List<String> channels = new ArrayList<>();
  private @Nullable Double physicalSizeXUm;
  private @Nullable Double physicalSizeYUm;
  private @Nullable Integer significantBits;

  private FieldImage(Path folder, int sizeX, int sizeY, String dtype, Packing packing) {
    this.folder = folder;
    this.sizeX = sizeX;
    this.sizeY = sizeY;
    this.dtype = dtype;
    this.packing = packing;
  }

  /** The image of a field whose first plane this is. */
  static FieldImage first(Path folder, PlaneHeader plane, Packing packing) {
    return new FieldImage(folder, plane.sizeX(), plane.sizeY(), dtype(plane.pixelType()), packing);
  }

  /**
   * What an earlier process wrote of a field; null where it wrote nothing.
   *
   * @throws IOException if it is none of an archive's
   */
  static @Nullable FieldImage written(Path folder) throws IOException {
    Path array = folder.resolve(FULL_RESOLUTION).resolve(".zarray");
    Path attributes = folder.resolve(".zattrs");
    if (!Files.exists(array) || !Files.exists(attributes)) {
      return null;
    }
    JsonNode json = JSON.readTree(Files.readAllBytes(array));
    JsonNode shape = json.path("shape");
    Packing packing = ChunkPacking.named(json.path("compressor").path("id").asText());
    if (shape.size() != AXES.length || packing == null) {
      throw new IOException(array + " was not written by an archive");
    }
    FieldImage image =
        new FieldImage(
            folder,
            shape.path(4).asInt(),
            shape.path(3).asInt(),
            json.path("dtype").asText(),
            packing);
    image.sizeT = shape.path(0).asInt();
    image.sizeC = shape.path(1).asInt();
    image.sizeZ = shape.path(2).asInt();
    image.readAttributes(JSON.readTree(Files.readAllBytes(attributes)));
    return image;
  }

  private void readAttributes(JsonNode attributes) {
    for (JsonNode channel : attributes.path("omero").path("channels")) {
      channels.add(channel.path("label").asText(""));
    }
    JsonNode own = attributes.path("scopeside");
    physicalSizeXUm =
        own.path("physicalSizeXUm").isNumber() ? own.path("physicalSizeXUm").asDouble() : null;
    physicalSizeYUm =
        own.path("physicalSizeYUm").isNumber() ? own.path("physicalSizeYUm").asDouble() : null;
    significantBits =
        own.path("significantBits").isInt() ? own.path("significantBits").asInt() : null;
  }

  /** In the notation of NumPy. */
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

  /** Why a plane is none of this image's; null where it is. */
  @Nullable String refusal(PlaneHeader plane) {
    boolean same =
        plane.sizeX() == sizeX && plane.sizeY() == sizeY && dtype(plane.pixelType()).equals(dtype);
    return same
        ? null
        : "%s has %dx%d samples of %s, its field was begun with %dx%d of %s"
            .formatted(
                plane.frameId(),
                plane.sizeX(),
                plane.sizeY(),
                dtype(plane.pixelType()),
                sizeX,
                sizeY,
                dtype);
  }

  Packing packing() {
    return packing;
  }

  Path chunk(PlaneHeader plane) {
    return folder.resolve(
        "%s/%d/%d/%d/0/0".formatted(FULL_RESOLUTION, plane.theT(), plane.theC(), plane.theZ()));
  }

  /** Takes in what a plane tells; true where the image must be described anew. */
  boolean learn(PlaneHeader plane) {
    String before = shape() + attributes();
    sizeT = Math.max(sizeT, Math.max(plane.sizeT(), plane.theT() + 1));
    sizeC = Math.max(sizeC, Math.max(plane.sizeC(), plane.theC() + 1));
    sizeZ = Math.max(sizeZ, Math.max(plane.sizeZ(), plane.theZ() + 1));
    while (channels.size() < sizeC) {
      channels.add("");
    }
    String name = plane.channelName();
    if (name != null) {
      channels.set(plane.theC(), name);
    }
    physicalSizeXUm = physicalSizeXUm == null ? plane.physicalSizeXUm() : physicalSizeXUm;
    physicalSizeYUm = physicalSizeYUm == null ? plane.physicalSizeYUm() : physicalSizeYUm;
    significantBits = significantBits == null ? plane.significantBits() : significantBits;
    return !before.equals(shape() + attributes());
  }

  private String shape() {
    return sizeT + " " + sizeC + " " + sizeZ;
  }

  void describe(AtomicFiles files) throws IOException {
    files.write(folder.resolve(".zgroup"), OmeZarrJson.GROUP);
    files.write(
        folder.resolve(FULL_RESOLUTION).resolve(".zarray"), JSON.writeValueAsBytes(array()));
    files.write(folder.resolve(".zattrs"), JSON.writeValueAsBytes(attributes()));
  }

  private ObjectNode array() {
    ObjectNode array = JSON.createObjectNode();
    array.put("zarr_format", 2);
    array.putArray("shape").add(sizeT).add(sizeC).add(sizeZ).add(sizeY).add(sizeX);
    array.putArray("chunks").add(1).add(1).add(1).add(sizeY).add(sizeX);
    array.put("dtype", dtype);
    ChunkPacking.describe(packing, array);
    array.put("fill_value", 0).put("order", "C").putNull("filters");
    return array.put("dimension_separator", "/");
  }

  private ObjectNode attributes() {
    ObjectNode attributes = JSON.createObjectNode();
    ObjectNode image = attributes.putArray("multiscales").addObject();
    image.put("version", "0.4").put("name", String.valueOf(folder.getFileName()));
    ArrayNode axes = image.putArray("axes");
    for (String axis : AXES) {
      ObjectNode one = axes.addObject().put("name", axis);
      one.put("type", axis.equals("t") ? "time" : axis.equals("c") ? "channel" : "space");
      if (isKnown(axis)) {
        one.put("unit", "micrometer");
      }
    }
    ObjectNode full = image.putArray("datasets").addObject().put("path", FULL_RESOLUTION);
    ObjectNode scale = full.putArray("coordinateTransformations").addObject().put("type", "scale");
    ArrayNode factors = scale.putArray("scale").add(1.0).add(1.0).add(1.0);
    factors.add(physicalSizeYUm == null ? 1.0 : physicalSizeYUm);
    factors.add(physicalSizeXUm == null ? 1.0 : physicalSizeXUm);
    ArrayNode labels = attributes.putObject("omero").putArray("channels");
    channels.forEach(name -> OmeZarrJson.channel(labels.addObject(), name, range()));
    // Says that a plane without a chunk was never taken, and keeps what OME-Zarr has no place for.
    ObjectNode own = attributes.putObject("scopeside");
    own.put("physicalSizeXUm", physicalSizeXUm).put("physicalSizeYUm", physicalSizeYUm);
    own.put("significantBits", significantBits);
    return attributes;
  }

  private boolean isKnown(String axis) {
    return (axis.equals("x") && physicalSizeXUm != null)
        || (axis.equals("y") && physicalSizeYUm != null);
  }

  /** Largest sample that viewers should expect. */
  private double range() {
    int bits = significantBits == null ? dtype.endsWith("1") ? 8 : 16 : significantBits;
    return dtype.contains("f") ? 1 : Math.pow(2, bits) - 1;
  }
}
