package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.UnreadableImageException;

/** The wells that a plate's attributes list, with their folders. */
final class PlateWells {
  private final ZarrFolder folder;
  private final JsonNode plate;

  /** A well and the path of its folder below the plate's. */
  record Listed(Well well, String path) {}

  PlateWells(ZarrFolder folder, JsonNode plate) {
    this.folder = folder;
    this.plate = plate;
  }

  /**
   * The wells in their order.
   *
   * @param refused takes a reason for each one that is no well, or listed twice
   */
  List<Listed> wells(List<String> refused) {
    List<Listed> wells = new ArrayList<>();
    Set<Well> seen = new HashSet<>();
    for (JsonNode listed : plate.path("wells")) {
      String path = listed.path("path").asText("");
      Well well = well(listed, path);
      if (well == null) {
        refused.add("lists '" + ZarrFolder.clip(path) + "', which is no well");
      } else if (!seen.add(well)) {
        refused.add("lists well " + well.label() + " again as '" + ZarrFolder.clip(path) + "'");
      } else {
        wells.add(new Listed(well, path));
      }
    }
    return wells;
  }

  /**
   * By the names of row and column, as a plate may list only those in use; else by their indices.
   */
  private @Nullable Well well(JsonNode listed, String path) {
    String[] parts = path.split("/", -1);
    Well named = parts.length == 2 ? Well.parse(parts[0] + parts[1]) : null;
    int row = listed.path("rowIndex").asInt(-1);
    int column = listed.path("columnIndex").asInt(-1);
    if (named == null) {
      named = Well.parse(name("rows", row) + name("columns", column));
    }
    boolean indices = row >= 0 && row < Well.MAX_ROWS && column >= 0 && column < Well.MAX_COLUMNS;
    return named != null || !indices ? named : new Well(row, column);
  }

  private String name(String axis, int index) {
    return plate.path(axis).path(index).path("name").asText("?");
  }

  int rows() {
    return Math.min(Well.MAX_ROWS, plate.path("rows").size());
  }

  int columns() {
    return Math.min(Well.MAX_COLUMNS, plate.path("columns").size());
  }

  @Nullable String name() {
    String name = plate.path("name").asText("");
    return name.isBlank() ? null : name;
  }

  /** The well's own attributes. */
  static JsonNode attributes(ZarrFolder well) throws UnreadableImageException {
    JsonNode attributes = well.json(ZarrFolder.ATTRIBUTES).path("well");
    if (!attributes.path("images").isArray()) {
      throw new UnreadableImageException(
          well.path().resolve(ZarrFolder.ATTRIBUTES), "lists no images of a well");
    }
    return attributes;
  }

  ZarrFolder folder() {
    return folder;
  }
}
