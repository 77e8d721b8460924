package org.scopeside.source.ometiff;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;

/**
 * Which fields of which sets are one acquisition: those of one plate; those of one document that
 * have the same shape; those of several files only where the files declare themselves parts of one.
 */
final class AcquisitionPlan {
  private final List<StoredAcquisition> acquisitions = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<@Nullable FieldStack> onPlates = Collections.newSetFromMap(new IdentityHashMap<>());

  private AcquisitionPlan() {}

  /** The acquisitions that have planes, plates first. */
  static List<StoredAcquisition> of(List<FileSet> sets) {
    AcquisitionPlan plan = new AcquisitionPlan();
    plan.addPlates(sets);
    plan.addPositions(sets);
    return plan.acquisitions;
  }

  private void addPlates(List<FileSet> sets) {
    Map<String, List<PlateSeats>> plates = new LinkedHashMap<>();
    Map<PlateSeats, FileSet> firstOf = new IdentityHashMap<>();
    for (FileSet set : sets) {
      for (OmePlate plate : set.plates()) {
        plate.samples().forEach(sample -> onPlates.add(PlateSeats.field(set, sample)));
        List<PlateSeats> same =
            plates.computeIfAbsent(PlateSeats.key(set, plate), any -> new ArrayList<>(1));
        if (same.stream().noneMatch(known -> known.add(set, plate))) {
          PlateSeats next = new PlateSeats(plate.name());
          next.add(set, plate);
          same.add(next);
          firstOf.put(next, set);
        }
      }
    }
    plates
        .values()
        .forEach(
            same ->
                same.forEach(
                    plate -> addPlate(plate, Objects.requireNonNull(firstOf.get(plate)))));
  }

  private void addPlate(PlateSeats plate, FileSet first) {
    Fields fields = new Fields();
    for (PlateSeats.Seated seat : plate.seats()) {
      fields.add(seat.well(), seat.field(), seat.stack());
    }
    String name = plate.name();
    add(
        name == null ? first.name() : name,
        name,
        plate.rows(),
        plate.columns(),
        List.of(),
        first.startedAt(),
        fields);
  }

  private void addPositions(List<FileSet> sets) {
    for (FileSet set : joined(sets.stream().map(this::offPlates).toList())) {
      Map<FieldStack.Shape, List<FieldStack>> byShape = new LinkedHashMap<>();
      for (FieldStack field : set.fields()) {
        // Documents of a few planes each do not know the names of all channels.
        boolean alone = set.declared() == null;
        FieldStack.Shape shape = alone ? field.shape() : field.shape().nameless();
        byShape.computeIfAbsent(shape, any -> new ArrayList<>()).add(field);
      }
      byShape
          .values()
          .removeIf(fields -> fields.stream().allMatch(field -> field.planes().isEmpty()));
      byShape.values().forEach(fields -> addPositions(set, fields, byShape.size() == 1));
    }
  }

  private FileSet offPlates(FileSet set) {
    List<FieldStack> fields =
        set.fields().stream().filter(field -> !onPlates.contains(field)).toList();
    return FileSet.withoutPlate(
        set.name(), set.folder(), fields, set.declared(), set.startedAt());
  }

  private void addPositions(FileSet set, List<FieldStack> fields, boolean only) {
    String own = fields.get(0).name();
    String name = only || fields.size() > 1 || own.isEmpty() ? set.name() : own;
    List<PositionName.Seat> seats = seats(fields);
    Fields seated = new Fields();
    for (int i = 0; i < fields.size(); i++) {
      PositionName.Seat seat = seats == null ? null : seats.get(i);
      seated.add(
          seat == null ? null : seat.well(), seat == null ? i : seat.field(), fields.get(i));
    }
    List<String> fieldNames = seats == null ? fieldNames(fields) : List.of();
    add(name, null, 0, 0, fieldNames, set.startedAt(), seated);
  }

  private static @Nullable List<PositionName.Seat> seats(List<FieldStack> fields) {
    List<@Nullable String> labels = new ArrayList<>();
    List<@Nullable String> names = new ArrayList<>();
    for (FieldStack field : fields) {
      labels.add(field.label());
      // Micro-Manager's image names end in the position's.
      names.add(field.name().replaceFirst("^.*_MMStack_", ""));
    }
    List<PositionName.Seat> byLabel = PositionName.seats(labels);
    return byLabel == null ? PositionName.seats(names) : byLabel;
  }

  private static List<String> fieldNames(List<FieldStack> fields) {
    List<String> names = new ArrayList<>();
    for (FieldStack field : fields) {
      String label = field.label();
      names.add(label == null ? field.name() : label);
    }
    return names.stream().allMatch(String::isEmpty) ? List.of() : names;
  }

  /** Sets that declare themselves parts of one acquisition as one, with the fields of all. */
  private static List<FileSet> joined(List<FileSet> sets) {
    Map<Object, FileSet> joined = new LinkedHashMap<>();
    for (FileSet set : sets) {
      boolean alone = set.declared() == null || set.fields().isEmpty();
      Object key = alone ? set : List.of(set.declared(), set.fields().get(0).shape().nameless());
      joined.merge(key, set, AcquisitionPlan::join);
    }
    return List.copyOf(joined.values());
  }

  private static FileSet join(FileSet first, FileSet second) {
    List<FieldStack> fields = new ArrayList<>(first.fields());
    for (FieldStack more : second.fields()) {
      int same = indexOfLabel(fields, more.label());
      if (same < 0) {
        fields.add(more);
      } else {
        fields.set(same, fields.get(same).with(more));
      }
    }
    return FileSet.withoutPlate(
        first.name(), first.folder(), fields, first.declared(), first.startedAt());
  }

  private static int indexOfLabel(List<FieldStack> fields, @Nullable String label) {
    for (int i = 0; label != null && i < fields.size(); i++) {
      if (label.equals(fields.get(i).label())) {
        return i;
      }
    }
    return -1;
  }

  /** The planes of an acquisition, and what its fields have in common. */
  private static final class Fields {
    private final List<SeatedPlane> planes = new ArrayList<>();
    private final List<@Nullable String> channels = new ArrayList<>();
    private final Set<@Nullable Double> sizes = new HashSet<>();
    private int sizeZ = 1;
    private int sizeT = 1;

    void add(@Nullable Well well, int field, FieldStack stack) {
      for (FieldStack.Found found : stack.planes()) {
        PlanePlace place =
            new PlanePlace(well, field, found.theT(), found.theZ(), found.theC());
        planes.add(new SeatedPlane(place, found, stack.facts()));
      }
      sizeZ = Math.max(sizeZ, stack.shape().sizeZ());
      sizeT = Math.max(sizeT, stack.shape().sizeT());
      sizes.add(stack.physicalSizeXUm());
      List<@Nullable String> own = stack.shape().channelNames();
      for (int c = 0; c < own.size(); c++) {
        if (c == channels.size()) {
          channels.add(own.get(c));
        } else if (channels.get(c) == null) {
          channels.set(c, own.get(c));
        }
      }
    }

    @Nullable Double physicalSizeXUm() {
      return sizes.size() == 1 ? sizes.iterator().next() : null;
    }

    /** By time where all planes tell it, else as a screening microscope goes. */
    List<StoredPlane> ordered() {
      Comparator<SeatedPlane> byPlace =
          Comparator.comparing(SeatedPlane::place, PlanePlace.ACQUISITION_ORDER);
      boolean timed = planes.stream().noneMatch(plane -> Double.isNaN(plane.deltaTMs()));
      List<SeatedPlane> ordered = new ArrayList<>(planes);
      ordered.sort(
          timed ? Comparator.comparingDouble(SeatedPlane::deltaTMs).thenComparing(byPlace) : byPlace);
      return Collections.unmodifiableList(ordered);
    }
  }

  private void add(
      String name,
      @Nullable String plateName,
      int rows,
      int columns,
      List<String> fieldNames,
      @Nullable Instant startedAt,
      Fields fields) {
    if (fields.planes.isEmpty()) {
      return;
    }
    FieldStack.Shape channels =
        new FieldStack.Shape(1, 1, 1, 1, "", Collections.unmodifiableList(fields.channels));
    acquisitions.add(
        new StoredAcquisition(
            unique(name),
            plateName,
            rows,
            columns,
            fieldNames,
            channels.namedChannels(),
            fields.sizeZ,
            fields.sizeT,
            fields.physicalSizeXUm(),
            startedAt,
            fields.ordered()));
  }

  private String unique(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + " (" + i + ")";
    }
    return free;
  }
}
