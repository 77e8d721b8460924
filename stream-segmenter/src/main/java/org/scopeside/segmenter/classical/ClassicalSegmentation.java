package org.scopeside.segmenter.classical;

import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;
import org.scopeside.segmenter.image.ValueRange;

/**
 * Finds bright blobs, nuclei in most cases, in one plane without a network: Gaussian, threshold,
 * hole filling, distance transform, seeds, watershed, size filter.
 *
 * <pre>{@code
 * ClassicalSegmentation segmentation = new ClassicalSegmentation(ClassicalSettings.defaults());
 * LabelImage nuclei = segmentation.segment(plane);
 * }</pre>
 *
 * <p>Not thread-safe: it keeps the buffers that a plane needs (about 20 bytes a pixel) for the next
 * one. One instance a worker thread; a plane's own result is all that is allocated anew.
 */
public final class ClassicalSegmentation {
  private final ClassicalSettings settings;
  private final GaussianFilter smoothing;
  private final GaussianFilter distanceSmoothing;
  private final IntensityHistogram histogram = new IntensityHistogram();
  private final Threshold threshold;
  private final MaskRuns mask = new MaskRuns();
  private final MaskRuns background = new MaskRuns();
  private final DistanceTransform distanceTransform = new DistanceTransform();
  private final SeedFinder seeds = new SeedFinder();
  private final ObjectLabelling labelling = new ObjectLabelling();

  private final FloodPlane flood = new FloodPlane();

  private float[] smoothed = new float[0];
  private float[] distance = new float[0];

  /** A segmentation with the given settings, for one thread. */
  public ClassicalSegmentation(ClassicalSettings settings) {
    this.settings = settings;
    smoothing = new GaussianFilter(settings.smoothingSigma());
    distanceSmoothing = new GaussianFilter(settings.distanceSigma());
    threshold = new Threshold(settings);
  }

  /** As {@link #segment(GreyImage, double)} where the size of a pixel is not known. */
  public LabelImage segment(GreyImage plane) {
    return segment(plane, Double.NaN);
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
    int minArea = settings.minArea(pixelSizeUm);
    int width = plane.width();
    int height = plane.height();
    fit(width * height);
    smoothing.apply(plane.pixels(), smoothed, width, height);
    if (!threshold(plane)) {
      return LabelImage.empty(width, height);
    }
    mask.fillHoles(background, settings.maxHoleArea());
    mask.label();
    distanceTransform.apply(mask, distance);
    flood.resize(width, height);
    distanceSmoothing.apply(distance, flood.heights(), width, height, flood.row(0), flood.stride());
    flood.restrictTo(mask);
    seeds.find(mask, flood, seedDistance(minArea));
    int[] labels = new int[width * height];
    int objects = labelling.label(mask, seeds, flood, minArea, labels);
    return LabelImage.ofConsecutive(labels, width, height, objects);
  }

  /** Fills the mask; false if nothing is in it. */
  private boolean threshold(GreyImage plane) {
    ValueRange range = ValueRange.of(smoothed, plane);
    if (range.min() == range.max()) {
      return false;
    }
    histogram.fill(smoothed, range.min(), range.max());
    mask.above(smoothed, (float) threshold.choose(histogram), plane.width(), plane.height());
    return mask.runCount() > 0;
  }

  private int seedDistance(int minArea) {
    return settings.seedSpacing() > 0
        ? SeedFinder.typicalDistance(mask, distance, settings.seedSpacing(), minArea)
        : settings.minSeedDistance();
  }

  /** Buffers are of the plane's exact size, so that loops over them are loops over the plane. */
  private void fit(int pixels) {
    if (smoothed.length != pixels) {
      smoothed = new float[pixels];
      distance = new float[pixels];
    }
  }
}
