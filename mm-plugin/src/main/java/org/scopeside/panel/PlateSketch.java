package org.scopeside.panel;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import javax.swing.JComponent;

/** A small plate as a sign of what is going to be here. */
final class PlateSketch extends JComponent {
  private static final int ROWS = 4;
  private static final int COLUMNS = 6;
  private static final double CELL_EM = 1.35;

  @Override
  public Dimension getPreferredSize() {
    return new Dimension(Em.px(CELL_EM * COLUMNS), Em.px(CELL_EM * ROWS));
  }

  @Override
  public Dimension getMaximumSize() {
    return getPreferredSize();
  }

  @Override
  protected void paintComponent(Graphics g) {
    Graphics2D pen = Pen.of(g);
    double cell = getWidth() / (double) COLUMNS;
    double size = cell * 0.78;
    for (int i = 0; i < ROWS * COLUMNS; i++) {
      int row = i / COLUMNS;
      int column = i % COLUMNS;
      boolean done = i < ROWS * COLUMNS * 2 / 3;
      pen.setColor(done ? Viridis.at(0.9 - 0.13 * column + 0.05 * row) : Palette.current().track());
      pen.fill(new Ellipse2D.Double(column * cell, row * cell, size, size));
    }
    pen.dispose();
  }
}
