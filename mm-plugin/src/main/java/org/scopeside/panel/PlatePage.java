package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.time.Clock;
import java.util.Objects;
import javax.swing.BorderFactory;
import javax.swing.JPanel;
import javax.swing.JSplitPane;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.PanelState;
import org.scopeside.panel.state.ViewChoices;

/** The plate above its recent fields, or words while nothing runs. */
final class PlatePage extends JPanel {
  private static final String EMPTY = "empty";
  private static final String RUNNING = "running";

  private final ViewControls controls;
  private final EmptyPanel empty;
  private final PlateMap map = new PlateMap(this::choose);
  private final PlateLegend legend = new PlateLegend();
  private final FieldTable table;
  private final CardLayout cards = new CardLayout();
  private final JPanel content = new JPanel(cards);
  private @Nullable String acquisition;

  PlatePage(PanelActions actions, Runnable openSettings, Clock clock) {
    super(new BorderLayout(0, Em.px(0.6)));
    setOpaque(false);
    setBorder(Em.gap(0.7, 0, 0, 0));
    controls = new ViewControls(actions);
    empty = new EmptyPanel(openSettings);
    table = new FieldTable(actions::showField, () -> choose(null), clock);
    content.setOpaque(false);
    content.add(empty, EMPTY);
    content.add(split(), RUNNING);
    add(controls, BorderLayout.NORTH);
    add(content, BorderLayout.CENTER);
  }

  private JSplitPane split() {
    Card plate = new Card(new BorderLayout(0, Em.px(0.5)));
    plate.add(map, BorderLayout.CENTER);
    plate.add(legend, BorderLayout.SOUTH);
    JPanel below = new JPanel(new BorderLayout());
    below.setOpaque(false);
    below.setBorder(Em.gap(0.5, 0, 0, 0));
    below.add(table);
    JSplitPane split = new JSplitPane(JSplitPane.VERTICAL_SPLIT, true, plate, below);
    split.setOpaque(false);
    split.setBorder(BorderFactory.createEmptyBorder());
    split.setResizeWeight(1);
    split.setContinuousLayout(true);
    return split;
  }

  private void choose(@Nullable String well) {
    map.setSelected(well);
    table.filter(well);
  }

  void show(PanelState state) {
    controls.show(state.choices());
    if (state.acquisition() == null) {
      empty.show(state.connection());
      cards.show(content, EMPTY);
      return;
    }
    forgetFormer(state.acquisition().name());
    cards.show(content, RUNNING);
    ViewChoices choices = state.choices();
    map.show(state.plate(), choices.measures(), choices.measure());
    legend.show(
        map.range(),
        choices.measures(),
        choices.measure(),
        map.looks(),
        state.plate().acquiring() != null,
        () -> map.places().side() < WellPainter.SMALLEST_MARKED_SIDE);
    table.show(state.fields(), state.plate().hasPlate());
  }

  /** A well that was chosen on the last plate says nothing about this one. */
  private void forgetFormer(String name) {
    if (!Objects.equals(name, acquisition)) {
      acquisition = name;
      choose(null);
    }
  }

  void tick() {
    table.tick();
  }

  PlateMap map() {
    return map;
  }

  FieldTable table() {
    return table;
  }
}
