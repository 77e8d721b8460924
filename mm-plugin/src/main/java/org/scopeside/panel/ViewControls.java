package org.scopeside.panel;

import java.awt.Dimension;
import java.awt.Font;
import java.util.List;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.MeasureChoice;
import org.scopeside.panel.state.ViewChoices;

/** What colours the wells, what is drawn on the image, and the model of the next acquisition. */
final class ViewControls extends JPanel {
  private final JCheckBox overlay = new JCheckBox("Outlines on image");
  private final ChoiceBox<MeasureChoice> measures;
  private final ChoiceBox<String> colours;
  private final ChoiceBox<String> models;

  ViewControls(PanelActions actions) {
    setOpaque(false);
    setLayout(new BoxLayout(this, BoxLayout.X_AXIS));
    measures = new ChoiceBox<>(choice -> actions.chooseMeasure(choice.name()));
    colours = new ChoiceBox<>(colour -> actions.showOverlay(overlay.isSelected(), colour));
    models = new ChoiceBox<>(model -> actions.chooseModel(model.trim()));
    models.setEditable(true);
    overlay.setOpaque(false);
    overlay.setMnemonic('O');
    overlay.addActionListener(event -> actions.showOverlay(overlay.isSelected(), colour()));
    overlay.setToolTipText("Draws the objects found on the image in Micro-Manager's window");
    addLabelled("Wells by", measures, 13, 'W', "What the wells are coloured by");
    add(Em.space(1.4));
    add(overlay);
    add(Em.space(0.6));
    addLabelled("by", colours, 8.5, 'B', "What the outlines are coloured by");
    add(Em.space(1.4));
    add(Box.createHorizontalGlue());
    addLabelled(
        "Next model",
        models,
        11,
        'N',
        "Model that analyses the next acquisition; type a name that is not listed");
  }

  private void addLabelled(
      String words, JComboBox<?> box, double widthEm, char mnemonic, String tooltip) {
    InkLabel label = new InkLabel(words, Ink.MUTED, 1, Font.PLAIN);
    label.setLabelFor(box);
    label.setDisplayedMnemonic(mnemonic);
    label.setToolTipText(tooltip);
    box.setToolTipText(tooltip);
    box.getAccessibleContext().setAccessibleName(tooltip);
    add(label);
    add(Em.space(0.4));
    add(ofWidth(box, widthEm));
  }

  private static JComponent ofWidth(JComboBox<?> box, double em) {
    Dimension size = new Dimension(Em.px(em), box.getPreferredSize().height);
    box.setPreferredSize(size);
    box.setMaximumSize(size);
    box.setMinimumSize(new Dimension(Em.px(em * 0.6), size.height));
    return box;
  }

  private String colour() {
    Object chosen = colours.getSelectedItem();
    return chosen == null ? "" : chosen.toString();
  }

  void show(ViewChoices choices) {
    measures.show(choices.measures(), chosen(choices));
    colours.show(choices.overlayColours(), choices.overlayColour());
    models.show(choices.models(), choices.model());
    if (overlay.isSelected() != choices.overlayOn() && !choices.overlayColours().isEmpty()) {
      overlay.setSelected(choices.overlayOn());
    }
  }

  private static @Nullable MeasureChoice chosen(ViewChoices choices) {
    List<MeasureChoice> measures = choices.measures();
    for (MeasureChoice measure : measures) {
      if (measure.name().equals(choices.measure())) {
        return measure;
      }
    }
    return null;
  }
}
