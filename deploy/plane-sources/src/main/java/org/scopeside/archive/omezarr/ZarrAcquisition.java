package org.scopeside.archive.omezarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;
import org.scopeside.archive.UnarchivablePlaneException;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * The folder of one acquisition. A field is described before its first chunk is written, so that
 * each chunk can be read from the moment it is there. Thread-safe: descriptions are written by one
 * thread at a time, chunks by any.
 */
final class ZarrAcquisition {
  private final Path folder;
  private final Packing packing;
  private final AtomicFiles files;
  private final SortedMap<Well, SortedSet<Integer>> wells = new TreeMap<>();
  private final Map<Path, FieldImage> images = new HashMap<>();
  private @Nullable String plateName;
  private boolean collection;

  /** How many write just now; its archive counts. */
  int users;

  private ZarrAcquisition(Path folder, Packing packing) throws IOException {
    this.folder = folder;
    this.packing = packing;
    files = new AtomicFiles(folder);
  }

  /** Goes on with what is in the folder, which is made with the first plane. */
  static ZarrAcquisition open(Path folder, Packing packing) throws IOException {
    ZarrAcquisition opened = new ZarrAcquisition(folder, packing);
    Path attributes = folder.resolve(".zattrs");
    if (Files.exists(attributes)) {
      opened.read(FieldImage.JSON.readTree(Files.readAllBytes(attributes)));
    }
    return opened;
  }

  private void read(JsonNode attributes) throws IOException {
    collection = attributes.has("bioformats2raw.layout");
    JsonNode plate = attributes.path("plate");
    plateName = plate.path("name").isTextual() ? plate.path("name").asText() : null;
    for (JsonNode listed : plate.path("wells")) {
      Well well = new Well(listed.path("rowIndex").asInt(), listed.path("columnIndex").asInt());
      SortedSet<Integer> fields = new TreeSet<>();
      Path own = folder.resolve(OmeZarrJson.path(well)).resolve(".zattrs");
      if (Files.exists(own)) {
        FieldImage.JSON
            .readTree(Files.readAllBytes(own))
            .path("well")
            .path("images")
            .forEach(image -> fields.add(image.path("path").asInt()));
      }
      wells.put(well, fields);
    }
  }

  void write(PlaneHeader plane, byte[] littleEndian) throws IOException {
    FieldImage image = described(plane);
    files.write(image.chunk(plane), ChunkPacking.pack(image.packing(), littleEndian));
  }

  private synchronized FieldImage described(PlaneHeader plane) throws IOException {
    Well well = plane.well();
    if (well == null ? !wells.isEmpty() : collection) {
      throw new UnarchivablePlaneException(
          folder
              + ": "
              + plane.frameId()
              + " cannot be kept with planes of which only some have a well");
    }
    String path = well == null ? "" : OmeZarrJson.path(well) + "/";
    Path own = folder.resolve(path + plane.field());
    FieldImage image = images.get(own);
    if (image == null) {
      image = FieldImage.written(own);
    }
    if (image == null) {
      image = FieldImage.first(own, plane, packing);
    }
    String refusal = image.refusal(plane);
    if (refusal != null) {
      throw new UnarchivablePlaneException(own + ": " + refusal);
    }
    if (image.learn(plane)) {
      // Forgotten until it is written, so that a full disk leaves nothing undescribed.
      images.remove(own);
      image.describe(files);
    }
    list(well, plane);
    images.put(own, image);
    return image;
  }

  private void list(@Nullable Well well, PlaneHeader plane) throws IOException {
    if (well == null) {
      listInCollection();
      return;
    }
    SortedSet<Integer> known = wells.get(well);
    boolean named = plateName == null && plane.plateName() != null;
    if (known != null && known.contains(plane.field()) && !named) {
      return;
    }
    SortedSet<Integer> fields = new TreeSet<>(known == null ? new TreeSet<>() : known);
    fields.add(plane.field());
    SortedMap<Well, SortedSet<Integer>> all = new TreeMap<>(wells);
    all.put(well, fields);
    Path own = folder.resolve(OmeZarrJson.path(well));
    files.write(own.resolveSibling(".zgroup"), OmeZarrJson.GROUP);
    group(own, OmeZarrJson.well(fields));
    group(folder, OmeZarrJson.plate(named ? plane.plateName() : plateName, all));
    plateName = named ? plane.plateName() : plateName;
    wells.put(well, fields);
  }

  private void listInCollection() throws IOException {
    if (!collection) {
      group(folder, OmeZarrJson.collection());
      collection = true;
    }
  }

  private void group(Path own, ObjectNode attributes) throws IOException {
    files.write(own.resolve(".zgroup"), OmeZarrJson.GROUP);
    files.write(own.resolve(".zattrs"), FieldImage.JSON.writeValueAsBytes(attributes));
  }
}
