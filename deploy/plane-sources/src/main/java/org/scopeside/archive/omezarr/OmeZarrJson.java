package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/** Attributes of plates, wells and collections (https://ngff.openmicroscopy.org/0.4/). */
final class OmeZarrJson {
  /** Marks a folder as one of groups and arrays. */
  static final byte[] GROUP = "{\"zarr_format\":2}".getBytes(StandardCharsets.UTF_8);

  private OmeZarrJson() {}

  static ObjectNode plate(@Nullable String name, SortedMap<Well, SortedSet<Integer>> wells) {
    ObjectNode attributes = FieldImage.JSON.createObjectNode();
    ObjectNode plate = attributes.putObject("plate").put("version", "0.4");
    if (name != null) {
      plate.put("name", name);
    }
    int fields = 0;
    int rows = 0;
    int columns = 0;
    for (Well well : wells.keySet()) {
      fields =
          Math.max(fields, wells.getOrDefault(well, java.util.Collections.emptySortedSet()).size());
      rows = Math.max(rows, well.row() + 1);
      columns = Math.max(columns, well.column() + 1);
    }
    plate.put("field_count", fields);
    ArrayNode rowNames = plate.putArray("rows");
    for (int row = 0; row < rows; row++) {
      rowNames.addObject().put("name", row(new Well(row, 0)));
    }
    ArrayNode columnNames = plate.putArray("columns");
    for (int column = 1; column <= columns; column++) {
      columnNames.addObject().put("name", String.valueOf(column));
    }
    ArrayNode listed = plate.putArray("wells");
    for (Well well : wells.keySet()) {
      ObjectNode one = listed.addObject().put("path", path(well));
      one.put("rowIndex", well.row()).put("columnIndex", well.column());
    }
    return attributes;
  }

  /** "B/2". */
  static String path(Well well) {
    return row(well) + "/" + (well.column() + 1);
  }

  static String row(Well well) {
    return well.label().replaceAll("[0-9]", "");
  }

  static ObjectNode well(Collection<Integer> fields) {
    ObjectNode attributes = FieldImage.JSON.createObjectNode();
    ArrayNode images = attributes.putObject("well").put("version", "0.4").putArray("images");
    fields.forEach(field -> images.addObject().put("path", String.valueOf(field)));
    return attributes;
  }

  /** Images 0, 1, 2 of which none is in a well, as bioformats2raw lays them out. */
  static ObjectNode collection() {
    return FieldImage.JSON.createObjectNode().put("bioformats2raw.layout", 3);
  }

  static void channel(ObjectNode channel, String name, double most) {
    channel.put("label", name).put("color", "FFFFFF").put("active", true);
    ObjectNode window = channel.putObject("window").put("min", 0.0).put("max", most);
    window.put("start", 0.0).put("end", most);
  }
}
