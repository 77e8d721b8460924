package org.scopeside.panel;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;

/** Words of any length that break into lines where the place ends. */
final class WrappedText extends JComponent {
  private Ink ink;
  private final double scale;
  private final int style;
  private String text;
  private final double preferredEm;
  private boolean centred;

  /**
   * @param preferredEm the width that it asks for; it takes any
   */
  WrappedText(String text, Ink ink, double scale, int style, double preferredEm) {
    this.text = text;
    this.ink = ink;
    this.scale = scale;
    this.style = style;
    this.preferredEm = preferredEm;
  }

  /** Puts the lines into the middle of a place that is taller than they are. */
  WrappedText centred() {
    centred = true;
    return this;
  }

  void setText(String changed) {
    setText(changed, ink);
  }

  void setText(String changed, Ink changedInk) {
    if (!text.equals(changed) || ink != changedInk) {
      text = changed;
      ink = changedInk;
      revalidate();
      repaint();
    }
  }

  String text() {
    return text;
  }

  @Override
  public void setBounds(int x, int y, int width, int height) {
    boolean rewrapped = width != getWidth();
    super.setBounds(x, y, width, height);
    if (rewrapped) {
      // Not now: who lays it out would take what it is being told for done.
      SwingUtilities.invokeLater(this::revalidate);
    }
  }

  @Override
  public Dimension getPreferredSize() {
    FontMetrics metrics = getFontMetrics(font());
    int wanted = Em.px(preferredEm);
    int width = 0;
    for (String line : lines(metrics, wanted)) {
      width = Math.max(width, metrics.stringWidth(line));
    }
    int given = getWidth() > 0 ? getWidth() : wanted;
    return new Dimension(
        Math.min(width, wanted), lines(metrics, given).size() * metrics.getHeight());
  }

  @Override
  public Dimension getMinimumSize() {
    return new Dimension(0, getPreferredSize().height);
  }

  @Override
  public Dimension getMaximumSize() {
    return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
  }

  private Font font() {
    return Em.font(scale, style);
  }

  private List<String> lines(FontMetrics metrics, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && metrics.stringWidth(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  @Override
  protected void paintComponent(Graphics g) {
    Graphics2D pen = Pen.of(g);
    pen.setFont(font());
    Color colour = Palette.current().ink(ink);
    pen.setColor(isEnabled() ? colour : Palette.current().ink(Ink.MUTED));
    FontMetrics metrics = pen.getFontMetrics();
    List<String> lines = lines(metrics, getWidth());
    int spare = getHeight() - lines.size() * metrics.getHeight();
    int baseline = metrics.getAscent() + (centred ? Math.max(0, spare / 2) : 0);
    for (String line : lines) {
      pen.drawString(line, 0, baseline);
      baseline += metrics.getHeight();
    }
    pen.dispose();
  }

  @Override
  public AccessibleContext getAccessibleContext() {
    if (accessibleContext == null) {
      accessibleContext = new SpokenText();
    }
    return accessibleContext;
  }

  private final class SpokenText extends AccessibleJComponent {
    @Override
    public String getAccessibleName() {
      return text;
    }

    @Override
    public AccessibleRole getAccessibleRole() {
      return AccessibleRole.LABEL;
    }
  }
}
