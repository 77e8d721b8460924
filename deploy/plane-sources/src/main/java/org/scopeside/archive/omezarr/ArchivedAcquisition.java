package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * One acquisition of the archive: a plate, or a collection of images where there are no wells, or
 * both where some planes have a well and some have none. Thread-safe.
 */
final class ArchivedAcquisition {
  private static final Pattern FIELD = Pattern.compile("0|[1-9][0-9]{0,6}");
  private static final Pattern ROW = Pattern.compile("[A-Z]{1,2}");
  private static final Pattern COLUMN = Pattern.compile("[0-9]{2}");

  private final Path folder;
  private final WholeFiles files;
  private final ChunkCompression compression;

  // All below are guarded by this.
  private final TreeMap<Well, TreeSet<Integer>> wells = new TreeMap<>();
  private final TreeSet<Integer> loose = new TreeSet<>();
  private final Map<Path, ArchivedField> fields = new HashMap<>();
  private final Set<Well> staleWells = new HashSet<>();
  private boolean stale;
  private @Nullable String plateName;

  /**
   * @param folder of the acquisition; what an earlier process left there is gone on with
   */
  ArchivedAcquisition(Path folder, WholeFiles files, ChunkCompression compression)
      throws IOException {
    this.folder = folder;
    this.files = files;
    this.compression = compression;
    findFields();
  }

  private void findFields() throws IOException {
    loose.addAll(fieldsIn(folder));
    for (Path row : foldersIn(folder, ROW)) {
      for (Path column : foldersIn(row, COLUMN)) {
        Well well = Well.parse(name(row) + name(column));
        List<Integer> found = fieldsIn(column);
        if (well != null && !found.isEmpty()) {
          wells.put(well, new TreeSet<>(found));
        }
      }
    }
    // A process may have been killed after it began a field and before it told of it.
    staleWells.addAll(wells.keySet());
    stale = !wells.isEmpty() || !loose.isEmpty();
    plateName = findPlateName();
  }

  private @Nullable String findPlateName() throws IOException {
    Path document = folder.resolve(".zattrs");
    return Files.isRegularFile(document)
        ? ZarrDocuments.read(document).path("plate").path("name").textValue()
        : null;
  }

  private static List<Integer> fieldsIn(Path folder) throws IOException {
    List<Integer> fields = new ArrayList<>();
    for (Path field : foldersIn(folder, FIELD)) {
      if (ArchivedField.isField(field)) {
        fields.add(Integer.valueOf(name(field)));
      }
    }
    return fields;
  }

  private static List<Path> foldersIn(Path folder, Pattern names) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(folder, entry -> names.matcher(name(entry)).matches())) {
        entries.forEach(found::add);
      }
    }
    return found;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Keeps a plane, and tells of its field where that is new. */
  void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    ArchivedField field = field(plane);
    field.describe(plane);
    register(plane);
    field.write(plane, littleEndian);
  }

  private synchronized ArchivedField field(PlaneHeader plane) {
    Well well = plane.well();
    Path parent = well == null ? folder : folderOf(well);
    return fields.computeIfAbsent(
        parent.resolve(String.valueOf(plane.field())),
        path -> new ArchivedField(path, files, compression));
  }

  private Path folderOf(Well well) {
    return folder.resolve(row(well.row())).resolve(column(well.column()));
  }

  private static String row(int row) {
    String label = new Well(row, 0).label();
    return label.substring(0, label.length() - 2);
  }

  private static String column(int column) {
    String label = new Well(0, column).label();
    return label.substring(1);
  }

  private synchronized void register(PlaneHeader plane) throws IOException {
    Well well = plane.well();
    if (well == null) {
      stale |= loose.add(plane.field());
    } else if (wells.computeIfAbsent(well, any -> new TreeSet<>()).add(plane.field())) {
      staleWells.add(well);
      stale = true;
    }
    if (plateName == null && plane.plateName() != null) {
      plateName = plane.plateName();
      stale = true;
    }
    writeIndex();
  }

  /** Writes what tells of wells and fields, where it is not up to date. */
  synchronized void writeIndex() throws IOException {
    for (Well well : List.copyOf(staleWells)) {
      Path row = folder.resolve(row(well.row()));
      files.write(row.resolve(".zgroup"), ZarrDocuments.group());
      writeGroup(folderOf(well), wellAttributes(wells.getOrDefault(well, new TreeSet<>())));
      staleWells.remove(well);
    }
    if (stale) {
      if (!loose.isEmpty()) {
        writeGroup(folder.resolve("OME"), seriesAttributes());
      }
      writeGroup(folder, attributes());
      stale = false;
    }
  }

  private void writeGroup(Path group, ObjectNode attributes) throws IOException {
    files.write(group.resolve(".zgroup"), ZarrDocuments.group());
    files.write(group.resolve(".zattrs"), ZarrDocuments.bytes(attributes));
  }

  private static ObjectNode wellAttributes(SortedSet<Integer> fields) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    ObjectNode well = attributes.putObject("well");
    ArrayNode images = well.putArray("images");
    fields.forEach(field -> images.addObject().put("acquisition", 0).put("path", "" + field));
    well.put("version", "0.4");
    return attributes;
  }

  private ObjectNode seriesAttributes() {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    ArrayNode series = attributes.putArray("series");
    loose.forEach(field -> series.add("" + field));
    return attributes;
  }

  private ObjectNode attributes() {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    if (!loose.isEmpty()) {
      attributes.put("bioformats2raw.layout", 3);
    }
    if (!wells.isEmpty()) {
      describe(attributes.putObject("plate"));
    }
    return attributes;
  }

  /** Rows from A and columns from 1 up to the last used, so that indices are the wells' own. */
  private void describe(ObjectNode plate) {
    plate.putArray("acquisitions").addObject().put("id", 0);
    int lastColumn = wells.keySet().stream().mapToInt(Well::column).max().orElse(0);
    ArrayNode columns = plate.putArray("columns");
    for (int column = 0; column <= lastColumn; column++) {
      columns.addObject().put("name", column(column));
    }
    plate.put("field_count", wells.values().stream().mapToInt(Set::size).max().orElse(1));
    if (plateName != null) {
      plate.put("name", plateName);
    }
    ArrayNode rows = plate.putArray("rows");
    for (int row = 0; row <= wells.lastKey().row(); row++) {
      rows.addObject().put("name", row(row));
    }
    plate.put("version", "0.4");
    ArrayNode entries = plate.putArray("wells");
    for (Well well : wells.keySet()) {
      entries
          .addObject()
          .put("path", row(well.row()) + "/" + column(well.column()))
          .put("rowIndex", well.row())
          .put("columnIndex", well.column());
    }
  }
}
