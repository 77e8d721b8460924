package org.scopeside.segmenter.decode.flows;

import java.util.Optional;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Decodes the output of Cellpose 1 to 3 (Stringer et al. 2021, Nature Methods 18:100): pixels drift
 * along the flows, p ← p + flow(p)/5, and those that arrive at the same place are one object.
 *
 * <p>Reads three maps {@code [y][x]} at the size of the plane: flow along y and along x, five times
 * a unit vector, and the cell probability, a logit. Gives objects numbered in reading order,
 * without scores. Follows version 3.1.1.3, with one repair: where a small object is to go after
 * another was rejected, that version may drop a third one in its place (it takes ranks for labels;
 * version 4 no longer does); here, the small one goes.
 */
public final class FlowDecoder implements DenseDecoder {
  private static final int CHANNELS = 3;

  private final FlowSettings settings;
  private final Optional<StyleSizeEstimator> sizeEstimator;

  public FlowDecoder(FlowSettings settings) {
    this(settings, Optional.empty());
  }

  private FlowDecoder(FlowSettings settings, Optional<StyleSizeEstimator> sizeEstimator) {
    this.settings = settings;
    this.sizeEstimator = sizeEstimator;
  }

  /**
   * The decoder that a model package asks for.
   *
   * @throws IllegalArgumentException with every problem of the parameters
   */
  public static FlowDecoder of(Parameters parameters) {
    FlowSettings settings = FlowSettings.of(parameters);
    Optional<StyleSizeEstimator> sizeEstimator = StyleSizeEstimator.of(parameters);
    parameters.finish();
    return new FlowDecoder(settings, sizeEstimator);
  }

  public FlowSettings settings() {
    return settings;
  }

  /** Estimates diameters from the style vector, where the package has a size model. */
  public Optional<StyleSizeEstimator> sizeEstimator() {
    return sizeEstimator;
  }

  @Override
  public int channels() {
    return CHANNELS;
  }

  @Override
  public boolean decodesAtImageSize() {
    return true;
  }

  @Override
  public FoundObjects decode(DenseMaps maps, int width, int height) {
    return decode(maps, width, height, 1);
  }

  /**
   * Finds the objects of a region whose maps were brought back to its size.
   *
   * @param rescale side of what the network saw over side of the region; the number of steps grows
   *     with its inverse unless it is set
   * @throws NonFiniteOutputException if a value is NaN or infinite
   * @throws IllegalArgumentException if channels or sizes do not fit
   */
  public FoundObjects decode(DenseMaps maps, int width, int height, double rescale) {
    check(maps, width, height);
    int[] labels = new int[Math.multiplyExact(width, height)];
    new FlowDynamics(maps, settings, settings.steps(rescale))
        .follow((pixel, y, x) -> labels[pixel] = ((int) y) * width + ((int) x) + 1);
    LabelledObjects objects =
        new LabelledObjects(labels, width, new ArrivalPeaks(width, height).label(labels));
    objects.keepSizes(0, settings.maxSizeFraction() * labels.length);
    dropBadFlows(objects, maps);
    tidy(objects);
    return FoundObjects.of(LabelImage.ofConsecutive(labels, width, height, objects.count()));
  }

  private static void check(DenseMaps maps, int width, int height) {
    if (maps.channelCount() != CHANNELS) {
      throw new IllegalArgumentException(
          "flows are read from 3 maps (dY, dX, cell probability), not " + maps.channelCount());
    }
    if (maps.width() != width || maps.height() != height) {
      throw new IllegalArgumentException(
          "maps of %d×%d do not fit a region of %d×%d"
              .formatted(maps.width(), maps.height(), width, height));
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      NonFiniteOutputException.check(maps.channel(channel), channel, width);
    }
  }

  /** Objects that are too small go in the end, whatever their flows: they are not looked at. */
  private void dropBadFlows(LabelledObjects objects, DenseMaps maps) {
    if (settings.flowThreshold() == 0) {
      return;
    }
    objects.locate();
    FlowErrors errors = new FlowErrors(maps);
    boolean[] dropped = new boolean[objects.count() + 1];
    for (int label = 1; label < dropped.length; label++) {
      dropped[label] =
          objects.area(label) < settings.minSize()
              || errors.of(objects, label) > settings.flowThreshold();
    }
    objects.drop(dropped);
  }

  private void tidy(LabelledObjects objects) {
    objects.keepSizes(settings.minSize(), Double.POSITIVE_INFINITY);
    objects.locate();
    new HoleFilling().fill(objects);
    objects.recount();
    objects.keepSizes(settings.minSize(), Double.POSITIVE_INFINITY);
  }
}
