package org.scopeside.segmenter.classical;

import org.scopeside.segmenter.image.LabelImage;

/**
 * Cuts a mask into objects where it is narrow: hole filling, distance transform, seeds, watershed,
 * size filter. It is the second half of {@link ClassicalSegmentation}, for masks that come from
 * elsewhere, a network for instance.
 *
 * <p>Not thread-safe: it keeps the buffers that a plane needs (about 16 bytes a pixel) for the next
 * one. One instance a worker thread.
 */
public final class MaskSplitting {
  private final ClassicalSettings settings;
  private final GaussianFilter distanceSmoothing;
  private final MaskRuns background = new MaskRuns();
  private final DistanceTransform distanceTransform = new DistanceTransform();
  private final SeedFinder seeds = new SeedFinder();
  private final ObjectLabelling labelling = new ObjectLabelling();
  private final FloodPlane flood = new FloodPlane();
  private float[] distance = new float[0];

  /**
   * @param settings of which hole area, distance smoothing, seed distance and smallest area count
   */
  public MaskSplitting(ClassicalSettings settings) {
    this.settings = settings;
    distanceSmoothing = new GaussianFilter(settings.distanceSigma());
  }

  /**
   * The objects of a mask, numbered in reading order of their first pixel.
   *
   * @param mask any; its holes are filled and its components labelled
   */
  public LabelImage split(MaskRuns mask) {
    int width = mask.width();
    int height = mask.height();
    if (mask.runCount() == 0) {
      return LabelImage.empty(width, height);
    }
    if (distance.length != width * height) {
      distance = new float[width * height];
    }
    mask.fillHoles(background, settings.maxHoleArea());
    mask.label();
    distanceTransform.apply(mask, distance);
    flood.resize(width, height);
    distanceSmoothing.apply(distance, flood.heights(), width, height, flood.row(0), flood.stride());
    flood.restrictTo(mask);
    seeds.find(mask, flood, seedDistance(mask));
    int[] labels = new int[width * height];
    int objects = labelling.label(mask, seeds, flood, settings.minArea(), labels);
    return LabelImage.ofConsecutive(labels, width, height, objects);
  }

  private int seedDistance(MaskRuns mask) {
    return settings.seedSpacing() > 0
        ? SeedFinder.typicalDistance(mask, distance, settings.seedSpacing(), settings.minArea())
        : settings.minSeedDistance();
  }
}
