package org.scopeside.source.ometiff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.Well;

/**
 * One plate, put together from all documents that declare a part of it.
 *
 * <p>A field's number is the rank of its WellSample in its well by index, those without an image
 * counted too, so that a field that was never taken leaves a hole and does not move the others.
 * Where files with a part of the plate each are lost, their WellSamples are lost too; the indices of
 * the others still tell their numbers where each well has a block of its own: 0 to 3 in all wells,
 * or 0 to 3 in the first, 4 to 7 in the second.
 */
final class PlateSeats {
  private final @Nullable String name;
  private final Map<Well, List<Sample>> wells = new TreeMap<>();
  private int rows;
  private int columns;

  /** A field of a well with the folder of the document that told of it. */
  private static final class Sample {
    private final OmePlate.WellSample told;
    private final Path folder;
    private @Nullable FieldStack field;

    Sample(OmePlate.WellSample told, Path folder, @Nullable FieldStack field) {
      this.told = told;
      this.folder = folder;
      this.field = field;
    }

    boolean isSame(OmePlate.WellSample other) {
      return told.index() == other.index() && told.id().equals(other.id());
    }
  }

  /** A field in its seat. */
  record Seated(Well well, int field, FieldStack stack) {}

  PlateSeats(@Nullable String name) {
    this.name = name;
  }

  @Nullable String name() {
    return name;
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** What plates must share to be one: the name, or for nameless ones id and folder. */
  static String key(FileSet set, OmePlate plate) {
    String name = plate.name();
    return name == null ? "id " + plate.id() + " in " + set.folder() : "name " + name;
  }

  /**
   * Takes the fields of a document in, unless they are those of another plate: a field that is here
   * already from another folder. In one folder two documents may tell of other planes of one field;
   * and some writers number the fields of each file from 0, which are fields of their own.
   */
  boolean add(FileSet set, OmePlate plate) {
    for (OmePlate.WellSample sample : plate.samples()) {
      Sample here = here(sample);
      boolean taken = here != null && here.field != null && field(set, sample) != null;
      if (taken && here != null && !here.folder.equals(set.folder())) {
        return false;
      }
    }
    plate.samples().forEach(sample -> add(set, sample));
    rows = Math.max(rows, plate.rows());
    columns = Math.max(columns, plate.columns());
    return true;
  }

  private void add(FileSet set, OmePlate.WellSample sample) {
    FieldStack field = field(set, sample);
    Sample here = here(sample);
    FieldStack known = here == null ? null : here.field;
    if (here != null && known != null && field != null && known.isComplementedBy(field)) {
      here.field = known.with(field);
    } else if (here == null || (known != null && field != null)) {
      wells
          .computeIfAbsent(sample.well(), any -> new ArrayList<>(2))
          .add(new Sample(sample, set.folder(), field));
    } else if (field != null) {
      here.field = field;
    }
  }

  private @Nullable Sample here(OmePlate.WellSample sample) {
    for (Sample known : wells.getOrDefault(sample.well(), List.of())) {
      if (known.isSame(sample)) {
        return known;
      }
    }
    return null;
  }

  static @Nullable FieldStack field(FileSet set, OmePlate.WellSample sample) {
    String image = sample.imageRef();
    return image == null ? null : set.byImageId().get(image);
  }

  /** The fields that have an image, by well and number. */
  List<Seated> seats() {
    int block = block();
    List<Seated> seats = new ArrayList<>();
    wells.forEach(
        (well, samples) -> {
          List<Sample> order = new ArrayList<>(samples);
          order.sort(Comparator.comparingLong(sample -> sample.told.index()));
          for (int rank = 0; rank < order.size(); rank++) {
            Sample sample = order.get(rank);
            int field = block == 0 ? rank : (int) (sample.told.index() % block);
            if (sample.field != null) {
              seats.add(new Seated(well, field, sample.field));
            }
          }
        });
    return seats;
  }

  /** Indices that each well has for itself; 0 where indices are not given so. */
  private int block() {
    int most = wells.values().stream().mapToInt(List::size).max().orElse(0);
    boolean blocks = wells.values().stream().allMatch(samples -> isBlock(samples, most));
    return blocks ? most : 0;
  }

  private static boolean isBlock(List<Sample> samples, int size) {
    long first = samples.get(0).told.index();
    boolean together =
        samples.stream().allMatch(sample -> sample.told.index() / size == first / size);
    long distinct = samples.stream().mapToLong(sample -> sample.told.index()).distinct().count();
    return together && distinct == samples.size();
  }
}
