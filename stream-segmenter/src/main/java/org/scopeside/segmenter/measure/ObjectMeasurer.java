package org.scopeside.segmenter.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

/** Makes the columns of {@link ObjectMeasurements} from sums over the pixels. */
final class ObjectMeasurer {
  private ObjectMeasurer() {}

  static ObjectMeasurements measure(LabelImage objects, GreyImage intensities) {
    if (objects.width() != intensities.width() || objects.height() != intensities.height()) {
      throw new IllegalArgumentException(
          "labels "
              + objects.width()
              + "x"
              + objects.height()
              + " do not fit intensities "
              + intensities.width()
              + "x"
              + intensities.height());
    }
    ObjectSums sums = new ObjectSums(objects.objectCount());
    sums.add(objects, intensities.pixels());
    Map<String, double[]> columns = new LinkedHashMap<>();
    shape(sums, Perimeters.of(objects), columns);
    intensity(sums, columns);
    return new ObjectMeasurements(objects.objectCount(), columns);
  }

  private static void shape(ObjectSums sums, double[] perimeters, Map<String, double[]> columns) {
    double[] area = column("AreaShape_Area", sums, columns);
    double[] centerX = column("AreaShape_Center_X", sums, columns);
    double[] centerY = column("AreaShape_Center_Y", sums, columns);
    double[] minX = column("AreaShape_BoundingBoxMinimum_X", sums, columns);
    double[] minY = column("AreaShape_BoundingBoxMinimum_Y", sums, columns);
    double[] maxX = column("AreaShape_BoundingBoxMaximum_X", sums, columns);
    double[] maxY = column("AreaShape_BoundingBoxMaximum_Y", sums, columns);
    columns.put("AreaShape_Perimeter", perimeters);
    double[] eccentricity = column("AreaShape_Eccentricity", sums, columns);
    double[] major = column("AreaShape_MajorAxisLength", sums, columns);
    double[] minor = column("AreaShape_MinorAxisLength", sums, columns);
    double[] orientation = column("AreaShape_Orientation", sums, columns);
    for (int i = 0; i < area.length; i++) {
      area[i] = sums.area[i];
      centerX[i] = sums.x[i] / area[i];
      centerY[i] = sums.y[i] / area[i];
      minX[i] = sums.minX[i];
      minY[i] = sums.minY[i];
      maxX[i] = sums.maxX[i] + 1.0;
      maxY[i] = sums.maxY[i] + 1.0;
      Ellipse ellipse = Ellipse.of(sums, i);
      eccentricity[i] = ellipse.eccentricity();
      major[i] = 4 * Math.sqrt(ellipse.larger());
      minor[i] = 4 * Math.sqrt(ellipse.smaller());
      orientation[i] = Math.toDegrees(ellipse.orientation());
    }
  }

  private static void intensity(ObjectSums sums, Map<String, double[]> columns) {
    double[] integrated = column("Intensity_IntegratedIntensity", sums, columns);
    double[] mean = column("Intensity_MeanIntensity", sums, columns);
    double[] std = column("Intensity_StdIntensity", sums, columns);
    double[] min = column("Intensity_MinIntensity", sums, columns);
    double[] max = column("Intensity_MaxIntensity", sums, columns);
    for (int i = 0; i < mean.length; i++) {
      integrated[i] = sums.intensity[i];
      mean[i] = sums.intensity[i] / sums.area[i];
      double variance = sums.intensitySquares[i] / sums.area[i] - mean[i] * mean[i];
      std[i] = Math.sqrt(Math.max(0, variance));
      min[i] = sums.minIntensity[i];
      max[i] = sums.maxIntensity[i];
    }
  }

  private static double[] column(String name, ObjectSums sums, Map<String, double[]> columns) {
    double[] column = new double[sums.area.length];
    columns.put(name, column);
    return column;
  }

  /**
   * The ellipse with an object's second moments.
   *
   * @param larger variance along the major axis
   * @param smaller variance along the minor axis
   * @param orientation radians from the y axis to the major axis, counter-clockwise
   */
  private record Ellipse(double larger, double smaller, double orientation) {

    static Ellipse of(ObjectSums sums, int i) {
      double n = sums.area[i];
      double xx = (sums.xx[i] - sums.x[i] / n * sums.x[i]) / n;
      double yy = (sums.yy[i] - sums.y[i] / n * sums.y[i]) / n;
      double xy = (sums.xy[i] - sums.x[i] / n * sums.y[i]) / n;
      double middle = (xx + yy) / 2;
      double spread = Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
      return new Ellipse(
          Math.max(0, middle + spread), Math.max(0, middle - spread), angle(xx, yy, xy));
    }

    private static double angle(double xx, double yy, double xy) {
      if (xx == yy) {
        return xy > 0 ? Math.PI / 4 : -Math.PI / 4;
      }
      return 0.5 * Math.atan2(2 * xy, yy - xx);
    }

    double eccentricity() {
      return larger == 0 ? 0 : Math.sqrt(1 - smaller / larger);
    }
  }
}
