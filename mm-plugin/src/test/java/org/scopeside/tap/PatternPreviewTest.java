package org.scopeside.tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.scopeside.tap.SitesTest.named;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.micromanager.PositionList;
import org.scopeside.micromanager.fakes.FakeSummary;

/** What the panel shows of a pattern while it is typed. */
class PatternPreviewTest {
  @Test
  void shouldShowWhatEachLabelGivesAndWhichDoNotMatch() {
    PatternPreview preview =
        PatternPreview.of(named("B03 s4", "B03 s4", "test"), "{well} s{field}", null);

    assertNull(preview.fault());
    assertEquals(
        List.of("B03 s4 -> B03/f0 shared", "B03 s4 -> B03/f1 shared", "test -> -/f2 no match"),
        rows(preview));
    assertEquals(3, preview.remarks().size(), preview.remarks().toString());
  }

  @Test
  void shouldShowWhatPropertiesAndKnownLabelsTellWithoutAPattern() {
    PositionList list = new PositionList();
    list.addPosition(FakeSummary.position("A1-Site_0", "A1"));
    list.addPosition(FakeSummary.position("mine", "A2"));
    PatternPreview preview =
        PatternPreview.of(
            NamedPosition.of(List.of(list.getPositions())), "  ", PlateLayout.of(list));

    assertEquals(List.of("A1-Site_0 -> A01/f0", "mine -> A02/f0"), rows(preview));
    assertEquals(List.of(), preview.remarks());
  }

  @Test
  void shouldSayWhatIsWrongWithThePatternAndShowWhatHappensWithoutIt() {
    PatternPreview preview = PatternPreview.of(named("A1-Site_2"), "{well}-{", null);

    assertTrue(String.valueOf(preview.fault()).contains("without '}'"), preview.fault());
    assertEquals(List.of("A1-Site_2 -> A01/f2"), rows(preview));
  }

  private static List<String> rows(PatternPreview preview) {
    return preview.rows().stream()
        .map(
            row ->
                row.label()
                    + " -> "
                    + row.site()
                    + (row.matches() ? "" : " no match")
                    + (row.sharesLabel() ? " shared" : ""))
        .toList();
  }
}
