package org.scopeside.deploy.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scopeside.contract.PixelType;
import org.scopeside.contract.Well;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;

/** Wells, channels and times that a user names, on a plate of 2 x 3 wells, 2 channels, 4 times. */
class PlaneSelectionTest {
  private record Plane(PlanePlace place) implements StoredPlane {
    @Override
    public String file() {
      return "plate.tif";
    }

    @Override
    public int page() {
      return 0;
    }

    @Override
    public PlanePixels read(PlaneBuffers buffers) {
      return new PlanePixels(1, 1, 1, PixelType.UINT8, null, PlaneFacts.NONE, buffers.take(1));
    }
  }

  private static StoredAcquisition plate() {
    List<StoredPlane> planes = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        for (int t = 0; t < 4; t++) {
          for (int c = 0; c < 2; c++) {
            planes.add(new Plane(new PlanePlace(new Well(row, column), 0, t, 0, c)));
          }
        }
      }
    }
    return new StoredAcquisition(
        "P", null, 0, 0, List.of(), List.of("DAPI", "GFP"), 1, 4, null, null, planes);
  }

  @Test
  void shouldTakeEverythingUnlessTold() {
    assertEquals(48, new PlaneSelection().of(plate()).size());
  }

  @Test
  void shouldTakeRectanglesOfWellsAndKeepIndices() {
    PlaneSelection selection = new PlaneSelection();
    selection.wells = WellRanges.parse("A02-B03");
    selection.channels = List.of("GFP");
    selection.times = IndexRanges.parse("1-2");
    List<StoredPlane> planes = selection.of(plate());
    assertEquals(4 * 2, planes.size());
    assertEquals(new PlanePlace(new Well(0, 1), 0, 1, 0, 1), planes.get(0).place());
  }

  @Test
  void shouldSayThatNothingIsLeft() {
    PlaneSelection selection = new PlaneSelection();
    selection.wells = WellRanges.parse("H12");
    String facts =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> selection.of(plate())).getMessage());
    assertTrue(facts.startsWith("none of the 48 planes of P"), facts);
  }

  @Test
  void shouldNameTheChannelsWhereOneIsNotAmongThem() {
    PlaneSelection selection = new PlaneSelection();
    selection.channels = List.of("Cy5");
    String facts =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> selection.of(plate())).getMessage());
    assertEquals("'Cy5' is not among the channels of P: DAPI, GFP", facts);
  }

  @Test
  void shouldReadIndicesAsPeopleWriteThem() {
    IndexRanges ranges = IndexRanges.parse("0-2, 7");
    assertTrue(ranges.contains(0) && ranges.contains(2) && ranges.contains(7));
    assertFalse(ranges.contains(3) || ranges.contains(6) || ranges.contains(8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1-", "-1", "3-1", "1,,2", "12345678", "1..3"})
  void shouldRefuseWhatIsNoRange(String text) {
    assertThrows(IllegalArgumentException.class, () -> IndexRanges.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "A01-", "B02-A01", "A01-C", "ZZ99", "A01;B02"})
  void shouldRefuseWhatIsNoWell(String text) {
    assertThrows(IllegalArgumentException.class, () -> WellRanges.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plate 7", "Ünïcode", "-x", "a/b", "", "._"})
  void shouldMakeAnIdOfAnyName(String name) {
    String id = AcquisitionName.idOf(name);
    assertEquals(id, AcquisitionName.required(id));
  }

  @Test
  void shouldCutNamesThatAreTooLongForAnId() {
    assertEquals(128, AcquisitionName.idOf("x".repeat(500)).length());
    assertThrows(IllegalArgumentException.class, () -> AcquisitionName.required("a b"));
  }
}
