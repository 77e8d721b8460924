package org.scopeside.simulator;

/** What went wrong when a field was acquired. The truth of a defective field stays exact. */
public enum FieldDefect {
  /** Nothing: the field is in focus and well exposed. */
  IN_FOCUS,
  /** The autofocus missed by several micrometres; every plane of the field is blurred. */
  OUT_OF_FOCUS,
  /** Exposed far too long: most nuclei are at the camera's largest value. */
  SATURATED,
  /** An air bubble displaced the medium; no cells inside it, a bright rim around it. */
  BUBBLE;

  /** Half of the defects are focus failures, the rest is shared by the other two. */
  static FieldDefect draw(SeededRandom random, double defectFraction) {
    double share = random.uniform() / Math.max(defectFraction, Double.MIN_NORMAL);
    if (share >= 1) {
      return IN_FOCUS;
    }
    if (share < 0.5) {
      return OUT_OF_FOCUS;
    }
    return share < 0.75 ? SATURATED : BUBBLE;
  }
}
