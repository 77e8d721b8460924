package org.scopeside.segmenter.decode.flows;

import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;

/**
 * The flows that objects should have: what a Cellpose network is trained to give, over five.
 * Definition in {@link HeatDiffusion}.
 */
public final class FlowTargets {
  private FlowTargets() {}

  /**
   * Flows towards the centres of objects.
   *
   * @return channels {@code [dY, dX]} of {@code [y][x]}: vectors of length 1 in objects (0 where
   *     heat has no slope or does not reach), 0 elsewhere
   */
  public static DenseMaps of(LabelImage image) {
    float[] flowY = new float[image.labels().length];
    float[] flowX = new float[image.labels().length];
    LabelledObjects objects =
        new LabelledObjects(image.labels(), image.width(), image.objectCount());
    objects.locate();
    HeatDiffusion heat = new HeatDiffusion();
    for (int label = 1; label <= objects.count(); label++) {
      heat.spread(objects, label, 1);
      int start = objects.top(label) * image.width() + objects.left(label);
      for (int y = 0; y < heat.rows(); y++) {
        for (int x = 0; x < heat.columns(); x++) {
          if (heat.isInside(y, x)) {
            heat.flowAt(y, x);
            flowY[start + y * image.width() + x] = (float) heat.unitY();
            flowX[start + y * image.width() + x] = (float) heat.unitX();
          }
        }
      }
    }
    return new DenseMaps(new float[][] {flowY, flowX}, image.width(), image.height());
  }
}
