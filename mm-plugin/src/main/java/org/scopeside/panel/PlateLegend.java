package org.scopeside.panel;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.MeasureChoice;

/** What the colours of the plate mean, from lowest to highest, and those marks that are on it. */
final class PlateLegend extends JComponent {
  private @Nullable ColourRange range;
  private String unit = "";
  private Set<WellMark> marks = EnumSet.noneOf(WellMark.class);
  private boolean planned;
  private boolean acquiring;
  private BooleanSupplier ticks = () -> false;

  void show(
      @Nullable ColourRange colours,
      List<MeasureChoice> measures,
      String measure,
      List<WellLook> looks,
      boolean cameraIsOnOne,
      BooleanSupplier wellsAreTiny) {
    range = colours;
    unit = labelOf(measures, measure);
    acquiring = cameraIsOnOne;
    ticks = wellsAreTiny;
    marks = EnumSet.noneOf(WellMark.class);
    planned = false;
    for (WellLook look : looks) {
      marks.addAll(look.marks());
      planned |= look.stage() == WellLook.Stage.PLANNED;
    }
    repaint();
  }

  private static String labelOf(List<MeasureChoice> measures, String name) {
    for (MeasureChoice measure : measures) {
      if (measure.name().equals(name)) {
        return measure.unit().isEmpty() ? measure.label() : measure.unit();
      }
    }
    return "";
  }

  @Override
  public Dimension getPreferredSize() {
    return new Dimension(Em.px(40), Em.px(1.8));
  }

  @Override
  public Dimension getMinimumSize() {
    return new Dimension(Em.px(20), Em.px(1.8));
  }

  @Override
  protected void paintComponent(Graphics g) {
    Graphics2D pen = Pen.of(g);
    pen.setFont(Em.font(0.9, Font.PLAIN));
    double x = scale(pen, 0);
    if (acquiring) {
      x = explained(pen, x, "acquiring now", this::sampleAcquiring);
    }
    if (planned) {
      x = explained(pen, x, "planned", this::samplePlanned);
    }
    boolean tiny = ticks.getAsBoolean();
    if (tiny && !marks.isEmpty()) {
      x = explained(pen, x, "flagged or failed: point at it", this::sampleTick);
    }
    for (WellMark mark : tiny ? EnumSet.noneOf(WellMark.class) : marks) {
      x = explained(pen, x, mark.words(), (p, cx, cy) -> mark.paint(p, cx, cy, Em.px(0.42)));
    }
    pen.dispose();
  }

  private double scale(Graphics2D pen, double x) {
    ColourRange shown = range;
    if (shown == null) {
      return x;
    }
    FontMetrics metrics = pen.getFontMetrics();
    double next = Math.rint(text(pen, x, Words.number(shown.low()), Ink.TEXT) + Em.px(0.5));
    int width = Em.px(9);
    int height = Em.px(0.8);
    double top = Math.rint((getHeight() - height) / 2.0);
    for (int i = 0; i < width; i++) {
      pen.setColor(Viridis.at(i / (width - 1.0)));
      pen.fill(new Rectangle2D.Double(next + i, top, 1, height));
    }
    next = text(pen, next + width + Em.px(0.5), Words.number(shown.high()), Ink.TEXT);
    next = text(pen, next + metrics.charWidth(' '), unit, Ink.MUTED);
    return next + Em.px(1.6);
  }

  private double text(Graphics2D pen, double x, String text, Ink ink) {
    FontMetrics metrics = pen.getFontMetrics();
    pen.setColor(Palette.current().ink(ink));
    double baseline = (getHeight() + metrics.getAscent() - metrics.getDescent()) / 2.0;
    pen.drawString(text, (float) x, (float) baseline);
    return x + metrics.stringWidth(text);
  }

  private interface Sample {
    void paint(Graphics2D pen, double centreX, double centreY);
  }

  private double explained(Graphics2D pen, double x, String words, Sample sample) {
    double needed = Em.px(1.4) + pen.getFontMetrics().stringWidth(words);
    if (x + needed > getWidth()) {
      return x;
    }
    sample.paint(pen, x + Em.px(0.5), getHeight() / 2.0);
    return text(pen, x + Em.px(1.4), words, Ink.MUTED) + Em.px(1.2);
  }

  private void sampleAcquiring(Graphics2D pen, double x, double y) {
    square(pen, x, y, Palette.current().ink(Ink.TEXT), 2);
  }

  private void samplePlanned(Graphics2D pen, double x, double y) {
    square(pen, x, y, Palette.current().slot(), 1);
  }

  private void sampleTick(Graphics2D pen, double x, double y) {
    double half = Em.px(0.45);
    Rectangle2D well = new Rectangle2D.Double(x - half, y - half, 2 * half, 2 * half);
    pen.setColor(Viridis.at(0.45));
    pen.fill(well);
    WellPainter.tick(pen, well);
  }

  private static void square(Graphics2D pen, double x, double y, Color colour, float width) {
    double half = Em.px(0.42);
    pen.setColor(colour);
    pen.setStroke(new BasicStroke(width));
    pen.draw(
        new RoundRectangle2D.Double(
            x - half, y - half, 2 * half, 2 * half, half * 0.6, half * 0.6));
  }

  /** The same in words. */
  String spoken() {
    ColourRange shown = range;
    return shown == null
        ? "no values yet"
        : Words.number(shown.low()) + " to " + Words.number(shown.high()) + " " + unit;
  }

  @Override
  public AccessibleContext getAccessibleContext() {
    if (accessibleContext == null) {
      accessibleContext = new SpokenLegend();
    }
    return accessibleContext;
  }

  private final class SpokenLegend extends AccessibleJComponent {
    @Override
    public String getAccessibleName() {
      return "Colours: " + spoken();
    }

    @Override
    public AccessibleRole getAccessibleRole() {
      return AccessibleRole.LABEL;
    }
  }
}
