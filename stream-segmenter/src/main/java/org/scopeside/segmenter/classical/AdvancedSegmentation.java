package org.scopeside.segmenter.classical;

import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.image.ValueRange;

/**
 * The classical pipeline with more care for real planes, known as "CellProfiler advanced" (Caicedo
 * et al. 2019, Cytometry A 95:952): the background of uneven illumination is subtracted, a grey
 * opening takes away debris, clumps are split by shape and brightness, and every object's outline
 * is drawn at a fraction of its own brightness.
 *
 * <p>Not thread-safe: it keeps the buffers that a plane needs (about 24 bytes a pixel) for the next
 * one. One instance a worker thread.
 */
public final class AdvancedSegmentation {
  private final AdvancedSettings settings;
  private final GaussianFilter smoothing;
  private final GaussianFilter distanceSmoothing;
  private final BackgroundPlane illumination;
  private final GreyOpening opening;
  private final IntensityHistogram histogram = new IntensityHistogram();
  private final Threshold threshold;
  private final MaskRuns mask = new MaskRuns();
  private final MaskRuns background = new MaskRuns();
  private final DistanceTransform distanceTransform = new DistanceTransform();
  private final SeedFinder seeds = new SeedFinder();
  private final ObjectLabelling labelling = new ObjectLabelling();
  private final FloodPlane flood = new FloodPlane();

  private float[] corrected = new float[0];
  private float[] distance = new float[0];

  /** A segmentation with the given settings, for one thread. */
  public AdvancedSegmentation(AdvancedSettings settings) {
    this.settings = settings;
    smoothing = new GaussianFilter(settings.steps().smoothingSigma());
    distanceSmoothing = new GaussianFilter(settings.steps().distanceSigma());
    illumination = new BackgroundPlane(settings.backgroundBlock(), settings.backgroundPercentile());
    opening = new GreyOpening(Math.max(1, settings.openingRadius()));
    threshold = new Threshold(settings.steps());
  }

  /**
   * The objects of a plane, numbered in reading order of their first pixel. A plane that is
   * constant, or shows nothing but noise, has none.
   *
   * @param plane any size from 1x1; at least {@code minArea} pixels for an object to be found
   * @param pixelSizeUm size of a pixel, µm; NaN where it is not known
   * @throws NonFinitePixelsException if a value is NaN or infinite
   */
  public LabelImage segment(GreyImage plane, double pixelSizeUm) {
    int minArea = settings.steps().minArea(pixelSizeUm);
    int width = plane.width();
    int height = plane.height();
    if (corrected.length != width * height) {
      corrected = new float[width * height];
      distance = new float[width * height];
    }
    if (!correct(plane) || !threshold(width, height)) {
      return LabelImage.empty(width, height);
    }
    mask.fillHoles(background, settings.steps().maxHoleArea());
    mask.label();
    distanceTransform.apply(mask, distance);
    int apart = seedDistance(minArea);
    weighByBrightness();
    flood.resize(width, height);
    distanceSmoothing.apply(distance, flood.heights(), width, height, flood.row(0), flood.stride());
    flood.restrictTo(mask);
    seeds.find(mask, flood, apart);
    int[] labels = new int[width * height];
    int objects = labelling.label(mask, seeds, flood, minArea, labels);
    int left = ObjectOutlines.draw(labels, objects, corrected, settings.outlineFraction(), minArea);
    return LabelImage.ofConsecutive(labels, width, height, left);
  }

  /** Leaves the plane smooth, its background at 0, without debris; false if it is constant. */
  private boolean correct(GreyImage plane) {
    int width = plane.width();
    int height = plane.height();
    smoothing.apply(plane.pixels(), corrected, width, height);
    ValueRange range = ValueRange.of(corrected, plane);
    if (range.min() == range.max()) {
      return false;
    }
    illumination.subtract(corrected, width, height);
    if (settings.openingRadius() > 0) {
      opening.apply(corrected, width, height);
    }
    return true;
  }

  /** Fills the mask; false if nothing is in it. */
  private boolean threshold(int width, int height) {
    ValueRange range = ValueRange.of(new GreyImage(corrected, width, height));
    if (range.min() == range.max()) {
      return false;
    }
    histogram.fill(corrected, range.min(), range.max());
    mask.above(corrected, (float) threshold.choose(histogram), width, height);
    return mask.runCount() > 0;
  }

  private int seedDistance(int minArea) {
    ClassicalSettings steps = settings.steps();
    return steps.seedSpacing() > 0
        ? SeedFinder.typicalDistance(mask, distance, steps.seedSpacing(), minArea)
        : steps.minSeedDistance();
  }

  /** Distances become heights: a dark valley parts objects that no neck parts. */
  private void weighByBrightness() {
    double power = settings.intensityPower();
    if (power == 0) {
      return;
    }
    float scale = (float) (1 / histogram.max());
    for (int i = 0; i < distance.length; i++) {
      if (distance[i] > 0) {
        distance[i] *= (float) Math.pow(Math.max(0, corrected[i] * scale), power);
      }
    }
  }
}
