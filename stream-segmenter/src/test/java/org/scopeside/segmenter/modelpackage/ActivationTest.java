package org.scopeside.segmenter.modelpackage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class ActivationTest {
  @Test
  void shouldTurnLogitsIntoProbabilities() {
    float[] values = {0, 100, -100, (float) Math.log(3)};
    Activation.SIGMOID.apply(values, 1);
    assertArrayEquals(new float[] {0.5f, 1, 0, 0.75f}, values, 1e-6f);
  }

  @Test
  void shouldShareOneAmongTheChannelsOfAPixel() {
    float[] values = {1000, 0, 1000, (float) Math.log(2), 1000, (float) Math.log(5)};
    Activation.SOFTMAX.apply(values, 3);
    float third = 1 / 3f;
    assertArrayEquals(new float[] {third, 0.125f, third, 0.25f, third, 0.625f}, values, 1e-6f);
  }
}
