package org.scopeside.segmenter.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;

class ObjectMeasurerTest {
  private static final int[] TWO_OBJECTS = {
    1, 1, 0, 0,
    1, 1, 0, 2,
    0, 0, 0, 2,
  };

  @Test
  void shouldMeasureTwoSmallObjectsAsByHand() {
    float[] values = {
      1, 2, 9, 9,
      3, 4, 9, 5,
      9, 9, 9, 7,
    };

    ObjectMeasurements measured =
        ObjectMeasurements.measure(LabelImage.of(TWO_OBJECTS, 4, 3), new GreyImage(values, 4, 3));

    assertArrayEquals(new double[] {4, 2}, measured.column("AreaShape_Area"));
    assertArrayEquals(new double[] {0.5, 3}, measured.column("AreaShape_Center_X"));
    assertArrayEquals(new double[] {0.5, 1.5}, measured.column("AreaShape_Center_Y"));
    assertArrayEquals(new double[] {0, 3}, measured.column("AreaShape_BoundingBoxMinimum_X"));
    assertArrayEquals(new double[] {2, 4}, measured.column("AreaShape_BoundingBoxMaximum_X"));
    assertArrayEquals(new double[] {0, 1}, measured.column("AreaShape_BoundingBoxMinimum_Y"));
    assertArrayEquals(new double[] {2, 3}, measured.column("AreaShape_BoundingBoxMaximum_Y"));
    assertArrayEquals(new double[] {4, 0}, measured.column("AreaShape_Perimeter"));
    assertArrayEquals(new double[] {0, 1}, measured.column("AreaShape_Eccentricity"));
    assertArrayEquals(new double[] {2, 2}, measured.column("AreaShape_MajorAxisLength"));
    assertArrayEquals(new double[] {10, 12}, measured.column("Intensity_IntegratedIntensity"));
    assertArrayEquals(new double[] {2.5, 6}, measured.column("Intensity_MeanIntensity"));
    assertArrayEquals(
        new double[] {Math.sqrt(1.25), 1}, measured.column("Intensity_StdIntensity"), 1e-12);
    assertArrayEquals(new double[] {1, 5}, measured.column("Intensity_MinIntensity"));
    assertArrayEquals(new double[] {4, 7}, measured.column("Intensity_MaxIntensity"));
  }

  @Test
  void shouldGiveEmptyColumnsForPlaneWithoutObjects() {
    ObjectMeasurements measured =
        ObjectMeasurements.measure(LabelImage.empty(5, 4), new GreyImage(new float[20], 5, 4));

    List<String> names = new ArrayList<>(measured.columns().keySet());
    assertEquals("AreaShape_Area", names.get(0));
    assertEquals(17, names.size());
    assertEquals(0, Arrays.stream(measured.column("AreaShape_Area")).count());
  }

  @Test
  void shouldNameBothSizesIfTheyDiffer() {
    LabelImage labels = LabelImage.of(TWO_OBJECTS, 4, 3);
    GreyImage other = new GreyImage(new float[12], 3, 4);

    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> ObjectMeasurements.measure(labels, other));

    assertEquals("labels 4x3 do not fit intensities 3x4", error.getMessage());
  }
}
