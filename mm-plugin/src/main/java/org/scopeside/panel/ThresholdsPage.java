package org.scopeside.panel;

import java.awt.BorderLayout;
import javax.swing.JPanel;
import org.scopeside.panel.state.AlertThresholds;
import org.scopeside.panel.state.PanelSettings;

/** From when on a person is told. */
final class ThresholdsPage extends JPanel {
  private static final int MOST = 1_000_000;

  private final Form form = new Form();
  private final NumberField blurred = new NumberField("planes of a well; 0: never", 0, MOST);
  private final NumberField empty = new NumberField("planes of a well; 0: never", 0, MOST);
  private final NumberField saturated = new NumberField("planes of a well; 0: never", 0, MOST);
  private final NumberField fewest = new NumberField("objects in a field; 0: never", 0, MOST);
  private final NumberField most = new NumberField("objects in a field; 0: never", 0, MOST);
  private final NumberField behind = new NumberField("seconds; 0: never", 0, 86_400);

  ThresholdsPage() {
    super(new BorderLayout());
    setOpaque(false);
    form.heading("Tell me when", "Alerts appear in the panel and in Micro-Manager.");
    blurred.addTo(form, "Out of focus from", "So many planes of a well are out of focus");
    empty.addTo(form, "Empty from", "So many planes of a well show nothing");
    saturated.addTo(form, "Saturated from", "So many planes of a well are too bright");
    fewest.addTo(form, "Count below", "A field has fewer objects");
    most.addTo(form, "Count above", "A field has more objects");
    behind.addTo(form, "Analysis behind by", "Results come so much later than images");
    form.end();
    add(form, BorderLayout.CENTER);
  }

  Form form() {
    return form;
  }

  void fill(PanelSettings settings) {
    AlertThresholds thresholds = settings.thresholds();
    blurred.put(thresholds.blurredPlanes());
    empty.put(thresholds.emptyPlanes());
    saturated.put(thresholds.saturatedPlanes());
    fewest.put(thresholds.minCount());
    most.put(thresholds.maxCount());
    behind.put(thresholds.behindS());
  }

  void read(PanelSettings.Builder into) {
    into.thresholds(
        new AlertThresholds(
            blurred.take(),
            empty.take(),
            saturated.take(),
            fewest.take(),
            most.take(),
            behind.take()));
  }
}
