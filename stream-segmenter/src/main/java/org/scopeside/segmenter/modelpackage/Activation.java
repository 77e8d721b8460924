package org.scopeside.segmenter.modelpackage;

/**
 * A function of every value of an output that the network leaves to whoever runs it: bioimage.io's
 * {@code postprocessing} by these names.
 */
public enum Activation {
  /** Values are taken as they are. */
  NONE,
  /** {@code 1 / (1 + exp(-v))}. */
  SIGMOID,
  /** {@code exp(v_c) / Σ exp(v_k)} over the channels {@code k} of a pixel. */
  SOFTMAX;

  /**
   * Applies it in place.
   *
   * @param values {@code [channel][pixel]}
   * @param channels size of the channel axis
   */
  public void apply(float[] values, int channels) {
    switch (this) {
      case NONE -> {}
      case SIGMOID -> sigmoid(values);
      case SOFTMAX -> softmax(values, channels);
    }
  }

  private static void sigmoid(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (1 / (1 + Math.exp(-values[i])));
    }
  }

  /** The largest value of a pixel is taken off first, so that no power overflows. */
  private static void softmax(float[] values, int channels) {
    int pixels = values.length / channels;
    double[] powers = new double[channels];
    for (int pixel = 0; pixel < pixels; pixel++) {
      float max = values[pixel];
      for (int c = 1; c < channels; c++) {
        max = Math.max(max, values[c * pixels + pixel]);
      }
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        powers[c] = Math.exp(values[c * pixels + pixel] - max);
        sum += powers[c];
      }
      for (int c = 0; c < channels; c++) {
        values[c * pixels + pixel] = (float) (powers[c] / sum);
      }
    }
  }
}
