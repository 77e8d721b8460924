package org.scopeside.results.tally;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one model found in the fields of a well. Counts of different models are never added up: they
 * speak of the same cells.
 *
 * @param fields fields with a segmentation
 * @param incomplete of those, fields where z-planes were missing
 * @param count objects
 * @param sums over objects, by CellProfiler name
 * @param areas objects by bin of {@link AreaBins}
 */
public record ModelTally(
    long fields,
    long incomplete,
    long count,
    SortedMap<String, ExactSum> sums,
    SortedMap<Integer, Long> areas) {
  static final ModelTally EMPTY = new ModelTally(0, 0, 0, new TreeMap<>(), new TreeMap<>());

  public ModelTally {
    sums = Tallies.sorted(sums);
    areas = Tallies.sorted(areas);
  }

  static ModelTally of(FieldObjects field) {
    return new ModelTally(1, field.complete() ? 0 : 1, field.count(), field.sums(), field.areas());
  }

  ModelTally plus(ModelTally other) {
    return new ModelTally(
        fields + other.fields,
        incomplete + other.incomplete,
        count + other.count,
        Tallies.combine(sums, other.sums, ExactSum.ZERO, ExactSum::plus),
        Tallies.plus(areas, other.areas));
  }

  ModelTally minus(ModelTally other) {
    return new ModelTally(
        fields - other.fields,
        incomplete - other.incomplete,
        count - other.count,
        Tallies.combine(sums, other.sums, ExactSum.ZERO, ExactSum::minus),
        Tallies.minus(areas, other.areas));
  }
}
