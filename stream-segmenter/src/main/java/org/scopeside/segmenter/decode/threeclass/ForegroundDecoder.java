package org.scopeside.segmenter.decode.threeclass;

import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.classical.MaskRuns;
import org.scopeside.segmenter.classical.MaskSplitting;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.regions.LabelEditing;
import org.scopeside.segmenter.decode.regions.MapShape;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.LabelImage;

/**
 * Objects of a network that gives the probability of foreground, as the nuclei U-Net of bioimage.io
 * does, and perhaps that of a boundary, which is taken off it: connected parts above a threshold.
 * On request touching objects are cut apart by the watershed of their distance transform (Malpica
 * et al. 1997, Cytometry 28:289), with the seeds of the classical pipeline.
 *
 * <p>Thread-safe; scratch per call.
 */
public final class ForegroundDecoder implements DenseDecoder {
  private final ForegroundSettings settings;
  private final ClassicalSettings splitting;

  public ForegroundDecoder(ForegroundSettings settings) {
    this.settings = settings;
    ClassicalSettings d = ClassicalSettings.defaults();
    splitting =
        new ClassicalSettings(
            d.smoothingSigma(),
            d.thresholdCorrection(),
            d.minClassSeparation(),
            d.noiseFloorSigmas(),
            d.maxHoleArea(),
            d.distanceSigma(),
            d.seedSpacing(),
            d.minSeedDistance(),
            settings.minSize(),
            d.minDiameterUm());
  }

  /**
   * A decoder as a model package asks for it.
   *
   * @throws IllegalArgumentException with every problem of the parameters
   */
  public static ForegroundDecoder of(Parameters parameters) {
    return new ForegroundDecoder(ForegroundSettings.of(parameters));
  }

  @Override
  public int channels() {
    return settings.boundary() ? 2 : 1;
  }

  @Override
  public FoundObjects decode(DenseMaps maps, int width, int height) {
    MapShape.check(maps, channels(), width, height);
    for (int c = 0; c < channels(); c++) {
      NonFiniteOutputException.check(maps.channel(c), c, width);
    }
    MaskRuns mask = new MaskRuns();
    if (settings.boundary()) {
      mask.above(withoutBoundary(maps), (float) settings.threshold(), width, height);
    } else {
      mask.above(maps.channel(0), threshold(), width, height);
    }
    mask.fillSmallerThan(settings.minSize(), new MaskRuns());
    return FoundObjects.of(
        settings.split() ? new MaskSplitting(splitting).split(mask) : parts(mask));
  }

  private LabelImage parts(MaskRuns mask) {
    mask.dropSmallerThan(settings.minSize(), settings.connectivity());
    mask.label(settings.connectivity());
    int[] labels = new int[mask.width() * mask.height()];
    LabelEditing.paint(mask, labels);
    return LabelImage.ofConsecutive(labels, mask.width(), mask.height(), mask.componentCount());
  }

  /** In the units of the channel: a sigmoid is above p where its argument is above logit(p). */
  private float threshold() {
    double p = settings.threshold();
    return (float) (settings.logits() ? Math.log(p / (1 - p)) : p);
  }

  private float[] withoutBoundary(DenseMaps maps) {
    float[] foreground = maps.channel(0);
    float[] boundary = maps.channel(1);
    float[] difference = new float[foreground.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] =
          settings.logits()
              ? (float) (sigmoid(foreground[i]) - sigmoid(boundary[i]))
              : foreground[i] - boundary[i];
    }
    return difference;
  }

  private static double sigmoid(float logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
