package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/**
 * The dashboard in a real browser while a plate is acquired. With {@code
 * -Dscopeside.screenshots=DIR} the plate is a whole one and the pictures go there too: so the
 * README's is made.
 */
class DashboardIT {
  private static final String PICTURES = System.getProperty("scopeside.screenshots", "");
  private static final int WELLS = PICTURES.isEmpty() ? 16 : 96;

  @Test
  void shouldShowPlateFillingInRealBrowser(@TempDir Path data) throws Exception {
    try (ScopesideProcess demo = demo(data);
        Dashboard dashboard = Dashboard.open(demo.awaitUrl())) {
      until("the first counts", () -> !dashboard.platedCounts().isEmpty());
      until("most of the wells", () -> dashboard.platedCounts().size() >= WELLS * 6 / 10);
      dashboard.takePictures("filling", folders());
      until("the whole plate", () -> dashboard.all("[data-status='done']").size() == WELLS);
      until("the end", () -> !dashboard.all("#ledger[data-state='balanced']").isEmpty());

      Rest rest = new Rest(demo.awaitUrl());
      String acquisition =
          rest.get("/api/acquisitions").path("acquisitions").path(0).path("acquisition").asText();
      Map<String, Long> counts = rest.counts(acquisition);
      assertEquals(WELLS, counts.size());
      until("REST's counts on the plate", () -> dashboard.platedCounts().equals(counts));
      until("REST's counts in the table", () -> dashboard.tabledCounts().equals(counts));

      chooseEveryMeasure(dashboard);
      selectWellByKeyboard(dashboard, counts);
      dashboard.takePictures("complete", folders());
      dashboard.look(390, 844, false);
      assertEquals(0, dashboard.sidewaysScroll(), "px the page scrolls sideways on a telephone");
      assertTrue(dashboard.one("#plate-map").isDisplayed());
      assertEquals(List.of(), dashboard.severeLog());
    }
  }

  private static ScopesideProcess demo(Path data) {
    List<String> demo =
        new ArrayList<>(
            List.of("demo", "--wells", Integer.toString(WELLS), "--data", data.toString()));
    demo.addAll(List.of("--port", "0"));
    demo.addAll(
        PICTURES.isEmpty()
            ? List.of("--fields", "1", "--size", "512", "--rate", "6")
            : List.of("--fields", "2", "--rate", "14"));
    return ScopesideProcess.start(demo.toArray(String[]::new));
  }

  private static List<Path> folders() {
    Path kept = Places.target().resolve("screenshots");
    return PICTURES.isEmpty() ? List.of(kept) : List.of(kept, Path.of(PICTURES));
  }

  /** Every measure must have a legend with two ends, and the plate must keep its counts. */
  private static void chooseEveryMeasure(Dashboard dashboard) {
    Select measure = new Select(dashboard.one("#measure"));
    List<String> measures =
        measure.getOptions().stream().map(o -> o.getDomProperty("value")).toList();
    assertTrue(measures.size() >= 4, measures::toString);
    for (String name : measures) {
      measure.selectByValue(name);
      until(
          "a legend for " + name,
          () ->
              !dashboard.one("#legend-low").getText().isEmpty()
                  && !dashboard.one("#legend-high").getText().isEmpty());
    }
    measure.selectByValue(measures.get(0));
    assertEquals(WELLS, dashboard.platedCounts().size());
  }

  /** Arrow keys go to a filled well, Enter shows its fields, Escape closes them again. */
  private static void selectWellByKeyboard(Dashboard dashboard, Map<String, Long> counts) {
    WebElement stop = dashboard.one("[data-well][tabindex='0']");
    stop.sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME));
    until("the first well has the focus", () -> "A01".equals(focusedWell(dashboard)));
    dashboard.focused().sendKeys(Keys.ARROW_DOWN);
    until("the well below has the focus", () -> "B01".equals(focusedWell(dashboard)));
    dashboard.focused().sendKeys(Keys.ARROW_UP);
    until("the first well has the focus again", () -> "A01".equals(focusedWell(dashboard)));
    assertTrue(counts.containsKey("A01"), () -> "no A01 among " + counts.keySet());

    dashboard.focused().sendKeys(Keys.ENTER);

    until("the fields of A01", () -> !dashboard.all("#detail-fields tr").isEmpty());
    assertEquals("Well A01", dashboard.one("#detail-title").getText());
    long sum =
        dashboard.all("#detail-fields tr td:nth-child(2)").stream()
            .mapToLong(cell -> Long.parseLong(cell.getText().replaceAll("\\D", "")))
            .sum();
    assertEquals(counts.get("A01"), sum, "the fields' counts");

    dashboard.focused().sendKeys(Keys.ESCAPE);
    until("the fields are closed", () -> !dashboard.one("#detail-body").isDisplayed());
    dashboard.focused().sendKeys(Keys.ENTER);
    until("the fields are back", () -> !dashboard.all("#detail-fields tr").isEmpty());
    assertFalse(dashboard.one("#detail-fields").getText().isBlank());
  }

  private static String focusedWell(Dashboard dashboard) {
    return String.valueOf(dashboard.focused().getDomAttribute("data-well"));
  }

  private static void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(condition);
  }
}
