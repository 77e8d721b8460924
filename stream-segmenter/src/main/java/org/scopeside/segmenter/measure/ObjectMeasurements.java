package org.scopeside.segmenter.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/**
 * A table of measurements: object {@code i} (its label) is row {@code i - 1} of every column.
 *
 * <p>Names are CellProfiler's (modules MeasureObjectSizeShape and MeasureObjectIntensity); lengths
 * are in pixels, areas in pixels, the centre of the plane's first pixel is (0, 0), intensities are
 * in the camera's units. Definitions are those of {@code skimage.measure.regionprops}, on which
 * CellProfiler's modules rest:
 *
 * <ul>
 *   <li>{@code AreaShape_Area}: pixels. {@code AreaShape_Center_X}, {@code _Y}: mean coordinates.
 *   <li>{@code AreaShape_BoundingBoxMinimum_X} to {@code Maximum_Y}: first column or row, and the
 *       one after the last.
 *   <li>{@code AreaShape_Perimeter}: length of the line through the centres of the border pixels.
 *   <li>{@code AreaShape_MajorAxisLength}, {@code _MinorAxisLength}, {@code _Eccentricity}, {@code
 *       _Orientation}: of the ellipse with the same second moments; 4 √λ of the coordinates'
 *       covariance, √(1 − λ₂/λ₁), and degrees from the y axis to the major axis, −90 to 90.
 *   <li>{@code Intensity_IntegratedIntensity}, {@code _MeanIntensity}, {@code _StdIntensity} (over
 *       N), {@code _MinIntensity}, {@code _MaxIntensity}.
 * </ul>
 */
public final class ObjectMeasurements {
  private final int objectCount;
  private final Map<String, double[]> columns;

  /**
   * A table from measured columns.
   *
   * @param objectCount rows
   * @param columns from name to values, {@code objectCount} of them each, in their order; owned by
   *     the table from now on
   * @throws IllegalArgumentException if a column has another length
   */
  public ObjectMeasurements(int objectCount, Map<String, double[]> columns) {
    columns.forEach(
        (name, values) -> {
          if (values.length != objectCount) {
            throw new IllegalArgumentException(
                "column "
                    + name
                    + " has "
                    + values.length
                    + " rows for "
                    + objectCount
                    + " objects");
          }
        });
    this.objectCount = objectCount;
    this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * Measures the objects of one plane.
   *
   * @param objects labels {@code [y][x]}
   * @param intensities values {@code [y][x]} of the same size, finite
   * @throws IllegalArgumentException if the sizes differ
   */
  public static ObjectMeasurements measure(LabelImage objects, GreyImage intensities) {
    return ObjectMeasurer.measure(objects, intensities);
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
