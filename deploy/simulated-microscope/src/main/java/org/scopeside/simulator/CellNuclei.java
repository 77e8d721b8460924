package org.scopeside.simulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.scopeside.simulator.SoftShape.Lobe;

/** Places a nucleus inside each cell of a layout, where it can be seen. For one thread. */
final class CellNuclei {

  /** Between a nucleus and the outline of its cell lie at least this many pixels, less a half. */
  private static final float MARGIN = 1.5f;

  private static final float NOWHERE = -1e6f;

  private final CellLayout layout;
  private final SeededRandom random;
  private final float[] distances;

  /** Nuclei with their cells' labels. */
  final LabelCanvas canvas;

  /** Depth of a pixel in the nucleus of its cell, {@code [y][x]}. */
  final float[] depths;

  /** Index is the label; null where the nucleus of a cell cannot be seen. */
  private final @Nullable SoftShape[] shapes;

  CellNuclei(CellLayout layout, CellKind kind, float[] distances, SeededRandom random) {
    this.layout = layout;
    this.random = random;
    this.distances = distances;
    LabelCanvas cells = layout.canvas();
    canvas = new LabelCanvas(cells.sizeX, cells.sizeY, random, 0.15, 3);
    depths = new float[cells.labels.length];
    Arrays.fill(depths, NOWHERE);
    shapes = new SoftShape[layout.cells().size() + 1];
    place(kind);
  }

  @Nullable SoftShape shape(int label) {
    return shapes[label];
  }

  private void place(CellKind kind) {
    double least =
        switch (kind) {
          case MACROPHAGE -> 0.34;
          case EPITHELIAL -> 0.42;
          case TISSUE -> 0.6;
          case ROUND -> 0.45;
        };
    double share = random.uniform(least, least + 0.25);
    double hidden = random.uniform() < 0.3 ? random.uniform(0.02, 0.1) : 0.01;
    CellFigures figures = new CellFigures();
    for (int label = 1; label < shapes.length; label++) {
      double radius = 0.5 * share * figures.diameter(label) * random.factor(0.12);
      SoftShape nucleus = nucleus(label, figures, Math.max(2.2, radius));
      if (random.uniform() >= hidden) {
        shapes[label] = nucleus;
        claim(nucleus, label);
      }
    }
    int[] area = canvas.keepLargestPieces(shapes.length - 1, 6);
    for (int label = 1; label < shapes.length; label++) {
      shapes[label] = area[label] == 0 ? null : shapes[label];
    }
  }

  private SoftShape nucleus(int label, CellFigures figures, double radius) {
    SoftShape cell = layout.cells().get(label - 1);
    double x = cell.x + 0.15 * radius * random.normal();
    double y = cell.y + 0.15 * radius * random.normal();
    if (figures.distance(x, y, label) < 0.8 * radius) {
      int row = figures.deepest[label] / canvas.sizeX;
      x = figures.deepest[label] - row * canvas.sizeX;
      y = row;
    }
    double stretch = Math.sqrt(random.uniform(1, 1.7));
    boolean aligned = random.uniform() < 0.6;
    double angle =
        aligned
            ? StrictMath.atan2(cell.body.sin, cell.body.cos) + random.uniform(-0.3, 0.3)
            : random.uniform(0, StrictMath.PI);
    Lobe lobe = Lobe.draw(random, x, y, radius * stretch, radius / stretch, angle, 0.14);
    return SoftShape.of(lobe);
  }

  private void claim(SoftShape nucleus, int label) {
    // Far from the nucleus the stain of the cytoplasm still asks how far it is.
    LabelCanvas cells = layout.canvas();
    SoftShape cell = layout.cells().get(label - 1);
    for (int y = cells.top(cell); y <= cells.bottom(cell); y++) {
      for (int x = cells.left(cell); x <= cells.right(cell); x++) {
        int i = y * cells.sizeX + x;
        if (cells.labels[i] == label) {
          depths[i] = canvas.depth(nucleus, x, y);
          if (depths[i] > 0 && distances[i] >= MARGIN) {
            canvas.labels[i] = label;
          }
        }
      }
    }
  }

  /** Size and innermost pixel of each cell; index is the label. */
  private final class CellFigures {
    final int[] deepest = new int[layout.cells().size() + 1];
    private final int[] area = new int[deepest.length];
    private final boolean[] cut = new boolean[deepest.length];
    private final double typical;

    CellFigures() {
      LabelCanvas cells = layout.canvas();
      for (int i = 0; i < cells.labels.length; i++) {
        int label = cells.labels[i];
        if (label != 0) {
          if (area[label]++ == 0 || distances[i] > distances[deepest[label]]) {
            deepest[label] = i;
          }
          int x = i % cells.sizeX;
          int y = i / cells.sizeX;
          cut[label] |= x == 0 || y == 0 || x == cells.sizeX - 1 || y == cells.sizeY - 1;
        }
      }
      typical = ObjectSizes.medianDiameterPx(cells.labels, deepest.length - 1);
    }

    /** Of a disc of the cell's area; of a typical cell, where part of it is outside. */
    double diameter(int label) {
      double own = Math.sqrt(4 * area[label] / StrictMath.PI);
      return cut[label] ? Math.max(own, typical) : own;
    }

    /** Distance to the outline; large outside the image, where cells go on. */
    double distance(double x, double y, int label) {
      int column = (int) Math.rint(x);
      int row = (int) Math.rint(y);
      if (column < 0 || row < 0 || column >= canvas.sizeX || row >= canvas.sizeY) {
        return Double.MAX_VALUE;
      }
      int i = row * canvas.sizeX + column;
      return layout.canvas().labels[i] == label ? distances[i] : 0;
    }
  }
}
