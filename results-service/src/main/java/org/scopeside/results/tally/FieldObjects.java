package org.scopeside.results.tally;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.scopeside.contract.Segmentation;

/**
 * What is kept of one model's objects in one field: their number, the sum of every measurement, and
 * how their areas are distributed. The objects themselves stay in the results topic.
 *
 * @param count objects found
 * @param complete false where z-planes of the plan were missing
 * @param sums by CellProfiler name of the measurement
 * @param areas objects by bin of {@link AreaBins}
 */
public record FieldObjects(
    long count,
    boolean complete,
    SortedMap<String, ExactSum> sums,
    SortedMap<Integer, Long> areas) {
  /** The measurement that the histogram is made of. */
  public static final String AREA = "AreaShape_Area";

  /** Most measurements kept of a model; a result with more has the first of them kept. */
  static final int MAX_COLUMNS = 64;

  public FieldObjects {
    sums = Tallies.sorted(sums);
    areas = Tallies.sorted(areas);
  }

  public static FieldObjects of(Segmentation segmentation) {
    Map<String, double[]> columns = segmentation.objects();
    SortedMap<String, ExactSum> sums = new TreeMap<>();
    columns.entrySet().stream()
        .limit(MAX_COLUMNS)
        .forEach(column -> sums.put(column.getKey(), sum(column.getValue())));
    return new FieldObjects(
        segmentation.count(),
        segmentation.complete(),
        sums,
        histogram(columns.getOrDefault(AREA, new double[0])));
  }

  /** Values that are no numbers, of objects where it could not be measured, are left out. */
  private static ExactSum sum(double[] values) {
    double sum = 0;
    int n = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        sum += value;
        n++;
      }
    }
    return ExactSum.of(n, sum);
  }

  private static SortedMap<Integer, Long> histogram(double[] areas) {
    SortedMap<Integer, Long> bins = new TreeMap<>();
    for (double area : areas) {
      if (area >= 1 && area <= ExactSum.MAX) {
        bins.merge(AreaBins.of(area), 1L, Long::sum);
      }
    }
    return bins;
  }
}
