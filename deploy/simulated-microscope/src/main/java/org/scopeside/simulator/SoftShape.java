package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * An outline as the zero level of a depth, which is positive inside and about a distance in pixels
 * near the outline: a blend of lobes and limbs. Immutable. Only operations whose results Java
 * prescribes to the bit stand in {@link #depth}, so a shape has the same pixels everywhere.
 */
final class SoftShape {

  /** One piece of a shape. */
  sealed interface Part permits Lobe, Limb {
    float depth(float x, float y);

    /** Beyond this from ({@code x}, {@code y}) the depth is negative. */
    float reachFrom(float x, float y);
  }

  /** The part that would hold the nucleus. */
  final Lobe body;

  /** Centre of the body. */
  final float x;

  final float y;

  /** No pixel of the shape is farther from (x, y), along an axis. */
  final float reach;

  private final Part[] parts;

  /** Pixels over which two parts flow into each other. */
  private final float blend;

  private SoftShape(Lobe body, List<Part> parts, float blend) {
    this.body = body;
    this.x = body.x;
    this.y = body.y;
    this.parts = parts.toArray(Part[]::new);
    this.blend = blend;
    float most = 0;
    for (Part part : parts) {
      most = Math.max(most, part.reachFrom(x, y));
    }
    reach = most + blend;
  }

  static SoftShape of(Lobe body) {
    return new SoftShape(body, List.of(body), 0.5f);
  }

  /** A body with other parts that flow into it over {@code blend} pixels. */
  static SoftShape of(Lobe body, List<? extends Part> others, double blend) {
    List<Part> parts = new ArrayList<>();
    parts.add(body);
    parts.addAll(others);
    return new SoftShape(body, parts, (float) Math.max(0.5, blend));
  }

  /** Positive inside, in pixels. */
  float depth(float px, float py) {
    float depth = parts[0].depth(px, py);
    for (int i = 1; i < parts.length; i++) {
      float other = parts[i].depth(px, py);
      // Quilez' polynomial smooth maximum.
      float near = Math.max(0, blend - Math.abs(depth - other)) / blend;
      depth = Math.max(depth, other) + 0.25f * near * near * blend;
    }
    return depth;
  }

  /** An ellipse whose radius has harmonics of the angle. */
  static final class Lobe implements Part {
    private static final int HARMONICS = 5;

    final float x;
    final float y;
    final float halfLength;
    final float halfWidth;

    /** Direction of the long axis. */
    final float cos;

    final float sin;

    private final float[] even;
    private final float[] odd;
    private final float widest;

    private Lobe(
        double x, double y, double halfLength, double halfWidth, double angle, float[][] waves) {
      this.x = (float) x;
      this.y = (float) y;
      this.halfLength = (float) halfLength;
      this.halfWidth = (float) halfWidth;
      cos = (float) StrictMath.cos(angle);
      sin = (float) StrictMath.sin(angle);
      even = waves[0];
      odd = waves[1];
      float most = 1;
      for (int k = 0; k < even.length; k++) {
        most += Math.abs(even[k]) + Math.abs(odd[k]);
      }
      widest = most;
    }

    /**
     * Draws a lobe.
     *
     * @param irregularity spread of the radius, relative; 0 is a plain ellipse
     */
    static Lobe draw(
        SeededRandom random,
        double x,
        double y,
        double halfLength,
        double halfWidth,
        double angle,
        double irregularity) {
      float[][] waves = new float[2][HARMONICS - 1];
      for (int k = 2; k <= HARMONICS; k++) {
        double amplitude = irregularity / k * Math.max(-2, Math.min(2, random.normal()));
        double phase = random.uniform(0, 2 * StrictMath.PI);
        waves[0][k - 2] = (float) (amplitude * StrictMath.cos(phase));
        waves[1][k - 2] = (float) (amplitude * StrictMath.sin(phase));
      }
      return new Lobe(x, y, halfLength, halfWidth, angle, waves);
    }

    @Override
    public float depth(float px, float py) {
      float u = px - x;
      float v = py - y;
      float p = (u * cos + v * sin) / halfLength;
      float q = (v * cos - u * sin) / halfWidth;
      float radius = (float) Math.sqrt(p * p + q * q);
      if (radius < 1e-6f) {
        return halfWidth;
      }
      if (radius > widest) {
        return (1 - radius) * halfWidth;
      }
      // Powers of exp(i angle) give the harmonics without an angle.
      float c = p / radius;
      float s = q / radius;
      float re = c;
      float im = s;
      float outline = 1;
      for (int k = 0; k < even.length; k++) {
        float next = re * c - im * s;
        im = re * s + im * c;
        re = next;
        outline += even[k] * re + odd[k] * im;
      }
      return (outline - radius) * halfWidth;
    }

    @Override
    public float reachFrom(float px, float py) {
      float away = Math.max(Math.abs(x - px), Math.abs(y - py));
      return away + widest * Math.max(halfLength, halfWidth);
    }
  }

  /** A bent arm that gets thinner: a chain of cones, as a protrusion of a cell. */
  static final class Limb implements Part {
    private static final int JOINTS = 6;

    private final float[] xs = new float[JOINTS];
    private final float[] ys = new float[JOINTS];
    private final float[] radii = new float[JOINTS];

    private Limb() {}

    /** From (x, y) along {@code angle}, turning by {@code bend} radians in all. */
    static Limb of(
        double x,
        double y,
        double angle,
        double bend,
        double length,
        double startRadius,
        double endRadius) {
      Limb limb = new Limb();
      double step = length / (JOINTS - 1);
      double atX = x;
      double atY = y;
      for (int j = 0; j < JOINTS; j++) {
        double along = j / (JOINTS - 1.0);
        limb.xs[j] = (float) atX;
        limb.ys[j] = (float) atY;
        limb.radii[j] = (float) (startRadius + (endRadius - startRadius) * Math.sqrt(along));
        double direction = angle + bend * along;
        atX += step * StrictMath.cos(direction);
        atY += step * StrictMath.sin(direction);
      }
      return limb;
    }

    @Override
    public float depth(float px, float py) {
      float most = Float.NEGATIVE_INFINITY;
      for (int j = 0; j + 1 < JOINTS; j++) {
        float dx = xs[j + 1] - xs[j];
        float dy = ys[j + 1] - ys[j];
        float u = px - xs[j];
        float v = py - ys[j];
        float t = Math.max(0, Math.min(1, (u * dx + v * dy) / (dx * dx + dy * dy)));
        float ex = u - t * dx;
        float ey = v - t * dy;
        float radius = radii[j] + t * (radii[j + 1] - radii[j]);
        most = Math.max(most, radius - (float) Math.sqrt(ex * ex + ey * ey));
      }
      return most;
    }

    @Override
    public float reachFrom(float px, float py) {
      float most = 0;
      for (int j = 0; j < JOINTS; j++) {
        float away = Math.max(Math.abs(xs[j] - px), Math.abs(ys[j] - py));
        most = Math.max(most, away + radii[j]);
      }
      return most;
    }
  }
}
