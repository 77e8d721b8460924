package org.scopeside.segmenter.normalise;

import java.util.List;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.ValueRange;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.modelpackage.Preprocessing.Clip;
import org.scopeside.segmenter.modelpackage.Preprocessing.FixedZeroMeanUnitVariance;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleLinear;
import org.scopeside.segmenter.modelpackage.Preprocessing.ScaleRange;
import org.scopeside.segmenter.modelpackage.Preprocessing.ZeroMeanUnitVariance;

/**
 * The preprocessing of a model package, collapsed into one map a channel.
 *
 * <p>A plane or tile without contrast (low percentile = high percentile, or no variance) becomes
 * zeros, as Cellpose does it, never NaN. Immutable.
 */
public final class Normaliser {
  private final List<Preprocessing> planeSteps;
  private final List<Preprocessing> tileSteps;

  /**
   * @param steps in their order
   * @throws IllegalArgumentException if a step that needs the whole plane follows one of each tile
   */
  public Normaliser(List<Preprocessing> steps) {
    int first = 0;
    while (first < steps.size() && !ofTile(steps.get(first))) {
      first++;
    }
    planeSteps = List.copyOf(steps.subList(0, first));
    tileSteps = List.copyOf(steps.subList(first, steps.size()));
    for (Preprocessing step : tileSteps) {
      if (usesSample(step) && !ofTile(step)) {
        throw new IllegalArgumentException(
            "preprocessing: %s over the whole plane cannot follow a step over each tile"
                .formatted(step));
      }
    }
  }

  /**
   * Reads a plane and settles what holds for all of it.
   *
   * @throws org.scopeside.segmenter.image.NonFinitePixelsException if a value is NaN or infinite
   */
  public Channel channel(GreyImage plane) {
    IntensityChain chain = IntensityChain.IDENTITY;
    if (planeSteps.stream().anyMatch(Normaliser::usesSample)) {
      chain =
          apply(
              planeSteps, chain, new SampleStatistics(plane, 0, 0, plane.height(), plane.width()));
    } else {
      ValueRange.of(plane);
      chain = applyFixed(planeSteps, chain);
    }
    return new Channel(plane, chain, tileSteps);
  }

  /** Whether a step's statistics are of each tile, so that tiles differ in their maps. */
  public boolean perTile() {
    return !tileSteps.isEmpty();
  }

  private static boolean ofTile(Preprocessing step) {
    return (step instanceof ScaleRange range && range.perTile())
        || (step instanceof ZeroMeanUnitVariance unit && unit.perTile());
  }

  private static boolean usesSample(Preprocessing step) {
    return step instanceof ScaleRange || step instanceof ZeroMeanUnitVariance;
  }

  private static IntensityChain applyFixed(List<Preprocessing> steps, IntensityChain start) {
    IntensityChain chain = start;
    for (Preprocessing step : steps) {
      chain = fixed(step, chain);
    }
    return chain;
  }

  private static IntensityChain apply(
      List<Preprocessing> steps, IntensityChain start, SampleStatistics sample) {
    IntensityChain chain = start;
    for (Preprocessing step : steps) {
      if (step instanceof ScaleRange range) {
        double low = sample.percentile(range.minPercentile(), chain);
        double high = sample.percentile(range.maxPercentile(), chain);
        chain = standardised(chain, low, high - low, range.eps());
      } else if (step instanceof ZeroMeanUnitVariance unit) {
        SampleStatistics.Moments moments = sample.moments(chain);
        chain = standardised(chain, moments.mean(), moments.std(), unit.eps());
      } else {
        chain = fixed(step, chain);
      }
    }
    return chain;
  }

  private static IntensityChain fixed(Preprocessing step, IntensityChain chain) {
    if (step instanceof FixedZeroMeanUnitVariance unit) {
      return standardised(chain, unit.mean(), unit.std(), 0);
    }
    if (step instanceof ScaleLinear linear) {
      return chain.scaled(linear.gain(), linear.offset());
    }
    if (step instanceof Clip clip) {
      return chain.clipped(clip.min(), clip.max());
    }
    throw new IllegalArgumentException("preprocessing " + step + " needs the values");
  }

  private static IntensityChain standardised(
      IntensityChain chain, double origin, double width, double eps) {
    // A mean of equal values may be off by rounding: no contrast is less than single precision has.
    if (!(width > Math.abs(origin) * 1e-12)) {
      return IntensityChain.ZERO;
    }
    double gain = 1 / (width + eps);
    return chain.scaled(gain, -origin * gain);
  }

  /** What becomes of the values of one channel of a plane. Immutable. */
  public static final class Channel {
    private final GreyImage plane;
    private final IntensityChain chain;
    private final List<Preprocessing> tileSteps;
    private final IntensityMap map;

    private Channel(GreyImage plane, IntensityChain chain, List<Preprocessing> tileSteps) {
      this.plane = plane;
      this.chain = chain;
      this.tileSteps = tileSteps;
      this.map = chain.map();
    }

    public GreyImage plane() {
      return plane;
    }

    /**
     * The map for a tile; the same for all where no step is of each tile.
     *
     * @param y first row of the plane that the tile shows
     * @param height rows of the plane that it shows, at least 1
     */
    public IntensityMap map(int y, int x, int height, int width) {
      if (tileSteps.isEmpty()) {
        return map;
      }
      return apply(tileSteps, chain, new SampleStatistics(plane, y, x, height, width)).map();
    }
  }
}
