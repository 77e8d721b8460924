package org.scopeside.segmenter.decode.flows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scopeside.segmenter.decode.NonFiniteOutputException;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.LabelImage;

class FlowDecoderTest {
  private static final FlowDecoder DECODER = new FlowDecoder(FlowSettings.DEFAULT);

  @Test
  void shouldFindTouchingCellsAgainFromTheirFlows() {
    LabelImage cells = squares(60, 60, 12);
    assertArrayEquals(cells.labels(), decode(DECODER, mapsOf(cells)).labels());
  }

  @Test
  void shouldFindNothingBelowTheCellProbability() {
    DenseMaps maps = mapsOf(squares(24, 24, 12));
    FlowDecoder strict =
        FlowDecoder.of(new Parameters("decoder flows", Map.of("cellprob_threshold", 6)));
    assertEquals(0, decode(strict, maps).objectCount());
  }

  @Test
  void shouldRejectCellWhoseFlowsLeadElsewhere() {
    LabelImage cells = squares(24, 24, 12);
    DenseMaps maps = mapsOf(cells);
    // Flows of a quarter of the length lead to the same places, but are far from a cell's.
    weaken(maps, cells.labels(), 2);
    assertEquals(3, decode(DECODER, maps).objectCount());
    FlowDecoder lenient =
        FlowDecoder.of(new Parameters("decoder flows", Map.of("flow_threshold", 0)));
    assertEquals(4, decode(lenient, maps).objectCount());
  }

  @Test
  void shouldFillHoleOfCell() {
    LabelImage cells = squares(24, 24, 24);
    DenseMaps maps = mapsOf(cells);
    maps.channel(2)[5 * 24 + 5] = -5;
    FlowDecoder whole =
        FlowDecoder.of(new Parameters("decoder flows", Map.of("max_size_fraction", 1)));
    assertArrayEquals(cells.labels(), decode(whole, maps).labels());
  }

  @Test
  void shouldDropCellThatFillsThePlane() {
    assertEquals(0, decode(DECODER, mapsOf(squares(24, 24, 24))).objectCount());
  }

  @Test
  void shouldDropSmallCellsButNoOther() {
    int[] labels = new int[40 * 40];
    fill(labels, 40, 2, 2, 12, 1);
    fill(labels, 40, 2, 20, 12, 2);
    fill(labels, 40, 20, 2, 12, 3);
    fill(labels, 40, 34, 34, 4, 4);
    DenseMaps maps = mapsOf(LabelImage.of(labels, 40, 40));
    FlowDecoder decoder = FlowDecoder.of(new Parameters("decoder flows", Map.of("min_size", 17)));
    // The first is rejected for its flows, so that labels are missing when sizes are looked at.
    weaken(maps, labels, 1);
    LabelImage found = decode(decoder, maps);
    assertEquals(2, found.objectCount());
    assertEquals(1, found.at(5, 25));
    assertEquals(2, found.at(25, 5));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4096", "4096, 1", "2, 2"})
  void shouldTakePlanesOfAnyShape(int width, int height) {
    for (float value : new float[] {0, -3, 5, 1e30f}) {
      float[][] channels = new float[3][width * height];
      for (float[] channel : channels) {
        Arrays.fill(channel, value);
      }
      LabelImage found = decode(DECODER, new DenseMaps(channels, width, height));
      assertEquals(width, found.width());
      assertTrue(found.objectCount() <= width * height / 15);
    }
  }

  @Test
  void shouldFindSixtyThousandCellsAndMore() {
    LabelImage cells = squares(1280, 1280, 5);
    assertEquals(65_536, cells.objectCount());
    assertArrayEquals(cells.labels(), decode(DECODER, mapsOf(cells)).labels());
  }

  @Test
  void shouldNameThePlaceOfNaN() {
    DenseMaps maps = mapsOf(squares(24, 24, 12));
    maps.channel(1)[30] = Float.NaN;
    Exception failure =
        assertThrows(NonFiniteOutputException.class, () -> DECODER.decode(maps, 24, 24));
    assertEquals("the network gave NaN in channel 1 at y=1 x=6", failure.getMessage());
  }

  @Test
  void shouldRefuseMapsThatDoNotFit() {
    DenseMaps maps = mapsOf(squares(24, 24, 12));
    assertThrows(IllegalArgumentException.class, () -> DECODER.decode(maps, 25, 24));
    DenseMaps two = new DenseMaps(new float[2][4], 2, 2);
    assertThrows(IllegalArgumentException.class, () -> DECODER.decode(two, 2, 2));
  }

  @Test
  void shouldTakeMoreStepsWhereObjectsWereShrunk() {
    assertEquals(200, FlowSettings.DEFAULT.steps(1));
    assertEquals(600, FlowSettings.DEFAULT.steps(1 / 3.0));
    assertEquals(200, FlowSettings.forSizing().steps(0.5));
    assertThrows(IllegalArgumentException.class, () -> FlowSettings.DEFAULT.steps(0));
  }

  @Test
  void shouldTellEveryProblemOfParameters() {
    Map<String, Object> given =
        Map.of("niter", 1.5, "flow_treshold", 0.4, "size_model", Map.of("A", List.of(1, 2)));
    Exception failure =
        assertThrows(
            IllegalArgumentException.class,
            () -> FlowDecoder.of(new Parameters("decoder flows", given)));
    String message = String.valueOf(failure.getMessage());
    assertTrue(message.contains("niter is 1.5"), message);
    assertTrue(message.contains("flow_treshold is not known"), message);
    assertTrue(message.contains("size_model.A has 2"), message);
  }

  private static LabelImage decode(FlowDecoder decoder, DenseMaps maps) {
    return decoder.decode(maps, maps.width(), maps.height()).labels();
  }

  private static void weaken(DenseMaps maps, int[] labels, int label) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == label) {
        maps.channel(0)[i] *= 0.25f;
        maps.channel(1)[i] *= 0.25f;
      }
    }
  }

  static DenseMaps mapsOf(LabelImage cells) {
    DenseMaps flows = FlowTargets.of(cells);
    float[][] channels = new float[3][cells.labels().length];
    for (int i = 0; i < cells.labels().length; i++) {
      channels[0][i] = 5 * flows.channel(0)[i];
      channels[1][i] = 5 * flows.channel(1)[i];
      channels[2][i] = cells.labels()[i] > 0 ? 5 : -5;
    }
    return new DenseMaps(channels, cells.width(), cells.height());
  }

  /** A plane full of square cells side by side. */
  static LabelImage squares(int width, int height, int side) {
    int[] labels = new int[width * height];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i / width / side * (width / side) + i % width / side + 1;
    }
    return LabelImage.of(labels, width, height);
  }

  private static void fill(int[] labels, int width, int top, int left, int side, int label) {
    for (int y = top; y < top + side; y++) {
      Arrays.fill(labels, y * width + left, y * width + left + side, label);
    }
  }
}
