package org.scopeside.overlay;

import java.awt.FlowLayout;
import java.util.Collection;
import java.util.function.Supplier;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;
import org.jspecify.annotations.Nullable;
import org.scopeside.overlay.OverlayStyle.ColourBy;

/** What can be chosen of an overlay. On Swing's thread only. */
final class OverlayControls extends JPanel {
  private static final long serialVersionUID = 1;

  private final transient ChosenStyle chosen;
  private final transient Supplier<Collection<String>> measures;
  private final JComboBox<String> colourBy = new JComboBox<>();
  private final JSpinner lineWidth =
      new JSpinner(new SpinnerNumberModel(1, 1, OverlayStyle.MAX_LINE_WIDTH_PX, 1));
  private final JCheckBox counts = new JCheckBox("Counts");
  private boolean showing;

  /**
   * @param measures names of the measurements there are, asked whenever the list is opened
   */
  OverlayControls(ChosenStyle chosen, Supplier<Collection<String>> measures) {
    super(new FlowLayout(FlowLayout.LEADING, 6, 2));
    this.chosen = chosen;
    this.measures = measures;
    colourBy.setName("colourBy");
    lineWidth.setName("lineWidth");
    counts.setName("counts");
    add(new JLabel("Colour by"));
    add(colourBy);
    add(new JLabel("Line"));
    add(lineWidth);
    add(counts);
    show(chosen.get());
    listen();
  }

  private void listen() {
    colourBy.addActionListener(event -> choose());
    lineWidth.addChangeListener(event -> choose());
    counts.addActionListener(event -> choose());
    colourBy.addPopupMenuListener(
        new PopupMenuListener() {
          @Override
          public void popupMenuWillBecomeVisible(PopupMenuEvent event) {
            show(chosen.get());
          }

          @Override
          public void popupMenuWillBecomeInvisible(PopupMenuEvent event) {}

          @Override
          public void popupMenuCanceled(PopupMenuEvent event) {}
        });
  }

  /** Shows a style that was chosen, here or in another window. */
  void show(OverlayStyle style) {
    showing = true;
    colourBy.removeAllItems();
    for (ColourBy by : ColourBy.values()) {
      if (by != ColourBy.MEASURE) {
        colourBy.addItem(by.inWords());
      }
    }
    Collection<String> known = measures.get();
    known.forEach(colourBy::addItem);
    if (style.colourBy() == ColourBy.MEASURE && !known.contains(style.measure())) {
      colourBy.addItem(style.measure());
    }
    boolean measured = style.colourBy() == ColourBy.MEASURE;
    colourBy.setSelectedItem(measured ? style.measure() : style.colourBy().inWords());
    lineWidth.setValue(style.lineWidthPx());
    counts.setSelected(style.counts());
    showing = false;
  }

  private void choose() {
    if (showing) {
      return;
    }
    OverlayStyle style = coloured(chosen.get(), (String) colourBy.getSelectedItem());
    chosen.set(
        style
            .withLineWidthPx(((Number) lineWidth.getValue()).intValue())
            .withCounts(counts.isSelected()));
  }

  /** Whatever is no other way of colouring is the name of a measurement. */
  private static OverlayStyle coloured(OverlayStyle style, @Nullable String item) {
    for (ColourBy by : ColourBy.values()) {
      if (by != ColourBy.MEASURE && by.inWords().equals(item)) {
        return style.colouredBy(by);
      }
    }
    return item == null ? style : style.colouredByMeasure(item);
  }
}
