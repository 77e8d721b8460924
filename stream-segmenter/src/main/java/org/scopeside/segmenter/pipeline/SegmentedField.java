package org.scopeside.segmenter.pipeline;

import org.scopeside.segmenter.image.LabelImage;

/** A field and the objects that a model found in it. */
record SegmentedField(FieldImage field, String model, LabelImage labels) {
  long bytes() {
    return 2 * field.bytes();
  }
}
