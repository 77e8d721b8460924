package org.scopeside.panel;

import java.awt.BasicStroke;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.AbstractAction;
import javax.swing.ButtonGroup;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import org.jspecify.annotations.Nullable;

/**
 * Pages of which one shows, with a badge for what waits on the others. It draws itself, since the
 * tabs of the native looks ignore Micro-Manager's night colours. Left and right arrows change the
 * page.
 */
final class SectionTabs extends JPanel {
  private final JPanel heads = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, 0));
  private final CardLayout cards = new CardLayout();
  private final JPanel pages = new JPanel(cards);
  private final ButtonGroup group = new ButtonGroup();
  private final List<Head> all = new ArrayList<>();

  SectionTabs() {
    super(new BorderLayout());
    setOpaque(false);
    heads.setOpaque(false);
    pages.setOpaque(false);
    add(new Rule(), BorderLayout.NORTH);
    add(pages, BorderLayout.CENTER);
  }

  /** Adds a page; the first one shows. */
  void addPage(String title, String tooltip, JComponent page) {
    Head head = new Head(title);
    head.setToolTipText(tooltip);
    head.addItemListener(event -> showSelected(head));
    group.add(head);
    all.add(head);
    heads.add(head);
    pages.add(page, title);
    if (all.size() == 1) {
      head.setSelected(true);
    }
  }

  private void showSelected(Head head) {
    if (head.isSelected()) {
      cards.show(pages, head.title);
    }
  }

  void select(String title) {
    head(title).setSelected(true);
  }

  String selected() {
    for (Head head : all) {
      if (head.isSelected()) {
        return head.title;
      }
    }
    throw new IllegalStateException("no page is selected of " + all.size());
  }

  /**
   * @param number 0 for no badge
   */
  void setBadge(String title, int number, Ink ink) {
    Head head = head(title);
    if (head.badge != number || head.badgeInk != ink) {
      head.badge = number;
      head.badgeInk = ink;
      head.getAccessibleContext()
          .setAccessibleName(number > 0 ? title + ", " + number + " new" : title);
      head.revalidate();
      head.repaint();
    }
  }

  private Head head(String title) {
    for (Head head : all) {
      if (head.title.equals(title)) {
        return head;
      }
    }
    throw new IllegalArgumentException("no page " + title);
  }

  private void turn(int by) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isSelected()) {
        Head next = all.get(Math.floorMod(i + by, all.size()));
        next.setSelected(true);
        next.requestFocusInWindow();
        return;
      }
    }
  }

  /** The heads above a line. */
  private final class Rule extends JPanel {
    private Rule() {
      super(new BorderLayout());
      setOpaque(false);
      add(heads, BorderLayout.CENTER);
    }

    @Override
    protected void paintComponent(Graphics g) {
      g.setColor(Palette.current().line());
      g.fillRect(0, getHeight() - 1, getWidth(), 1);
    }
  }

  private final class Head extends JToggleButton {
    private final String title;
    private int badge;
    private Ink badgeInk = Ink.BAD;

    private Head(String title) {
      super(title);
      this.title = title;
      setContentAreaFilled(false);
      setBorderPainted(false);
      setFocusPainted(false);
      setRolloverEnabled(true);
      bind(KeyEvent.VK_LEFT, -1);
      bind(KeyEvent.VK_RIGHT, 1);
    }

    private void bind(int key, int by) {
      getInputMap().put(KeyStroke.getKeyStroke(key, 0), by);
      getActionMap()
          .put(
              by,
              new AbstractAction() {
                @Override
                public void actionPerformed(ActionEvent event) {
                  turn(by);
                }
              });
    }

    private Font bold() {
      return Em.font(1.08, Font.BOLD);
    }

    @Override
    public Dimension getPreferredSize() {
      FontMetrics metrics = getFontMetrics(bold());
      int width = metrics.stringWidth(title) + Em.px(2) + (badge > 0 ? badgeWidth() : 0);
      return new Dimension(width, metrics.getHeight() + Em.px(1));
    }

    private int badgeWidth() {
      return getFontMetrics(badgeFont()).stringWidth(Integer.toString(badge)) + Em.px(1.3);
    }

    private Font badgeFont() {
      return Em.font(0.85, Font.BOLD);
    }

    @Override
    protected void paintComponent(Graphics g) {
      Graphics2D pen = Pen.of(g);
      Palette palette = Palette.current();
      pen.setFont(isSelected() ? bold() : Em.font(1.08, Font.PLAIN));
      FontMetrics metrics = pen.getFontMetrics();
      boolean lit = isSelected() || getModel().isRollover();
      pen.setColor(palette.ink(lit ? Ink.TEXT : Ink.MUTED));
      int baseline = (getHeight() + metrics.getAscent() - metrics.getDescent()) / 2;
      pen.drawString(title, Em.px(1), baseline);
      if (isSelected()) {
        pen.setColor(palette.ink(Ink.ACCENT));
        pen.fillRect(Em.px(0.6), getHeight() - 3, getWidth() - Em.px(1.2), 3);
      }
      if (badge > 0) {
        badge(pen, palette.ink(badgeInk));
      }
      if (isFocusOwner()) {
        focus(pen, palette);
      }
      pen.dispose();
    }

    private void badge(Graphics2D pen, Color colour) {
      pen.setFont(badgeFont());
      FontMetrics metrics = pen.getFontMetrics();
      double height = metrics.getHeight();
      double width = Math.max(height, badgeWidth() - Em.px(0.4));
      double left = getWidth() - Em.px(0.7) - width;
      double top = (getHeight() - height) / 2;
      pen.setColor(colour);
      pen.fill(new RoundRectangle2D.Double(left, top, width, height, height, height));
      pen.setColor(Palette.on(colour));
      String text = Integer.toString(badge);
      float x = (float) (left + (width - metrics.stringWidth(text)) / 2);
      pen.drawString(text, x, (float) (top + metrics.getAscent()));
    }

    private void focus(Graphics2D pen, Palette palette) {
      pen.setColor(palette.ink(Ink.ACCENT));
      pen.setStroke(new BasicStroke(1));
      Rectangle box = new Rectangle(3, 3, getWidth() - 7, getHeight() - 10);
      pen.draw(box);
    }

    @Override
    public AccessibleContext getAccessibleContext() {
      if (accessibleContext == null) {
        accessibleContext = new SpokenTab();
      }
      return accessibleContext;
    }

    private final class SpokenTab extends AccessibleJToggleButton {
      @Override
      public AccessibleRole getAccessibleRole() {
        return AccessibleRole.PAGE_TAB;
      }

      @Override
      public @Nullable String getAccessibleName() {
        return accessibleName == null ? title : accessibleName;
      }
    }
  }
}
