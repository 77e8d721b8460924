package org.scopeside.segmenter.decode.flows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;

class FlowDynamicsTest {
  private static final int SIDE = 96;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 201, 402})
  void shouldEndAtTheSamePlacesWhateverTheTiles(int steps) {
    DenseMaps maps = noisyMaps();
    for (FlowSettings settings :
        new FlowSettings[] {FlowSettings.DEFAULT, FlowSettings.forSizing()}) {
      float[] whole = ends(FlowDynamics.toTheLastBit(maps, settings, steps));
      float[] tiled = ends(new FlowDynamics(maps, settings, steps, false, 16, 3));
      assertArrayEquals(whole, tiled);
    }
  }

  private static float[] ends(FlowDynamics dynamics) {
    float[] ends = new float[2 * SIDE * SIDE];
    dynamics.follow(
        (pixel, y, x) -> {
          ends[2 * pixel] = y;
          ends[2 * pixel + 1] = x;
        });
    return ends;
  }

  private static DenseMaps noisyMaps() {
    LabelImage cells = FlowDecoderTest.squares(SIDE, SIDE, 24);
    DenseMaps maps = FlowDecoderTest.mapsOf(cells);
    Random random = new Random(3);
    for (int i = 0; i < SIDE * SIDE; i++) {
      maps.channel(0)[i] += (float) random.nextGaussian();
      maps.channel(1)[i] += (float) random.nextGaussian();
    }
    return maps;
  }
}
