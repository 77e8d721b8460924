package org.scopeside.panel;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.KeyAdapter;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import javax.swing.ToolTipManager;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.MeasureChoice;
import org.scopeside.panel.state.PlateState;
import org.scopeside.panel.state.WellState;

/**
 * The plate, one square a well, coloured by a measure. A well is painted again when its look
 * changed, and all of them when the range of colours did.
 *
 * <p>Keys: arrows, Home, End move a cursor; Enter or space selects its well; Escape selects none.
 */
final class PlateMap extends JComponent {
  /** Who wants to know. */
  interface Selection {
    /**
     * A well was chosen, or none.
     *
     * @param key null for none
     */
    void chosen(@Nullable String key);
  }

  private final Selection selection;
  private PlateState plate = PlateState.NONE;
  private PlateGrid grid = PlateGrid.of(PlateState.NONE, 1);
  private WellLook[] looks = {WellLook.UNPLANNED};
  private List<MeasureChoice> measures = Collections.emptyList();
  private String measure = "";
  private @Nullable ColourRange range;
  private @Nullable String selected;
  private @Nullable PlateLayout layout;
  private int cursor;

  PlateMap(Selection selection) {
    this.selection = selection;
    setFocusable(true);
    setFocusTraversalKeysEnabled(true);
    ToolTipManager.sharedInstance().registerComponent(this);
    addMouseListener(new Mouse());
    addKeyListener(new Keys());
    addFocusListener(new FocusRing());
    addComponentListener(new Resize());
  }

  /** Shows a plate by one of the measures; repaints what differs. */
  void show(PlateState shown, List<MeasureChoice> offered, String measureName) {
    PlateGrid next = PlateGrid.of(shown, aspect());
    ColourRange nextRange = ColourRange.of(next.values(measureName));
    WellLook[] nextLooks = next.looks(measureName, nextRange);
    boolean reshaped = !next.sameShape(grid);
    int wasAcquiring = grid.slot(plate.acquiring());
    WellLook[] formerLooks = looks;
    plate = shown;
    grid = next;
    looks = nextLooks;
    range = nextRange;
    measures = offered;
    measure = measureName;
    if (reshaped) {
      layout = null;
      cursor = Math.max(0, grid.slot(selected));
      repaint();
    } else {
      repaintChanged(formerLooks, wasAcquiring);
    }
  }

  private void repaintChanged(WellLook[] former, int wasAcquiring) {
    if (WellPainter.textSize(former, places()) != WellPainter.textSize(looks, places())) {
      repaint();
      return;
    }
    for (int slot = 0; slot < looks.length; slot++) {
      if (!looks[slot].equals(former[slot])) {
        repaintSlot(slot);
      }
    }
    if (grid.slot(plate.acquiring()) != wasAcquiring) {
      repaintSlot(wasAcquiring);
      repaintSlot(grid.slot(plate.acquiring()));
    }
  }

  private void repaintSlot(int slot) {
    if (slot >= 0) {
      repaint(places().area(slot / grid.columns(), slot % grid.columns()));
    }
  }

  /** Marks a well as chosen without telling anybody. */
  void setSelected(@Nullable String key) {
    if (!Objects.equals(key, selected)) {
      repaintSlot(grid.slot(selected));
      selected = key;
      repaintSlot(grid.slot(selected));
    }
  }

  /** The values that the colours span; null while no well has one. */
  @Nullable ColourRange range() {
    return range;
  }

  WellLook look(int slot) {
    return looks[slot];
  }

  /** Looks of all wells, for what a legend must explain. */
  List<WellLook> looks() {
    return Collections.unmodifiableList(Arrays.asList(looks));
  }

  PlateLayout places() {
    PlateLayout known = layout;
    if (known == null) {
      int head = grid.isPlate() ? Em.px(grid.rows() > 26 ? 2.0 : 1.5) : 0;
      int numbers = grid.isPlate() ? Em.px(1.5) : Em.px(0.2);
      double largest = Em.px(grid.isPlate() ? 10 : 11);
      known =
          new PlateLayout(
              grid.rows(), grid.columns(), getWidth(), getHeight(), head, numbers, largest);
      layout = known;
    }
    return known;
  }

  private double aspect() {
    return getHeight() > 0 ? getWidth() / (double) getHeight() : 2;
  }

  @Override
  public Dimension getPreferredSize() {
    return isPreferredSizeSet() ? super.getPreferredSize() : new Dimension(Em.px(50), Em.px(20));
  }

  @Override
  public Dimension getMinimumSize() {
    return new Dimension(Em.px(24), Em.px(14));
  }

  @Override
  protected void paintComponent(Graphics g) {
    Graphics2D pen = Pen.of(g);
    new WellPainter(pen, places(), grid, looks).paint(pen.getClipBounds());
    WellPainter rings = new WellPainter(pen, places(), grid, looks);
    rings.acquiring(grid.slot(plate.acquiring()));
    rings.selected(grid.slot(selected));
    if (isFocusOwner()) {
      rings.cursor(cursor);
    }
    pen.dispose();
  }

  private int slotAt(Point point) {
    int row = places().rowAt(point.y);
    int column = places().columnAt(point.x);
    return places().has(row, column) ? row * grid.columns() + column : -1;
  }

  private void choose(int slot) {
    WellState well = grid.at(slot);
    String key = well == null || well.key().equals(selected) ? null : well.key();
    setSelected(key);
    selection.chosen(key);
  }

  private void moveTo(int slot) {
    repaintSlot(cursor);
    cursor = Math.max(0, Math.min(looks.length - 1, slot));
    repaintSlot(cursor);
    // The cursor is no child of its own: its words are the map's description.
    getAccessibleContext().setAccessibleDescription(spoken(cursor));
  }

  String spoken(int slot) {
    WellState well = grid.at(slot);
    return well == null ? "not planned" : WellWords.spoken(well, measures);
  }

  @Override
  public @Nullable String getToolTipText(MouseEvent event) {
    WellState well = grid.at(slotAt(event.getPoint()));
    return well == null ? null : WellWords.tooltip(well, measures, measure);
  }

  @Override
  public @Nullable Point getToolTipLocation(MouseEvent event) {
    int slot = slotAt(event.getPoint());
    if (slot < 0) {
      return null;
    }
    Rectangle area = places().area(slot / grid.columns(), slot % grid.columns());
    return new Point(area.x + area.width, area.y + area.height);
  }

  @Override
  public AccessibleContext getAccessibleContext() {
    if (accessibleContext == null) {
      accessibleContext = new SpokenMap();
      accessibleContext.setAccessibleName("Plate map");
    }
    return accessibleContext;
  }

  private final class SpokenMap extends AccessibleJComponent {
    @Override
    public AccessibleRole getAccessibleRole() {
      return AccessibleRole.CANVAS;
    }
  }

  private final class Mouse extends MouseAdapter {
    @Override
    public void mousePressed(MouseEvent event) {
      requestFocusInWindow();
      int slot = slotAt(event.getPoint());
      if (slot >= 0) {
        moveTo(slot);
      }
      choose(slot);
    }
  }

  private final class Keys extends KeyAdapter {
    @Override
    public void keyPressed(KeyEvent event) {
      int to = destination(event.getKeyCode());
      if (to >= 0) {
        moveTo(to);
      } else if (event.getKeyCode() == KeyEvent.VK_ESCAPE) {
        choose(-1);
      } else if (event.getKeyCode() == KeyEvent.VK_ENTER
          || event.getKeyCode() == KeyEvent.VK_SPACE) {
        choose(cursor);
      } else {
        return;
      }
      event.consume();
    }

    /** The slot that a key leads to; -1 for other keys. */
    private int destination(int key) {
      int columns = grid.columns();
      int row = cursor / columns;
      int column = cursor % columns;
      switch (key) {
        case KeyEvent.VK_LEFT:
          return column > 0 ? cursor - 1 : cursor;
        case KeyEvent.VK_RIGHT:
          return column < columns - 1 ? cursor + 1 : cursor;
        case KeyEvent.VK_UP:
          return row > 0 ? cursor - columns : cursor;
        case KeyEvent.VK_DOWN:
          return row < grid.rows() - 1 ? cursor + columns : cursor;
        case KeyEvent.VK_HOME:
          return row * columns;
        case KeyEvent.VK_END:
          return row * columns + columns - 1;
        default:
          return -1;
      }
    }
  }

  private final class FocusRing extends FocusAdapter {
    @Override
    public void focusGained(FocusEvent event) {
      moveTo(cursor);
    }

    @Override
    public void focusLost(FocusEvent event) {
      repaintSlot(cursor);
    }
  }

  private final class Resize extends ComponentAdapter {
    @Override
    public void componentResized(ComponentEvent event) {
      layout = null;
      if (!grid.isPlate()) {
        show(plate, measures, measure);
      }
      repaint();
    }
  }
}
