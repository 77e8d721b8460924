package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.tiling.TilePlan;

/** A plane as it comes, run for its style only; tells at which scale it is run for good. */
final class StyleJob extends TileJob {
  private final SizeEstimator estimator;
  private final List<float[]> styles = new ArrayList<>();

  StyleJob(PlaneJob plane, TilePlan plan, int[] tiles, SizeEstimator estimator) {
    super(plane, 0, plan, tiles);
    this.estimator = estimator;
  }

  @Override
  long bytes() {
    return 0;
  }

  @Override
  void open() {}

  @Override
  void accept(int tile, Outputs outputs, int slot) {
    Tensor style = outputs.all().get(estimator.styleTensor());
    if (style == null) {
      throw new IllegalStateException("the engine gave no " + estimator.styleTensor());
    }
    FloatBuffer values = style.floats();
    float[] ofTile = new float[values.limit() / (int) style.shape()[0]];
    values.get(slot * ofTile.length, ofTile);
    styles.add(ofTile);
  }

  @Override
  void decode() {
    plane.rescaleTo(estimator.diameterPx(styles));
  }
}
