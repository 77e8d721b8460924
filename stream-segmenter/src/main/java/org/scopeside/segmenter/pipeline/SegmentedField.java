package org.scopeside.segmenter.pipeline;

import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.model.FieldSegmentation;

/**
 * A field and the objects that were found in it.
 *
 * @param model reference of the model that counts
 * @param shadow what the model beside it found; null where there is none, or it failed
 */
record SegmentedField(
    FieldImage field, String model, FieldSegmentation found, @Nullable Shadow shadow) {

  /** What a model found that runs beside the one that counts. */
  record Shadow(String model, FieldSegmentation found) {}

  long bytes() {
    return 2 * field.bytes();
  }
}
