package org.scopeside.segmenter.decode.distance;

import org.scopeside.segmenter.classical.FloodPlane;
import org.scopeside.segmenter.classical.GaussianFilter;
import org.scopeside.segmenter.classical.MaskRuns;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.regions.HMaxima;
import org.scopeside.segmenter.decode.regions.LabelEditing;
import org.scopeside.segmenter.decode.regions.LocalPeaks;
import org.scopeside.segmenter.decode.regions.MapShape;
import org.scopeside.segmenter.decode.regions.MarkerFlood;
import org.scopeside.segmenter.decode.regions.Markers;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects of a network that gives the distance to the centre of each object and the distance to its
 * border, or the probability of its interior (deep watershed: Bai, Urtasun 2017, CVPR; DeepCell:
 * Bannon et al. 2021, Nat. Methods 18:43; Mesmer: Greenwald et al. 2022, Nat. Biotechnol. 40:555).
 *
 * <p>As {@code deepcell_toolbox.deep_watershed} does it: the maxima of the inner distance are
 * seeds, those that touch one; they flood the interior above a threshold, the highest first; small
 * objects go, small holes are filled. Objects are numbered in reading order of their seeds. One
 * decoder a kind of object: Mesmer's whole cells and its nuclei are two.
 *
 * <p>One thing differs: where an object has a hole, the original also fills corners of its bounding
 * box of less than that size; here only holes are filled.
 *
 * <p>Thread-safe; scratch per call, about 20 bytes a pixel, 8 more with smoothed maxima.
 */
public final class DistanceDecoder implements DenseDecoder {
  private final DistanceSettings settings;

  public DistanceDecoder(DistanceSettings settings) {
    this.settings = settings;
  }

  /**
   * A decoder as a model package asks for it.
   *
   * @throws IllegalArgumentException with every problem of the parameters
   */
  public static DistanceDecoder of(Parameters parameters) {
    return new DistanceDecoder(DistanceSettings.of(parameters));
  }

  @Override
  public int channels() {
    return settings.channels();
  }

  @Override
  public FoundObjects decode(DenseMaps maps, int width, int height) {
    MapShape.check(maps, channels(), width, height);
    float[] maxima = maps.channel(settings.maximaIndex());
    float[] interior = maps.channel(settings.interiorIndex());
    NonFiniteOutputException.check(maxima, settings.maximaIndex(), width);
    NonFiniteOutputException.check(interior, settings.interiorIndex(), width);
    int[] labels = new int[width * height];
    Markers markers = markers(maxima, width, height, labels);
    if (markers.count() == 0) {
      return FoundObjects.of(LabelImage.empty(width, height));
    }
    float[] smooth = smooth(interior, settings.interiorSmooth(), width, height);
    MaskRuns mask = new MaskRuns();
    mask.above(smooth, (float) settings.interiorThreshold(), width, height);
    mask.label();
    new MarkerFlood().flood(mask, plane(mask, smooth), markers, labels);
    int small = Math.max(1, settings.smallObjectsThreshold());
    int objects = LabelEditing.dropSmallerThan(small, labels, markers.count());
    if (settings.fillHolesThreshold() > 0) {
      LabelEditing.fillHoles(settings.fillHolesThreshold(), labels, width, height);
    }
    return FoundObjects.of(LabelImage.ofConsecutive(labels, width, height, objects));
  }

  private Markers markers(float[] maxima, int width, int height, int[] scratch) {
    float[] smooth = smooth(maxima, settings.maximaSmooth(), width, height);
    double threshold = settings.maximaThreshold();
    int radius = settings.radius();
    int[] pixels =
        settings.hMaxima()
            ? new HMaxima(threshold, radius).find(smooth, width, height, scratch)
            : new LocalPeaks(threshold, radius, settings.excludeBorder())
                .find(smooth, width, height);
    return Markers.join(pixels, width, scratch);
  }

  private static float[] smooth(float[] map, double sigma, int width, int height) {
    if (sigma == 0) {
      return map;
    }
    float[] smooth = new float[map.length];
    new GaussianFilter(sigma).apply(map, smooth, width, height);
    return smooth;
  }

  private static FloodPlane plane(MaskRuns mask, float[] heights) {
    FloodPlane plane = new FloodPlane();
    plane.resize(mask.width(), mask.height());
    for (int y = 0; y < mask.height(); y++) {
      System.arraycopy(heights, y * mask.width(), plane.heights(), plane.row(y), mask.width());
    }
    plane.restrictTo(mask);
    return plane;
  }
}
