package org.scopeside.source.bioformats.adapter;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import ome.xml.meta.MetadataRetrieve;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;

/**
 * Series sorted into acquisitions. A plate is one. Series without a plate that are of one kind -
 * same sizes, channels, type and pixel size - are the positions of one; what differs, as the label
 * of a slide or another experiment in the same file, is another.
 */
final class SeriesGroups {
  private static final String PLAIN_TIFF = "Tagged Image File Format";

  /** What tells nothing of an acquisition. */
  private static final Set<String> INDEX = Set.of("index.idx.xml", "index.xml", "images");

  private final SeriesPlane.Origin origin;
  private final List<PlateLayout> plates;
  private final Map<Integer, SeriesShape> shapes;
  private final Map<Integer, ImageFacts> facts = new TreeMap<>();
  private final Map<Integer, Integer> firstPages = new TreeMap<>();

  /** Series of one acquisition, each with its well and field. */
  private record Group(
      String name,
      @Nullable PlateLayout plate,
      Map<Integer, Position> positions,
      boolean namesFields) {}

  private record Position(@Nullable Well well, int field) {}

  /** What series of one acquisition have in common. */
  private record Kind(
      int sizeX,
      int sizeY,
      int sizeZ,
      int sizeT,
      int samplesPerPixel,
      String pixelType,
      List<String> channels,
      @Nullable Double physicalSizeXUm) {}

  /**
   * @param format as Bio-Formats calls it
   * @param shapes of the series that can be read, by index
   */
  SeriesGroups(
      SeriesPlane.Origin origin,
      MetadataRetrieve metadata,
      String format,
      List<PlateLayout> plates,
      Map<Integer, SeriesShape> shapes) {
    this.origin = origin;
    this.plates = plates;
    this.shapes = shapes;
    boolean datedApart = dates(metadata, shapes.keySet()).size() > 1;
    boolean plainTiff = format.equals(PLAIN_TIFF);
    int page = 0;
    for (SeriesShape shape : shapes.values()) {
      int index = shape.index();
      facts.put(index, new ImageFacts(metadata, index, datedApart, plainTiff));
      firstPages.put(shape.index(), page);
      page += (int) shape.planes();
    }
  }

  private static Set<Instant> dates(MetadataRetrieve metadata, Set<Integer> images) {
    Set<Instant> dates = new HashSet<>();
    for (int image : images) {
      Instant date = Told.instant(() -> metadata.getImageAcquisitionDate(image));
      if (date != null) {
        dates.add(date);
      }
    }
    return dates;
  }

  /** At least one, as there is at least one series. */
  List<StoredAcquisition> acquisitions() {
    List<Integer> left = new ArrayList<>(shapes.keySet());
    List<Group> groups = new ArrayList<>();
    for (PlateLayout plate : plates) {
      Map<Integer, Position> positions = new LinkedHashMap<>();
      plate
          .spots()
          .forEach(
              (index, spot) -> {
                if (shapes.containsKey(index)) {
                  positions.put(index, new Position(spot.well(), spot.field()));
                }
              });
      if (!positions.isEmpty()) {
        groups.add(new Group(plateName(plate), plate, positions, false));
        left.removeAll(positions.keySet());
      }
    }
    groups.addAll(withoutPlate(left, groups.isEmpty()));
    return groups.stream().map(this::acquisition).toList();
  }

  private String plateName(PlateLayout plate) {
    String name = plate.name() == null ? fileName() : plate.name();
    boolean shared = plates.stream().filter(other -> name.equals(other.name())).count() > 1;
    return shared || plate.name() == null && plates.size() > 1
        ? name + " " + (plates.indexOf(plate) + 1)
        : name;
  }

  private List<Group> withoutPlate(List<Integer> left, boolean alone) {
    Map<Kind, List<Integer>> kinds = new LinkedHashMap<>();
    left.forEach(index -> kinds.computeIfAbsent(kind(index), any -> new ArrayList<>()).add(index));
    List<Group> groups = new ArrayList<>();
    for (List<Integer> indices : kinds.values()) {
      Map<Integer, Position> positions = new LinkedHashMap<>();
      indices.forEach(index -> positions.put(index, new Position(null, positions.size())));
      boolean only = alone && kinds.size() == 1;
      String name = only ? fileName() : fileName() + " " + seriesName(indices.get(0));
      groups.add(new Group(name, null, positions, indices.size() > 1));
    }
    return groups;
  }

  private Kind kind(int index) {
    SeriesShape shape = shape(index);
    return new Kind(
        shape.sizeX(),
        shape.sizeY(),
        shape.sizeZ(),
        shape.sizeT(),
        shape.samplesPerPixel(),
        shape.pixelType(),
        facts(index).channelNames(shape),
        facts(index).physicalSizeXUm());
  }

  private StoredAcquisition acquisition(Group group) {
    List<StoredPlane> planes = new ArrayList<>();
    List<String> channels = List.of();
    int sizeZ = 1;
    int sizeT = 1;
    for (Map.Entry<Integer, Position> entry : group.positions.entrySet()) {
      SeriesShape shape = shape(entry.getKey());
      List<String> own = facts(entry.getKey()).channelNames(shape);
      channels = own.size() > channels.size() ? own : channels;
      sizeZ = Math.max(sizeZ, shape.sizeZ());
      sizeT = Math.max(sizeT, shape.sizeT());
      addPlanes(shape, entry.getValue(), planes);
    }
    planes.sort((a, b) -> PlanePlace.ACQUISITION_ORDER.compare(a.place(), b.place()));
    ImageFacts first = facts(group.positions.keySet().iterator().next());
    PlateLayout plate = group.plate;
    return new StoredAcquisition(
        group.name,
        plate == null ? null : plate.name(),
        plate == null ? 0 : plate.rows(),
        plate == null ? 0 : plate.columns(),
        group.namesFields ? fieldNames(group) : List.of(),
        channels,
        sizeZ,
        sizeT,
        commonSize(group),
        first.began(),
        planes);
  }

  private void addPlanes(SeriesShape shape, Position position, List<StoredPlane> planes) {
    int page = Objects.requireNonNull(firstPages.get(shape.index()));
    int inPlane = shape.isColour() ? 1 : shape.stored();
    for (int t = 0; t < shape.sizeT(); t++) {
      for (int z = 0; z < shape.sizeZ(); z++) {
        for (int c = 0; c < shape.sizeC(); c++) {
          PlaneFacts plane = facts(shape.index()).plane(z, c / inPlane, t);
          PlanePlace place = new PlanePlace(position.well, position.field, t, z, c);
          planes.add(new SeriesPlane(origin, shape, place, page++, z, t, plane));
        }
      }
    }
  }

  private List<String> fieldNames(Group group) {
    return group.positions.keySet().stream().map(this::seriesName).toList();
  }

  /** The size that all series share; null where they do not, or nothing is told. */
  private @Nullable Double commonSize(Group group) {
    Double common = null;
    for (int index : group.positions.keySet()) {
      Double own = facts(index).physicalSizeXUm();
      if (own == null || (common != null && !common.equals(own))) {
        return null;
      }
      common = own;
    }
    return common;
  }

  private String seriesName(int index) {
    String name = facts(index).name();
    return name.isEmpty() ? "series " + index : name;
  }

  /** Without its ending; an index file is called as its folder is. */
  private String fileName() {
    Path file = origin.file().toAbsolutePath();
    String name = String.valueOf(file.getFileName());
    for (Path above = file; INDEX.contains(name.toLowerCase(Locale.ROOT)); ) {
      above = above.getParent();
      if (above == null || above.getFileName() == null) {
        break;
      }
      name = above.getFileName().toString();
    }
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private SeriesShape shape(int index) {
    return Objects.requireNonNull(shapes.get(index));
  }

  private ImageFacts facts(int index) {
    return Objects.requireNonNull(facts.get(index));
  }
}
