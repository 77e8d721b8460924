package org.scopeside.segmenter.decode.regions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.scopeside.segmenter.classical.MaskRuns;

class LabelEditingTest {

  @Test
  void shouldCloseGapsInNumbersWithoutChangingTheirOrder() {
    int[] labels = {3, 3, 1, 0, 2, 2};

    assertEquals(2, LabelEditing.dropSmallerThan(2, labels, 3));

    assertArrayEquals(new int[] {2, 2, 0, 0, 1, 1}, labels);
  }

  @Test
  void shouldFillHoleOfOneLabelOnly() {
    int[] labels = {
      1, 1, 1, 2, 2, 2,
      1, 0, 1, 2, 0, 2,
      1, 1, 1, 0, 0, 2,
      1, 1, 1, 2, 2, 2
    };

    LabelEditing.fillHoles(4, labels, 6, 4);

    assertArrayEquals(
        new int[] {
          1, 1, 1, 2, 2, 2,
          1, 1, 1, 2, 0, 2,
          1, 1, 1, 0, 0, 2,
          1, 1, 1, 2, 2, 2
        },
        labels);
  }

  @Test
  void shouldLeaveLargeHolesAndBays() {
    int[] ring = {
      1, 1, 1, 1,
      1, 0, 0, 1,
      1, 1, 1, 1
    };
    int[] bay = {
      1, 1, 1, 1,
      1, 0, 0, 0,
      1, 1, 1, 1
    };

    int[] before = ring.clone();
    LabelEditing.fillHoles(2, ring, 4, 3);
    assertArrayEquals(before, ring);
    before = bay.clone();
    LabelEditing.fillHoles(100, bay, 4, 3);
    assertArrayEquals(before, bay);
  }

  @Test
  void shouldGrowIntoBackgroundAndGiveContestedPixelsToLargerLabel() {
    int[] labels = {
      1, 0, 2, 0, 0,
      0, 0, 0, 0, 0,
      0, 0, 0, 0, 0
    };

    LabelEditing.dilate(labels, 5, 3);

    assertArrayEquals(
        new int[] {
          1, 2, 2, 2, 0,
          1, 2, 2, 2, 0,
          0, 0, 0, 0, 0
        },
        labels);
  }

  @Test
  void shouldJoinMarkersThatTouchAtCorner() {
    int[] scratch = new int[12];

    Markers markers = Markers.join(new int[] {0, 3, 5, 10}, 4, scratch);

    assertEquals(2, markers.count());
    assertArrayEquals(new int[] {1, 2, 1, 1}, markers.marker());
    assertArrayEquals(new int[12], scratch);
  }

  @Test
  void shouldNotJoinMarkersAcrossRowEnds() {
    assertEquals(2, Markers.join(new int[] {3, 4}, 4, new int[8]).count());
  }

  @Test
  void shouldFillSmallHolesAtTheEdgeAndDropSmallParts() {
    float[] values = {
      0, 1, 1, 1, 0,
      1, 1, 0, 1, 0,
      1, 1, 1, 1, 0,
      0, 0, 0, 0, 1
    };
    MaskRuns mask = new MaskRuns();
    mask.above(values, 0.5f, 5, 4);

    mask.fillSmallerThan(2, new MaskRuns());
    mask.dropSmallerThan(2, 4);
    mask.label();

    int[] labels = new int[20];
    LabelEditing.paint(mask, labels);
    assertArrayEquals(
        new int[] {
          1, 1, 1, 1, 0,
          1, 1, 1, 1, 0,
          1, 1, 1, 1, 0,
          0, 0, 0, 0, 0
        },
        labels);
  }

  @Test
  void shouldFillWholeRowsOfBackground() {
    MaskRuns mask = new MaskRuns();
    mask.above(new float[] {1, 1, 0, 0, 1, 1}, 0.5f, 2, 3);

    mask.fillSmallerThan(3, new MaskRuns());

    assertEquals(3, mask.runCount());
  }

  @Test
  void shouldTellFourFromEightConnected() {
    MaskRuns mask = new MaskRuns();
    mask.above(new float[] {1, 0, 0, 0, 1, 0, 1, 0, 1}, 0.5f, 3, 3);

    mask.label(4);
    assertEquals(4, mask.componentCount());
    mask.label(8);
    assertEquals(1, mask.componentCount());
  }
}
