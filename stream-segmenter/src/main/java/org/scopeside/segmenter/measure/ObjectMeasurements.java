package org.scopeside.segmenter.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of measurements: object {@code i} (its label) is row {@code i - 1} of every column.
 *
 * <p>Names are CellProfiler's (modules MeasureObjectSizeShape and MeasureObjectIntensity); lengths are
 * in pixels, areas in pixels, the centre of the plane's first pixel is (0, 0), intensities are in the
 * camera's units. See {@link ObjectMeasurer} for the definitions.
 */
public final class ObjectMeasurements {
  private final int objectCount;
  private final Map<String, double[]> columns;

  /**
   * @param objectCount rows
   * @param columns from name to values, {@code objectCount} of them each, in their order; owned by the
   *     table from now on
   * @throws IllegalArgumentException if a column has another length
   */
  public ObjectMeasurements(int objectCount, Map<String, double[]> columns) {
    columns.forEach(
        (name, values) -> {
          if (values.length != objectCount) {
            throw new IllegalArgumentException(
                "column " + name + " has " + values.length + " rows for " + objectCount + " objects");
          }
        });
    this.objectCount = objectCount;
    this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Number of rows. */
  public int objectCount() {
    return objectCount;
  }

  /** All columns by name, in a fixed order; for reading only. */
  public Map<String, double[]> columns() {
    return columns;
  }

  /**
   * One column.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public double[] column(String name) {
    double[] column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no column " + name + ", there are " + columns.keySet());
    }
    return column;
  }
}
