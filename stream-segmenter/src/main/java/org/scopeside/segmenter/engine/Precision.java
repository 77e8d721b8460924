package org.scopeside.segmenter.engine;

import java.util.Locale;

/** Of the arithmetic inside a network. What goes in and comes out is float32 with all of them. */
public enum Precision {
  FP32,
  FP16,
  INT8;

  /** As packages, settings and reports have it: {@code fp32}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
