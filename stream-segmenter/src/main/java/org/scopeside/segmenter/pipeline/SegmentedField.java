package org.scopeside.segmenter.pipeline;

import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.FieldSegmentation;

/** A field and the objects that a model found in it. */
record SegmentedField(FieldImage field, String model, FieldSegmentation found) {
  LabelImage labels() {
    return found.labels();
  }

  long bytes() {
    return 2 * field.bytes();
  }
}
