package org.scopeside.source.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneDataset.Unread;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.UnreadableImageException;

/** Finds the images of a hierarchy and seats them in acquisitions, wells and fields. */
final class OmeZarrContent {
  /** Most planes of a hierarchy: what is kept of each takes some 80 bytes. */
  private static final long MAX_PLANES = 4_000_000;

  private final ZarrNode root;
  private final ChunkCache cache = new ChunkCache();
  private final List<StoredAcquisition> acquisitions = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private long planes;

  private OmeZarrContent(ZarrNode root) {
    this.root = root;
  }

  /** What lies below a folder. */
  static OmeZarrContent of(ZarrNode root) {
    OmeZarrContent content = new OmeZarrContent(root);
    if (root.isPlate()) {
      content.addPlate();
    } else if (root.isWell()) {
      content.addWell();
    } else if (root.isImage()) {
      content.addImage();
    }
    if (root.isCollection()) {
      content.addCollection();
    }
    content.remarkOnHoles();
    return content;
  }

  OmeZarrDataset dataset() {
    return new OmeZarrDataset(acquisitions, unread, remarks, cache);
  }

  private void addPlate() {
    JsonNode plate = root.attributes().path("plate");
    Map<Integer, SeatedImages> runs = new TreeMap<>();
    Set<Well> seen = new HashSet<>();
    for (JsonNode entry : plate.path("wells")) {
      try {
        String path = textOf(entry, "path", "plate.wells");
        Well well = PlateWells.wellOf(root, entry, path);
        if (!seen.add(well)) {
          throw root.unreadable("names a second well %s, at %s".formatted(well, path));
        }
        ZarrNode node = ZarrNode.read(InnerPath.resolve(root.document(), root.folder(), path));
        addWell(node, path + "/", well, runs);
      } catch (UnreadableImageException damaged) {
        addUnread(damaged);
      }
    }
    String name = ZarrJson.text(plate, "name");
    String plateName = name == null || name.isBlank() ? null : name;
    int rows = plate.path("rows").size();
    int columns = plate.path("columns").size();
    boolean sane = rows <= Well.MAX_ROWS && columns <= Well.MAX_COLUMNS;
    runs.forEach(
        (run, images) -> {
          String title = plateName == null ? folderName() : plateName;
          String own = runs.size() == 1 ? title : title + " acquisition " + run;
          addAcquisition(images, own, plateName, sane ? rows : 0, sane ? columns : 0);
        });
  }

  private void addWell() {
    Path parent = root.folder().getParent();
    Path name = root.folder().getFileName();
    Path row = parent == null ? null : parent.getFileName();
    Well well = row == null || name == null ? null : Well.parse(row.toString() + name);
    Map<Integer, SeatedImages> runs = new TreeMap<>();
    try {
      addWell(root, "", well, runs);
    } catch (UnreadableImageException damaged) {
      addUnread(damaged);
    }
    String title = well == null ? folderName() : well.label();
    runs.forEach(
        (run, images) ->
            addAcquisition(
                images, runs.size() == 1 ? title : title + " acquisition " + run, null, 0, 0));
  }

  /** Images of a well by the run of the plate that they belong to. */
  private void addWell(
      ZarrNode node, String prefix, @Nullable Well well, Map<Integer, SeatedImages> runs)
      throws UnreadableImageException {
    JsonNode images = node.attributes().path("well").path("images");
    if (images.isEmpty()) {
      throw node.unreadable("names no images in well.images");
    }
    Map<Integer, Integer> fields = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode entry : images) {
      int run = entry.path("acquisition").asInt(0);
      int field = fields.merge(run, 1, Integer::sum) - 1;
      String path = ZarrJson.text(entry, "path");
      try {
        if (path == null || !seen.add(path)) {
          throw node.unreadable("names no path, or one twice, in well.images[%d]".formatted(field));
        }
        OmeImage image = open(node, prefix, path);
        SeatedImages seated = runs.computeIfAbsent(run, any -> new SeatedImages(cache));
        seated.add(well, image.archived().field(field), image);
      } catch (UnreadableImageException damaged) {
        addUnread(damaged);
      }
    }
  }

  private void addImage() {
    try {
      OmeImage image = counted(root, OmeImage.open(root, ""));
      SeatedImages seated = new SeatedImages(cache);
      seated.add(null, 0, image);
      addAcquisition(seated, folderName(), null, 0, 0);
    } catch (UnreadableImageException damaged) {
      addUnread(damaged);
    }
  }

  /** Images of one kind are fields of one acquisition. */
  private void addCollection() {
    Map<List<Object>, SeatedImages> kinds = new LinkedHashMap<>();
    Map<List<Object>, Integer> counts = new LinkedHashMap<>();
    for (String path : CollectionSeries.of(root, this::addUnread)) {
      try {
        OmeImage image = open(root, "", path);
        int field = counts.merge(image.kind(), 1, Integer::sum) - 1;
        kinds
            .computeIfAbsent(image.kind(), any -> new SeatedImages(cache))
            .add(null, image.archived().field(field), image);
      } catch (UnreadableImageException damaged) {
        addUnread(damaged);
      }
    }
    int number = 0;
    for (SeatedImages images : kinds.values()) {
      String name = kinds.size() == 1 ? folderName() : folderName() + " " + number++;
      addAcquisition(images, name, null, 0, 0);
    }
  }

  private OmeImage open(ZarrNode parent, String prefix, String path)
      throws UnreadableImageException {
    ZarrNode node = ZarrNode.read(InnerPath.resolve(parent.document(), parent.folder(), path));
    return counted(node, OmeImage.open(node, prefix + InnerPath.checked(parent.document(), path)));
  }

  private OmeImage counted(ZarrNode node, OmeImage image) throws UnreadableImageException {
    long own = (long) image.sizeT() * image.sizeZ() * image.sizeC();
    if (planes + own > MAX_PLANES) {
      throw node.unreadable("is left out: more than %d planes are too many".formatted(MAX_PLANES));
    }
    planes += own;
    return image;
  }

  private void addAcquisition(
      SeatedImages images, String name, @Nullable String plateName, int rows, int columns) {
    if (!images.isEmpty()) {
      acquisitions.add(images.acquisition(name, plateName, rows, columns));
    }
  }

  private void remarkOnHoles() {
    for (StoredAcquisition acquisition : acquisitions) {
      long missing = acquisition.missingPlanes();
      if (missing > 0) {
        remarks.add("%s: %d planes are not there".formatted(acquisition.name(), missing));
      }
    }
  }

  private String textOf(JsonNode entry, String member, String list)
      throws UnreadableImageException {
    String text = ZarrJson.text(entry, member);
    if (text == null) {
      throw root.unreadable("has an entry without %s in %s".formatted(member, list));
    }
    return text;
  }

  private void addUnread(UnreadableImageException damaged) {
    Path file = damaged.file();
    unread.add(new Unread(file == null ? root.document() : file, damaged.reason()));
  }

  /** The folder's name without the endings that mark it as OME-Zarr. */
  private String folderName() {
    Path name = root.folder().getFileName();
    String text = name == null ? "" : name.toString().replaceFirst("(?i)(\\.ome)?\\.zarr$", "");
    return text.isEmpty() ? "OME-Zarr" : text;
  }
}
