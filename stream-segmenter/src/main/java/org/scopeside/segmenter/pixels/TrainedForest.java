package org.scopeside.segmenter.pixels;

/**
 * A forest with all it needs to be asked: how planes are scaled, which features are measured, how
 * they are binned.
 */
record TrainedForest(IntensityScale scale, FeatureSet features, FeatureBins bins, Forest forest) {
  TrainedForest {
    if (features.count() != bins.features()) {
      throw new IllegalArgumentException(
          "%d features, bins for %d".formatted(features.count(), bins.features()));
    }
  }
}
