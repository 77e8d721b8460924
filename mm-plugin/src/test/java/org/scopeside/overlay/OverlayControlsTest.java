package org.scopeside.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Component;
import java.util.List;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JSpinner;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.scopeside.overlay.OverlayStyle.ColourBy;

class OverlayControlsTest {
  private final ChosenStyle chosen = new ChosenStyle(OverlayStyle.DEFAULT);

  @Test
  void shouldChooseStyleForAllWindows() throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          OverlayControls controls =
              new OverlayControls(
                  chosen, () -> List.of("AreaShape_Area", "Intensity_MeanIntensity"));
          JComboBox<?> colourBy = (JComboBox<?>) named(controls, "colourBy");
          colourBy.setSelectedItem("object");
          assertEquals(ColourBy.OBJECT, chosen.get().colourBy());
          colourBy.setSelectedItem("Intensity_MeanIntensity");
          ((JSpinner) named(controls, "lineWidth")).setValue(3);
          ((JCheckBox) named(controls, "counts")).doClick();
          assertEquals(
              OverlayStyle.DEFAULT
                  .colouredByMeasure("Intensity_MeanIntensity")
                  .withLineWidthPx(3)
                  .withCounts(false),
              chosen.get());
          colourBy.setSelectedItem("flag");
          assertEquals("", chosen.get().measure());
        });
  }

  @Test
  void shouldShowChosenMeasureThatNoResultHasYet() throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          chosen.set(OverlayStyle.DEFAULT.colouredByMeasure("AreaShape_Area").withLineWidthPx(2));
          OverlayControls controls = new OverlayControls(chosen, List::of);
          JComboBox<?> colourBy = (JComboBox<?>) named(controls, "colourBy");
          assertEquals("AreaShape_Area", colourBy.getSelectedItem());
          assertEquals(2, ((JSpinner) named(controls, "lineWidth")).getValue());
          assertEquals("AreaShape_Area", chosen.get().measure());
        });
  }

  private static Component named(OverlayControls controls, String name) {
    for (Component component : controls.getComponents()) {
      if (name.equals(component.getName())) {
        return component;
      }
    }
    throw new AssertionError("no " + name);
  }
}
