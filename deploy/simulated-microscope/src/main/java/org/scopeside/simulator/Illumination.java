package org.scopeside.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The light of one plane: uneven background, haze of out-of-focus light around cells, vignetting
 * and, where there is one, a bubble. Background and haze are slow, so they are kept on a lattice
 * and interpolated; vignetting is cos⁴ of the angle to the optical axis, 1 / (1 + tan²)².
 */
final class Illumination {

  private static final int SPACING = 32;

  /** Share of a nucleus' light that is spread over tens of micrometres around it. */
  private static final double HAZE = 0.15;

  private final int sizeX;
  private final int sizeY;
  private final int columns;

  /** Background light at lattice points, {@code [y / SPACING][x / SPACING]}, in counts. */
  private final float[] lattice;

  private final float[] latticeRow;
  private final float[] background;
  private final float axisX;
  private final float axisY;

  /** tan² of the angle to the axis for a pixel at distance 1. */
  private final float tangent;

  private final @Nullable Bubble bubble;

  Illumination(SimulationSettings settings, FieldLayout layout, long fieldKey, int channel) {
    sizeX = settings.sizeX();
    sizeY = settings.sizeY();
    columns = sizeX / SPACING + 2;
    int rows = sizeY / SPACING + 2;
    bubble = layout.bubble();
    SeededRandom random = new SeededRandom(SeededRandom.key(fieldKey, 'b', channel));
    lattice = haze(layout.nuclei(), columns, rows, Stain.ofChannel(channel));
    addGradient(random, rows);
    latticeRow = new float[columns];
    background = new float[sizeX];
    // The axis is the instrument's: the same in every field.
    SeededRandom optics = new SeededRandom(SeededRandom.key(settings.seed(), 'v'));
    axisX = (float) (sizeX * optics.uniform(0.46, 0.54));
    axisY = (float) (sizeY * optics.uniform(0.46, 0.54));
    double corner = 0.25 * ((double) sizeX * sizeX + (double) sizeY * sizeY);
    tangent = (float) (optics.uniform(0.12, 0.17) / corner);
  }

  private void addGradient(SeededRandom random, int rows) {
    double base = 170 * random.factor(0.2);
    double slopeX = random.uniform(-0.18, 0.18);
    double slopeY = random.uniform(-0.18, 0.18);
    double twist = random.uniform(-0.10, 0.10);
    for (int r = 0; r < rows; r++) {
      double v = 2.0 * r / (rows - 1) - 1;
      for (int c = 0; c < columns; c++) {
        double u = 2.0 * c / (columns - 1) - 1;
        lattice[r * columns + c] += (float) (base * (1 + slopeX * u + slopeY * v + twist * u * v));
      }
    }
  }

  private static float[] haze(List<Nucleus> nuclei, int columns, int rows, Stain stain) {
    float[] flux = new float[columns * rows];
    for (Nucleus nucleus : nuclei) {
      double x = clamp((double) nucleus.originX() / SPACING, columns);
      double y = clamp((double) nucleus.originY() / SPACING, rows);
      int c = Math.min((int) x, columns - 2);
      int r = Math.min((int) y, rows - 2);
      float fx = (float) (x - c);
      float fy = (float) (y - r);
      NucleusShape shape = nucleus.shape();
      double area = StrictMath.PI * shape.halfLength * shape.halfWidth;
      double light = stain == Stain.NUCLEUS ? nucleus.level() * area : 3000 * area;
      float amount = (float) (HAZE * light / (SPACING * SPACING));
      flux[r * columns + c] += amount * (1 - fx) * (1 - fy);
      flux[r * columns + c + 1] += amount * fx * (1 - fy);
      flux[(r + 1) * columns + c] += amount * (1 - fx) * fy;
      flux[(r + 1) * columns + c + 1] += amount * fx * fy;
    }
    for (int pass = 0; pass < 2; pass++) {
      smooth(flux, columns, rows, 1, columns);
      smooth(flux, rows, columns, columns, 1);
    }
    return flux;
  }

  private static double clamp(double at, int points) {
    return Math.max(0, Math.min(points - 1.0, at));
  }

  /** Weights 1 2 1 along lines of {@code length} points with the given strides, in place. */
  private static void smooth(float[] flux, int length, int lines, int step, int lineStep) {
    for (int line = 0; line < lines; line++) {
      int at = line * lineStep;
      float before = flux[at];
      for (int k = 0; k < length; k++, at += step) {
        float here = flux[at];
        float after = k + 1 < length ? flux[at + step] : here;
        flux[at] = 0.25f * (before + 2 * here + after);
        before = here;
      }
    }
  }

  /**
   * Turns fluorescence into light on the camera.
   *
   * @param light {@code [x]}, fluorescence of row {@code y} in, light out, both in counts
   * @param efficiency share of the fluorescence that reaches this plane
   */
  void light(float[] light, int y, float efficiency) {
    interpolateBackground(y);
    float dy = y - axisY;
    float dy2 = dy * dy;
    for (int x = 0; x < light.length; x++) {
      float dx = x - axisX;
      float k = 1 + tangent * (dx * dx + dy2);
      light[x] = (light[x] * efficiency + background[x]) / (k * k);
    }
    if (bubble != null) {
      bubble.refract(light, y);
    }
  }

  private void interpolateBackground(int y) {
    int r = y / SPACING * columns;
    float fy = (float) (y % SPACING) / SPACING;
    for (int c = 0; c < columns; c++) {
      latticeRow[c] = lattice[r + c] + fy * (lattice[r + columns + c] - lattice[r + c]);
    }
    for (int c = 0; c * SPACING < sizeX; c++) {
      int from = c * SPACING;
      int length = Math.min(SPACING, sizeX - from);
      float start = latticeRow[c];
      float slope = (latticeRow[c + 1] - start) / SPACING;
      for (int i = 0; i < length; i++) {
        background[from + i] = start + slope * i;
      }
    }
  }
}
