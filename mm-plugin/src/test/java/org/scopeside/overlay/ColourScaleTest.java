package org.scopeside.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class ColourScaleTest {
  /** So that it reads the same in shades of grey, and to whoever sees fewer colours. */
  @Test
  void shouldGrowLighterWithEveryStep() {
    Color[] colours = ColourScale.colours();
    assertEquals(ColourScale.STEPS, colours.length);
    for (int i = 1; i < colours.length; i++) {
      assertTrue(lightness(colours[i]) > lightness(colours[i - 1]) + 0.008, "step " + i);
    }
    assertTrue(lightness(colours[0]) > 0.3, "too dark for a dark image");
  }

  @Test
  void shouldGiveTheEndsToWhatLiesBeyond() {
    assertEquals(0, ColourScale.step(-9, 0, 1));
    assertEquals(0, ColourScale.step(0, 0, 1));
    assertEquals(ColourScale.STEPS / 2, ColourScale.step(0.5, 0, 1));
    assertEquals(ColourScale.STEPS - 1, ColourScale.step(1, 0, 1));
    assertEquals(ColourScale.STEPS - 1, ColourScale.step(Double.POSITIVE_INFINITY, 0, 1));
    assertEquals(ColourScale.STEPS / 2, ColourScale.step(7, 7, 7));
  }

  /** L* of CIELAB, 0 to 1. */
  private static double lightness(Color colour) {
    double luminance =
        0.2126 * linear(colour.getRed())
            + 0.7152 * linear(colour.getGreen())
            + 0.0722 * linear(colour.getBlue());
    return 1.16 * Math.cbrt(luminance) - 0.16;
  }

  private static double linear(int component) {
    double value = component / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
