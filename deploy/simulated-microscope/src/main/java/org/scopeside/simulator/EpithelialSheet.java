package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scopeside.simulator.SoftShape.Lobe;

/**
 * Lays out a sheet of polygonal cells: a power diagram (Aurenhammer 1987) of scattered sites after
 * a few steps of Lloyd's relaxation, whose borders the canvas bends. Some sites are taken away
 * again, at the sheet's edge and within it; what no site is near to stays empty. For one thread.
 */
final class EpithelialSheet {

  private final LabelCanvas canvas;
  private final SeededRandom random;
  private final double spacing;

  /** Relative change of the spacing over half the plane. */
  private final double slopeX;

  private final double slopeY;

  /** Distances are measured in a stretched plane, so that cells may be longer than wide. */
  private final float metricXx;

  private final float metricXy;
  private final float metricYy;

  private double[] siteX = new double[0];
  private double[] siteY = new double[0];
  private final double reachShare;

  private EpithelialSheet(LabelCanvas canvas, SeededRandom random, double spacing) {
    this.canvas = canvas;
    this.random = random;
    this.spacing = spacing;
    double gradient = random.uniform() < 0.5 ? 0 : random.uniform(0, 0.5);
    double uphill = random.uniform(0, 2 * StrictMath.PI);
    slopeX = gradient * StrictMath.cos(uphill);
    slopeY = gradient * StrictMath.sin(uphill);
    double stretch = random.uniform() < 0.5 ? 1 : random.uniform(1, 1.7);
    double along = random.uniform(0, StrictMath.PI);
    double cos = StrictMath.cos(along);
    double sin = StrictMath.sin(along);
    metricXx = (float) (cos * cos / stretch + sin * sin * stretch);
    metricXy = (float) (cos * sin * (1 / stretch - stretch));
    metricYy = (float) (sin * sin / stretch + cos * cos * stretch);
    reachShare = random.uniform(0.75, 1.1);
  }

  static CellLayout layOut(int sizeX, int sizeY, SeededRandom random) {
    double spacing = CellLayout.logUniform(random, 12, 75);
    LabelCanvas canvas =
        new LabelCanvas(
            sizeX, sizeY, random, spacing * random.uniform(0.01, 0.05), 0.12 * spacing + 0.8);
    EpithelialSheet sheet = new EpithelialSheet(canvas, random, spacing);
    sheet.scatterSites();
    int steps = random.below(4);
    for (int i = 0; i < steps; i++) {
      sheet.relax();
    }
    sheet.thinOut();
    return sheet.settle();
  }

  private double spacingAt(double x, double y) {
    double u = 2 * x / canvas.sizeX - 1;
    double v = 2 * y / canvas.sizeY - 1;
    return spacing * Math.max(0.5, Math.min(1.6, 1 + slopeX * u + slopeY * v));
  }

  /** Distance squared in the stretched plane. */
  private float squared(float dx, float dy) {
    return dx * dx * metricXx + 2 * dx * dy * metricXy + dy * dy * metricYy;
  }

  /** Sites at random, none nearer to another than three quarters of the spacing. */
  private void scatterSites() {
    double margin = 1.5 * spacing;
    double width = canvas.sizeX + 2 * margin;
    double height = canvas.sizeY + 2 * margin;
    int tries = (int) (10 * width * height / (spacing * spacing));
    double cell = spacing;
    int columns = (int) (width / cell) + 1;
    int rows = (int) (height / cell) + 1;
    int[] head = new int[columns * rows];
    Arrays.fill(head, -1);
    double[] xs = new double[tries];
    double[] ys = new double[tries];
    int[] next = new int[tries];
    int count = 0;
    for (int i = 0; i < tries; i++) {
      double x = random.uniform(-margin, canvas.sizeX + margin);
      double y = random.uniform(-margin, canvas.sizeY + margin);
      double least = 0.75 * spacingAt(x, y);
      int column = (int) ((x + margin) / cell);
      int row = (int) ((y + margin) / cell);
      boolean free = true;
      for (int r = Math.max(0, row - 2); free && r <= Math.min(rows - 1, row + 2); r++) {
        for (int c = Math.max(0, column - 2); free && c <= Math.min(columns - 1, column + 2); c++) {
          for (int j = head[r * columns + c]; free && j >= 0; j = next[j]) {
            free = squared((float) (xs[j] - x), (float) (ys[j] - y)) > least * least;
          }
        }
      }
      if (free) {
        xs[count] = x;
        ys[count] = y;
        next[count] = head[row * columns + column];
        head[row * columns + column] = count++;
      }
    }
    siteX = Arrays.copyOf(xs, count);
    siteY = Arrays.copyOf(ys, count);
  }

  /** Moves each site to the centre of its region, measured on a coarse lattice. */
  private void relax() {
    double lattice = Math.max(2, spacing / 7);
    double margin = 1.5 * spacing;
    int columns = (int) ((canvas.sizeX + 2 * margin) / lattice);
    int rows = (int) ((canvas.sizeY + 2 * margin) / lattice);
    float[] nearest = new float[columns * rows];
    int[] owner = new int[columns * rows];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    Arrays.fill(owner, -1);
    for (int s = 0; s < siteX.length; s++) {
      double reach = 1.6 * spacingAt(siteX[s], siteY[s]);
      int left = Math.max(0, (int) ((siteX[s] - reach + margin) / lattice));
      int right = Math.min(columns - 1, (int) ((siteX[s] + reach + margin) / lattice));
      int top = Math.max(0, (int) ((siteY[s] - reach + margin) / lattice));
      int bottom = Math.min(rows - 1, (int) ((siteY[s] + reach + margin) / lattice));
      for (int r = top; r <= bottom; r++) {
        for (int c = left; c <= right; c++) {
          float d =
              squared(
                  (float) (c * lattice - margin - siteX[s]),
                  (float) (r * lattice - margin - siteY[s]));
          if (d < nearest[r * columns + c]) {
            nearest[r * columns + c] = d;
            owner[r * columns + c] = s;
          }
        }
      }
    }
    moveToCentres(owner, columns, lattice, margin);
  }

  private void moveToCentres(int[] owner, int columns, double lattice, double margin) {
    double[] sumX = new double[siteX.length];
    double[] sumY = new double[siteX.length];
    int[] points = new int[siteX.length];
    for (int i = 0; i < owner.length; i++) {
      if (owner[i] >= 0) {
        int row = i / columns;
        sumX[owner[i]] += (i - row * columns) * lattice - margin;
        sumY[owner[i]] += row * lattice - margin;
        points[owner[i]]++;
      }
    }
    for (int s = 0; s < siteX.length; s++) {
      if (points[s] > 0) {
        siteX[s] = sumX[s] / points[s];
        siteY[s] = sumY[s] / points[s];
      }
    }
  }

  /** Takes sites away: single ones, and all beyond a wavy shore. */
  private void thinOut() {
    double holes = random.uniform() < 0.5 ? 0.01 : random.uniform(0.02, 0.15);
    SmoothNoise land = new SmoothNoise(random, random.uniform(1.2, 4) * spacing);
    double sea = random.uniform() < 0.4 ? -9 : random.uniform(-1.3, 0.4);
    int kept = 0;
    for (int s = 0; s < siteX.length; s++) {
      boolean gone = random.uniform() < holes || land.at((float) siteX[s], (float) siteY[s]) < sea;
      if (!gone) {
        siteX[kept] = siteX[s];
        siteY[kept++] = siteY[s];
      }
    }
    siteX = Arrays.copyOf(siteX, kept);
    siteY = Arrays.copyOf(siteY, kept);
  }

  private CellLayout settle() {
    double unequal = random.uniform(0, 0.25);
    float[] nearest = new float[canvas.labels.length];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    List<SoftShape> cells = new ArrayList<>();
    for (int s = 0; s < siteX.length; s++) {
      double local = spacingAt(siteX[s], siteY[s]);
      float weight = (float) (random.uniform(-unequal, unequal) * local * local);
      double limit = local * reachShare * random.uniform(0.85, 1.1);
      Lobe lobe = Lobe.draw(random, siteX[s], siteY[s], limit, limit, 0, 0.3);
      cells.add(SoftShape.of(lobe));
      claim(cells.get(s), weight, s + 1, nearest);
    }
    return CellLayout.settled(canvas, cells, spacing);
  }

  /** Claims what is nearer to this cell than to others and not beyond its own reach. */
  private void claim(SoftShape cell, float weight, int label, float[] nearest) {
    for (int y = canvas.top(cell); y <= canvas.bottom(cell); y++) {
      for (int x = canvas.left(cell); x <= canvas.right(cell); x++) {
        int i = y * canvas.sizeX + x;
        float dx = canvas.sourceX(x, y) - cell.x;
        float dy = canvas.sourceY(x, y) - cell.y;
        float power = squared(dx, dy) - weight;
        if (power < nearest[i] && cell.depth(cell.x + dx, cell.y + dy) > 0) {
          nearest[i] = power;
          canvas.labels[i] = label;
        }
      }
    }
  }
}
