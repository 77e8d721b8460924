package org.scopeside.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.feed.PlaneOutcome;

class RecentFieldsTest {
  private static final ObjectOutlines DISCS = LabelDrawing.discs(256, 50).outlines();

  private static FrameRef frame(int field) {
    return new FrameRef("run", null, field, 0, 0, 0);
  }

  private static PlaneOutcome counted(FrameRef frame, int count, String... flags) {
    Segmentation found =
        new Segmentation("m@1", count, 1, true, Map.of("AreaShape_Area", new double[count]))
            .ofObjects("Nuclei");
    return PlaneOutcome.analysed(frame, Instant.EPOCH, Map.of(), List.of(flags), found);
  }

  private static FieldView known(RecentFields fields, FrameRef frame) {
    FieldView view = fields.of(frame);
    assertNotNull(view, frame::id);
    return view;
  }

  @Test
  void shouldKeepOutlinesWithinTheLimitAndDropTheOneNotLookedAtLongest() {
    RecentFields fields = new RecentFields(3 * DISCS.bytes());
    for (int field = 0; field < 3; field++) {
      fields.take(frame(field), DISCS);
    }
    known(fields, frame(0));
    fields.take(frame(3), DISCS);

    assertEquals(3 * DISCS.bytes(), fields.bytes());
    assertNotNull(known(fields, frame(0)).outlines());
    assertNull(known(fields, frame(1)).outlines());
    assertNotNull(known(fields, frame(2)).outlines());
    assertNotNull(known(fields, frame(3)).outlines());
  }

  @Test
  void shouldStillCountWhereOutlinesWereDroppedAndSaySo() {
    RecentFields fields = new RecentFields(DISCS.bytes() + 50 * 8);
    fields.take(counted(frame(0), 50));
    fields.take(frame(0), DISCS);
    assertEquals(List.of("50 Nuclei, m@1"), known(fields, frame(0)).caption());

    fields.take(frame(1), DISCS);
    assertEquals(List.of("50 Nuclei, m@1", "outlines not kept"), known(fields, frame(0)).caption());
    assertNull(known(fields, frame(0)).objects());
    fields.take(frame(0), DISCS);
    assertEquals(List.of("50 Nuclei, m@1"), known(fields, frame(0)).caption());
  }

  @Test
  void shouldKeepNothingThatIsLargerThanTheLimit() {
    RecentFields fields = new RecentFields(100);
    fields.take(frame(0), DISCS);
    assertEquals(0, fields.bytes());
    assertNull(known(fields, frame(0)).outlines());
  }

  @Test
  void shouldCountBytesOfWhatIsReplacedOnce() {
    RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
    for (int i = 0; i < 10; i++) {
      fields.take(frame(0), DISCS);
      fields.take(counted(frame(0), 50));
    }
    assertEquals(DISCS.bytes() + 50 * 8, fields.bytes());
    fields.forget("other");
    assertEquals(DISCS.bytes() + 50 * 8, fields.bytes());
    fields.forget("run");
    assertEquals(0, fields.bytes());
    assertNull(fields.of(frame(0)));
  }

  @Test
  void shouldRememberOnlySoManyFields() {
    RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
    for (int field = 0; field <= RecentFields.REMEMBERED; field++) {
      fields.take(counted(frame(field), 1));
    }
    assertNull(fields.of(frame(0)));
    assertEquals(8L * RecentFields.REMEMBERED, fields.bytes());
  }

  @Test
  void shouldTellFlagsOfTheShownPlaneOnlyAndCountOfTheWholeField() {
    RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
    fields.take(counted(frame(0), 3));
    FrameRef blurred = new FrameRef("run", null, 0, 0, 0, 1);
    fields.take(
        PlaneOutcome.analysed(
            blurred, Instant.EPOCH, Map.of(), List.of("OUT_OF_FOCUS", "LowSignal"), null));

    assertEquals(List.of("3 Nuclei, m@1"), known(fields, frame(0)).caption());
    assertEquals(
        List.of("3 Nuclei, m@1", "out of focus, low signal"), known(fields, blurred).caption());
  }

  @Test
  void shouldSayAnalysingUntilTheObjectsAreThereAndWhyThereWillBeNone() {
    RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
    assertNull(fields.of(frame(0)));
    FrameRef second = new FrameRef("run", null, 0, 0, 0, 1);
    fields.take(PlaneOutcome.analysed(second, Instant.EPOCH, Map.of(), List.of(), null));
    assertEquals(List.of("analysing…"), known(fields, frame(0)).caption());

    fields.take(PlaneOutcome.failed(frame(0), Instant.EPOCH, "the model is not installed"));
    List<String> why = List.of("not analysed: the model is not installed");
    assertEquals(why, known(fields, frame(0)).caption());
    assertEquals(why, known(fields, second).caption());

    fields.take(counted(frame(0), 0));
    assertEquals(List.of("0 Nuclei, m@1"), known(fields, frame(0)).caption());
  }

  @Test
  void shouldBoundTheFlagsOfDeepStack() {
    RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
    for (int z = 0; z <= FieldNotes.FLAGGED_PLANES; z++) {
      FrameRef section = new FrameRef("run", null, 0, 0, z, 0);
      fields.take(PlaneOutcome.analysed(section, Instant.EPOCH, Map.of(), List.of("EMPTY"), null));
    }
    assertEquals(List.of(), known(fields, frame(0)).flags());
    assertEquals(List.of("EMPTY"), known(fields, new FrameRef("run", null, 0, 0, 1, 0)).flags());
  }

  @Test
  void shouldNameTheMeasurementsOfTheLatestField() {
    RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
    assertTrue(fields.measures().isEmpty());
    fields.take(counted(frame(0), 2));
    fields.take(frame(1), DISCS);
    assertEquals(List.of("AreaShape_Area"), List.copyOf(fields.measures()));
  }
}
