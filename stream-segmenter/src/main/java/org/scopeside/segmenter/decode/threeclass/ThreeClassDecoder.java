package org.scopeside.segmenter.decode.threeclass;

import java.util.Arrays;
import org.scopeside.segmenter.classical.MaskRuns;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.regions.LabelEditing;
import org.scopeside.segmenter.decode.regions.MapShape;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects of a network that tells background, interior and boundary apart (Caicedo et al. 2019,
 * Cytometry A 95:952: a U-Net trained with boundaries three pixels wide and ten times their
 * weight).
 *
 * <p>As the paper's program does it: each pixel takes its most probable class; interiors smaller
 * than {@code min_size} go and holes smaller than it are filled, both 4-connected; what is
 * connected, at corners too, is one object; objects grow by one pixel, into the background only, to
 * take back their half of the boundary. Where two meet the one that begins later in reading order
 * wins. Of equally probable classes the first channel wins.
 *
 * <p>Thread-safe; scratch per call.
 */
public final class ThreeClassDecoder implements DenseDecoder {
  private static final int CLASSES = 3;

  private final ThreeClassSettings settings;
  private final int interior;
  private final int boundary;

  public ThreeClassDecoder(ThreeClassSettings settings) {
    this.settings = settings;
    interior = settings.channel(ThreeClassSettings.INTERIOR);
    boundary = settings.channel(ThreeClassSettings.BOUNDARY);
  }

  /**
   * A decoder as a model package asks for it.
   *
   * @throws IllegalArgumentException with every problem of the parameters
   */
  public static ThreeClassDecoder of(Parameters parameters) {
    return new ThreeClassDecoder(ThreeClassSettings.of(parameters));
  }

  @Override
  public int channels() {
    return CLASSES;
  }

  @Override
  public FoundObjects decode(DenseMaps maps, int width, int height) {
    MapShape.check(maps, CLASSES, width, height);
    for (int c = 0; c < CLASSES; c++) {
      NonFiniteOutputException.check(maps.channel(c), c, width);
    }
    int[] labels = new int[width * height];
    Arrays.fill(labels, 1);
    for (int c = 0; c < CLASSES; c++) {
      if (c != interior) {
        clearWhereLess(maps, c, labels);
      }
    }
    MaskRuns mask = new MaskRuns();
    mask.covered(labels, width, height);
    mask.fillSmallerThan(settings.minSize(), new MaskRuns());
    mask.dropSmallerThan(settings.minSize(), 4);
    mask.label(settings.connectivity());
    Arrays.fill(labels, 0);
    LabelEditing.paint(mask, labels);
    for (int i = 0; i < settings.dilation(); i++) {
      LabelEditing.dilate(labels, width, height);
    }
    return FoundObjects.of(LabelImage.ofConsecutive(labels, width, height, mask.componentCount()));
  }

  /** Clears what another class takes from the interior. */
  private void clearWhereLess(DenseMaps maps, int other, int[] labels) {
    float[] p = maps.channel(interior);
    float[] q = maps.channel(other);
    double boost = other == boundary ? settings.boundaryBoost() : 1;
    // A factor on a probability is a term added to what the softmax is taken of.
    double factor = settings.logits() ? 1 : boost;
    double term = settings.logits() ? Math.log(boost) : 0;
    boolean winsTies = interior < other;
    for (int i = 0; i < labels.length; i++) {
      double rival = q[i] * factor + term;
      labels[i] = p[i] > rival || (winsTies && p[i] == rival) ? labels[i] : 0;
    }
  }
}
