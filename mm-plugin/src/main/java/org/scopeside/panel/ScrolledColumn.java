package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Rectangle;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.Scrollable;

/** Sheets below one another, as wide as the place, scrolled where they are taller. */
final class ScrolledColumn extends JPanel implements Scrollable {
  private final JPanel sheets = new JPanel();

  private ScrolledColumn(JComponent... content) {
    super(new BorderLayout());
    setOpaque(false);
    sheets.setOpaque(false);
    sheets.setLayout(new BoxLayout(sheets, BoxLayout.Y_AXIS));
    for (JComponent sheet : content) {
      if (sheets.getComponentCount() > 0) {
        sheets.add(Em.space(0.7));
      }
      sheet.setAlignmentX(LEFT_ALIGNMENT);
      sheets.add(sheet);
    }
    add(sheets, BorderLayout.NORTH);
  }

  static JScrollPane of(JComponent... content) {
    JScrollPane scroll = new JScrollPane(new ScrolledColumn(content));
    scroll.setBorder(BorderFactory.createEmptyBorder());
    scroll.setOpaque(false);
    scroll.getViewport().setOpaque(false);
    scroll.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    scroll.getVerticalScrollBar().setUnitIncrement(Em.px(2));
    return scroll;
  }

  @Override
  public Dimension getPreferredScrollableViewportSize() {
    return getPreferredSize();
  }

  @Override
  public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
    return Em.px(2);
  }

  @Override
  public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
    return Math.max(Em.px(2), visible.height - Em.px(4));
  }

  @Override
  public boolean getScrollableTracksViewportWidth() {
    return true;
  }

  @Override
  public boolean getScrollableTracksViewportHeight() {
    return false;
  }
}
