package org.scopeside.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.steering.SteeringOutcomes.counted;
import static org.scopeside.steering.SteeringOutcomes.failed;
import static org.scopeside.steering.SteeringOutcomes.frame;
import static org.scopeside.steering.SteeringOutcomes.plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.micromanager.MultiStagePosition;
import org.micromanager.PositionList;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.FrameRef;
import org.scopeside.micromanager.fakes.FakeStudio;
import org.scopeside.micromanager.fakes.FakeSummary;

/** Two wells of three fields, visited in the order A2, A1; two channels, the first segmented. */
class ReimageListTest {
  private static final Set<ReimageKind> ALL = EnumSet.allOf(ReimageKind.class);

  private final FieldQuality quality = new FieldQuality(ReimageListTest::position);
  private final FakeStudio studio = new FakeStudio();
  private final SteadyClock clock = new SteadyClock();
  private final List<AcquisitionAction> published = new ArrayList<>();
  private final ActionJournal journal = new ActionJournal("run", published::add);
  private final ReimagePositions reimage = new ReimagePositions(studio, clock);

  private static int position(FrameRef frame) {
    return frame.wellLabel().equals("-")
        ? -1
        : frame.field() + (frame.wellLabel().equals("A02") ? 0 : 3);
  }

  private static List<MultiStagePosition> visited() {
    List<MultiStagePosition> positions = new ArrayList<>();
    for (String well : List.of("A2", "A1")) {
      for (int site = 0; site < 3; site++) {
        positions.add(FakeSummary.position(well + "-Site_" + site, well));
      }
    }
    return positions;
  }

  @Test
  void shouldListBlurredSaturatedEmptyAndFailedFieldsOnceInVisitingOrder() {
    quality.outcome(counted(frame("A01", 1, 0, 0, 0), 0, "EMPTY"));
    quality.outcome(plane(frame("A01", 1, 0, 0, 1), "SATURATED"));
    quality.outcome(counted(frame("A01", 0, 0, 0, 0), 7));
    quality.outcome(plane(frame("A01", 0, 0, 0, 1), "OUT_OF_FOCUS", "EMPTY"));
    quality.outcome(counted(frame("A02", 2, 0, 0, 0), 7, "OUT_OF_FOCUS"));
    quality.outcome(failed(frame("A02", 0, 0, 0, 1)));
    quality.dropped(frame("A01", 2, 0, 0, 1));

    ReimageList list = ReimageList.of(quality, ALL);
    assertEquals(List.of(0, 2, 4, 5), list.positions());
    assertEquals(
        "4 fields to be imaged again: 1 blurred, 1 saturated, 1 empty, 1 failed, 1 dropped",
        list.words());
    assertEquals(List.of(2), ReimageList.of(quality, EnumSet.of(ReimageKind.BLURRED)).positions());
    assertEquals(Map.of(), ReimageList.of(quality, Set.of()).fields());
  }

  @Test
  void shouldTakeAStackWithOneSectionInFocusForSharp() {
    for (int section = 0; section < 5; section++) {
      String[] flags = section == 2 ? new String[0] : new String[] {"OUT_OF_FOCUS"};
      quality.outcome(
          section == 0
              ? counted(frame("A01", 0, 0, section, 0), 9, flags)
              : plane(frame("A01", 0, 0, section, 0), flags));
      quality.outcome(counted(frame("A01", 1, 0, section, 0), 9, "OUT_OF_FOCUS"));
    }
    assertEquals(List.of(4), ReimageList.of(quality, ALL).positions());
  }

  @Test
  void shouldForgetWhatWasWrongWithAPlaneThatIsAnalysedAgain() {
    quality.outcome(failed(frame("A01", 0, 0, 0, 0)));
    quality.outcome(counted(frame("A01", 0, 0, 0, 0), 12));
    assertEquals(List.of(), ReimageList.of(quality, ALL).positions());
    assertEquals("no field is to be imaged again", ReimageList.of(quality, ALL).words());
  }

  @Test
  void shouldJudgeFocusByEveryChannelWhereNoneIsSegmented() {
    quality.outcome(plane(frame("A01", 0, 0, 0, 0)));
    quality.outcome(plane(frame("A01", 0, 0, 0, 1), "OUT_OF_FOCUS"));
    quality.outcome(plane(frame("A01", 1, 0, 0, 0)));
    quality.outcome(plane(frame("A01", 1, 0, 0, 1), "EMPTY"));
    assertEquals(Map.of(ReimageKind.BLURRED, 1), ReimageList.of(quality, ALL).fields());
  }

  @Test
  void shouldSayWhichPlanesHaveNoPosition() {
    quality.outcome(failed(frame("-", 0, 0, 0, 0)));
    assertEquals(
        "no field is to be imaged again; 1 planes have no known position",
        ReimageList.of(quality, ALL).words());
  }

  @Test
  void shouldMakeThemThePositionListAndGiveTheFormerBack() {
    PositionList before = new PositionList();
    before.addPosition(FakeSummary.position("elsewhere", null));
    studio.positions().setPositionList(before);
    quality.outcome(failed(frame("A01", 1, 0, 0, 0)));
    quality.outcome(failed(frame("A02", 2, 0, 0, 0)));
    List<MultiStagePosition> visited = visited();

    String words = reimage.set(ReimageList.of(quality, ALL), visited, journal);
    assertEquals("2 fields to be imaged again: 2 failed", words);
    MultiStagePosition[] set = studio.positions().getPositionList().getPositions();
    assertEquals(
        List.of("A2-Site_2", "A1-Site_1"),
        Arrays.stream(set).map(MultiStagePosition::getLabel).toList());
    assertEquals("A1", set[1].getProperty("Well"));
    assertNotSame(visited.get(4), set[1]);
    assertEquals("reimage-list", published.get(0).action());
    assertEquals(List.of(2, 4), published.get(0).positions());

    assertTrue(reimage.canRestore());
    assertEquals("the position list is the former one of 1 again", reimage.restore());
    assertEquals("elsewhere", studio.positions().getPositionList().getPosition(0).getLabel());
    assertFalse(reimage.canRestore());
    assertEquals("there is no former position list", reimage.restore());
  }

  @Test
  void shouldChangeNothingWhereThereAreNoPositionsOrNothingIsWrong() {
    PositionList before = new PositionList();
    before.addPosition(FakeSummary.position("elsewhere", null));
    studio.positions().setPositionList(before);
    quality.outcome(failed(frame("A01", 2, 0, 0, 0)));
    ReimageList list = ReimageList.of(quality, ALL);

    assertEquals(
        "nothing was set: the acquisition had no position list",
        reimage.set(list, List.of(), journal));
    assertEquals(
        "nothing was set: position 5 is not among the 3 of the acquisition",
        reimage.set(list, visited().subList(0, 3), journal));
    assertEquals(
        "nothing was set: no field is to be imaged again",
        reimage.set(ReimageList.of(quality, Set.of()), visited(), journal));
    assertEquals(1, studio.positions().getPositionList().getNumberOfPositions());
    assertFalse(reimage.canRestore());
    assertEquals(List.of(), published);
  }
}
