package org.scopeside.segmenter.decode.flows;

import java.util.Arrays;
import org.scopeside.segmenter.image.LabelImage;

/** Diameters of objects as Cellpose counts them. */
public final class FlowDiameters {
  private FlowDiameters() {}

  /**
   * Median over the objects of the diameter of a disc of the same area, 2·√(area/π).
   *
   * @return pixels; 0 without objects
   */
  public static double median(LabelImage image) {
    int[] areas = new int[image.objectCount() + 1];
    for (int label : image.labels()) {
      areas[label]++;
    }
    int count = image.objectCount();
    if (count == 0) {
      return 0;
    }
    Arrays.sort(areas, 1, count + 1);
    double middle = (Math.sqrt(areas[(count + 1) / 2]) + Math.sqrt(areas[count / 2 + 1])) / 2;
    return middle / (Math.sqrt(Math.PI) / 2);
  }
}
