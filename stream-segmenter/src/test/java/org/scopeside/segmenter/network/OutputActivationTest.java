package org.scopeside.segmenter.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.modelpackage.Activation;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

class OutputActivationTest {
  private static final float LN3 = (float) Math.log(3);

  @Test
  void shouldTurnLogitsIntoProbabilities() {
    float[] values = {0, LN3, -LN3, 1000, -1000};
    apply(Layout.BCYX, 1, Activation.SIGMOID, 1, values);
    assertArrayEquals(new float[] {0.5f, 0.75f, 0.25f, 1, 0}, values, 1e-6f);
  }

  @Test
  void shouldShareProbabilityAmongChannelsThatLieAPlaneApart() {
    // Two images of two pixels, two channels.
    float[] values = {0, LN3, 0, 0, 1000, 5, 0, 5};
    apply(Layout.BCYX, 2, Activation.SOFTMAX, 2, values);
    float[] expected = {0.5f, 0.75f, 0.5f, 0.25f, 1, 0.5f, 0, 0.5f};
    assertArrayEquals(expected, values, 1e-6f);
  }

  @Test
  void shouldShareProbabilityAmongChannelsThatLieSideBySide() {
    float[] values = {0, 0, LN3, 0, 1000, 0, 5, 5};
    apply(Layout.BYXC, 2, Activation.SOFTMAX, 2, values);
    float[] expected = {0.5f, 0.5f, 0.75f, 0.25f, 1, 0, 0.5f, 0.5f};
    assertArrayEquals(expected, values, 1e-6f);
  }

  @Test
  void shouldLeaveOtherOutputsAlone() {
    float[] values = {-3, 7};
    apply(Layout.CYX, 2, Activation.NONE, 1, values);
    assertArrayEquals(new float[] {-3, 7}, values);
  }

  private static void apply(
      Layout layout, int channels, Activation activation, int images, float[] values) {
    Output output = new Output("out", layout, channels, 1, activation);
    OutputActivation.apply(output, images, FloatBuffer.wrap(values));
  }
}
