package org.scopeside.segmenter.normalise;

/**
 * One axis of a bilinear resize, as OpenCV's {@code INTER_LINEAR} places it: centres of pixels on
 * centres, {@code source = (target + 0.5) * sourceLength / targetLength - 0.5}, clamped at the
 * ends. For chosen positions of the target only, so that a tile of a rescaled plane can be read
 * without the rescaled plane.
 *
 * <p>Nothing is smoothed before it is shrunk, because Cellpose does not either and a network sees
 * in use what it saw in training: below half the size fine structure aliases.
 */
public final class LinearAxis {
  /** A position that lies nowhere: it reads as zero. */
  public static final int NOWHERE = -1;

  private final int[] lower;
  private final float[] weight;
  private final int last;

  /**
   * @param sourceLength pixels of the axis that is read, at least 1
   * @param targetLength pixels of the whole rescaled axis, at least 1
   * @param targets positions in it that are wanted, 0 to {@code targetLength - 1}, or {@link
   *     #NOWHERE}
   */
  public LinearAxis(int sourceLength, int targetLength, int[] targets) {
    double step = 1 / ((double) targetLength / sourceLength);
    last = sourceLength - 1;
    lower = new int[targets.length];
    weight = new float[targets.length];
    for (int i = 0; i < targets.length; i++) {
      float position = (float) ((targets[i] + 0.5) * step - 0.5);
      int below = (int) Math.floor(position);
      boolean inside = below >= 0 && below < last;
      lower[i] = targets[i] == NOWHERE ? NOWHERE : Math.max(0, Math.min(last, below));
      weight[i] = inside ? position - below : 0;
    }
  }

  /** All of a rescaled axis. */
  public static LinearAxis whole(int sourceLength, int targetLength) {
    return range(sourceLength, targetLength, 0, targetLength);
  }

  /** Positions {@code from} to {@code to - 1} of a rescaled axis. */
  public static LinearAxis range(int sourceLength, int targetLength, int from, int to) {
    int[] targets = new int[to - from];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = from + i;
    }
    return new LinearAxis(sourceLength, targetLength, targets);
  }

  /** Positions wanted. */
  public int length() {
    return lower.length;
  }

  /** The source pixel at or before position {@code i}, or {@link #NOWHERE}. */
  public int lower(int i) {
    return lower[i];
  }

  /** The source pixel after it; the same at the end. */
  public int upper(int i) {
    return Math.min(last, lower[i] + 1);
  }

  /** Share of the upper pixel, 0 to below 1. */
  public float weight(int i) {
    return weight[i];
  }

  /**
   * Reads one row at all positions.
   *
   * @param source holds source pixel 0 of the row at {@code from}, which may be negative if only
   *     later pixels are asked for
   */
  public void read(float[] source, int from, float[] target) {
    int[] at = lower;
    float[] share = weight;
    int end = last;
    for (int i = 0; i < at.length; i++) {
      int a = at[i];
      if (a < 0) {
        target[i] = 0;
      } else {
        float w = share[i];
        target[i] = source[from + a] * (1 - w) + source[from + Math.min(end, a + 1)] * w;
      }
    }
  }
}
