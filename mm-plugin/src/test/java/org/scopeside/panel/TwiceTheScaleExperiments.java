package org.scopeside.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.scopeside.panel.ShownPanel.onEdt;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.Collections;

/** The panel on a display of which each point has two pixels a side. */
final class TwiceTheScaleExperiments {
  private final File folder;

  TwiceTheScaleExperiments(File folder) {
    this.folder = folder;
  }

  void shouldBeSharpAtTwiceTheScale() {
    double scale =
        GraphicsEnvironment.getLocalGraphicsEnvironment()
            .getDefaultScreenDevice()
            .getDefaultConfiguration()
            .getDefaultTransform()
            .getScaleX();
    assertEquals(2, scale);
    for (MicroManagerLook look : MicroManagerLook.values()) {
      try (ShownPanel panel =
          new ShownPanel(
              look,
              SampleStates.running(16, 24, 0.6).alerts(SampleStates.alerts()).build(),
              900,
              1000)) {
        assertEquals(Collections.emptyList(), onEdt(() -> Seen.clipped(panel.panel)));
        Seen.write(panel.picture(scale), folder, "plate-384-at-2x-" + look);
      }
    }
  }
}
