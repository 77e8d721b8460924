package org.scopeside.segmenter.network;

import java.nio.FloatBuffer;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

/**
 * Does to an output what its network leaves to whoever runs it, in place and before tiles are
 * blended: a mean of logits is no mean of probabilities.
 */
public final class OutputActivation {
  private OutputActivation() {}

  /**
   * Applies {@link Output#activation()}.
   *
   * @param images in the batch
   * @param values of these images in the output's layout, up to the limit
   */
  public static void apply(Output output, int images, FloatBuffer values) {
    switch (output.activation()) {
      case NONE -> {}
      case SIGMOID -> sigmoid(values);
      case SOFTMAX -> softmax(output, images, values);
    }
  }

  private static void sigmoid(FloatBuffer values) {
    for (int i = 0; i < values.limit(); i++) {
      values.put(i, (float) (1 / (1 + Math.exp(-values.get(i)))));
    }
  }

  /** Channels of a pixel stand side by side where they are last, else a plane apart. */
  private static void softmax(Output output, int images, FloatBuffer values) {
    int channels = output.channels();
    int pixels = values.limit() / images / channels;
    boolean last = output.layout() == Layout.BYXC;
    double[] powers = new double[channels];
    for (int image = 0; image < images; image++) {
      int start = image * channels * pixels;
      for (int p = 0; p < pixels; p++) {
        softmax(values, start + p * (last ? channels : 1), last ? 1 : pixels, powers);
      }
    }
  }

  /** The largest value is taken off first, so that no power overflows. */
  private static void softmax(FloatBuffer values, int first, int step, double[] powers) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < powers.length; c++) {
      largest = Math.max(largest, values.get(first + c * step));
    }
    double sum = 0;
    for (int c = 0; c < powers.length; c++) {
      powers[c] = Math.exp(values.get(first + c * step) - largest);
      sum += powers[c];
    }
    for (int c = 0; c < powers.length; c++) {
      values.put(first + c * step, (float) (powers[c] / sum));
    }
  }
}
