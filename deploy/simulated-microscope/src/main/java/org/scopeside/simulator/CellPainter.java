package org.scopeside.simulator;

import java.util.List;

/**
 * Paints the fluorescence of cells as it would be without optics, light or camera, in counts of the
 * 16-bit camera, into a frame {@code [y][x]}. Nuclei are painted exactly on their labelled pixels.
 * Immutable and safe for many threads; the frame belongs to the caller.
 */
final class CellPainter {

  /** Nucleus over cytoplasm without and with full response, as in translocation assays. */
  private static final double RATIO_AT_REST = 0.7;

  private static final double RATIO_AT_FULL_RESPONSE = 4.0;

  /** Area of the cytoplasm over the area of the nucleus: the protein moves, its amount stays. */
  private static final double CYTOPLASM_TO_NUCLEUS = 2.4;

  /** Farthest edge of an unevenly spread cytoplasm, relative to its ellipse. */
  private static final float CYTOPLASM_REACH = 1.4f;

  private final int sizeX;
  private final int sizeY;
  private final double pixelSizeUm;
  private final float[] texture;

  CellPainter(SimulationSettings settings) {
    sizeX = settings.sizeX();
    sizeY = settings.sizeY();
    pixelSizeUm = settings.pixelSizeUm();
    texture = new TextureTile(pixelSizeUm).values;
  }

  /** Adds the stain of all cells and specks; {@code frame} is zero before. */
  void paint(float[] frame, Stain stain, FieldLayout layout, double response) {
    List<Nucleus> nuclei = layout.nuclei();
    if (stain == Stain.NUCLEUS) {
      for (Nucleus nucleus : nuclei) {
        paintNucleus(frame, nucleus);
      }
    } else {
      for (Nucleus nucleus : nuclei) {
        paintCytoplasm(frame, stain, nucleus, response);
      }
      for (Nucleus nucleus : nuclei) {
        fillNucleus(frame, nucleus, levelInNucleus(stain, nucleus, response));
      }
    }
    float share = stain == Stain.NUCLEUS ? 1 : 0.3f;
    for (Speck speck : layout.specks()) {
      speck.paint(frame, sizeX, sizeY, share);
    }
  }

  private void paintNucleus(float[] frame, Nucleus nucleus) {
    NucleusShape shape = nucleus.shape();
    SeededRandom look = new SeededRandom(nucleus.lookSeed());
    int textureX = look.below(TextureTile.SIZE);
    int textureY = look.below(TextureTile.SIZE);
    float contrast =
        switch (nucleus.state()) {
          case INTERPHASE -> (float) look.uniform(0.12, 0.22);
          case MITOTIC -> 0.10f;
          case DEAD -> 0.05f;
        };
    float level = nucleus.level();
    float cosA = (float) (shape.cos / shape.halfLength);
    float sinA = (float) (shape.sin / shape.halfLength);
    float cosB = (float) (shape.cos / shape.halfWidth);
    float sinB = (float) (shape.sin / shape.halfWidth);
    int bottom = Math.min(sizeY - 1, nucleus.originY() + shape.top + shape.rows() - 1);
    for (int y = Math.max(0, nucleus.originY() + shape.top); y <= bottom; y++) {
      int v = y - nucleus.originY();
      int from = Math.max(0, nucleus.originX() + shape.first(v));
      int to = Math.min(sizeX - 1, nucleus.originX() + shape.last(v));
      int textureRow = ((v + textureY) & TextureTile.MASK) * TextureTile.SIZE;
      for (int x = from; x <= to; x++) {
        int u = x - nucleus.originX();
        float p = u * cosA + v * sinA;
        float q = v * cosB - u * sinB;
        float d = p * p + q * q;
        // Thinner towards the edge.
        float dome = Math.max(0.6f, 1.08f - 0.3f * d * d);
        float grain = texture[textureRow + ((u + textureX) & TextureTile.MASK)];
        frame[y * sizeX + x] = level * dome * Math.max(0.4f, 1 + contrast * grain);
      }
    }
    if (nucleus.state() == Nucleus.State.INTERPHASE) {
      darkenNucleoli(frame, nucleus, look);
    }
  }

  /** One to four spots without DNA, in the inner part of the nucleus. */
  private void darkenNucleoli(float[] frame, Nucleus nucleus, SeededRandom look) {
    NucleusShape shape = nucleus.shape();
    int spots = 1 + look.below(4);
    for (int i = 0; i < spots; i++) {
      double p = look.uniform(-0.5, 0.5) * shape.halfLength;
      double q = look.uniform(-0.5, 0.5) * shape.halfWidth;
      double spotX = p * shape.cos - q * shape.sin;
      double spotY = p * shape.sin + q * shape.cos;
      double radius = look.uniform(1.2, 2.2) / pixelSizeUm;
      float depth = (float) look.uniform(0.25, 0.5);
      int top = Math.max(shape.top, (int) Math.ceil(spotY - radius));
      int bottom = Math.min(shape.top + shape.rows() - 1, (int) Math.floor(spotY + radius));
      for (int v = top; v <= bottom; v++) {
        darkenRow(frame, nucleus, v, spotX, v - spotY, radius, depth);
      }
    }
  }

  private void darkenRow(
      float[] frame, Nucleus nucleus, int v, double spotX, double dy, double radius, float depth) {
    int y = nucleus.originY() + v;
    if (y < 0 || y >= sizeY) {
      return;
    }
    NucleusShape shape = nucleus.shape();
    int originX = nucleus.originX();
    int from = Math.max(shape.first(v), (int) Math.ceil(spotX - radius));
    int to = Math.min(shape.last(v), (int) Math.floor(spotX + radius));
    for (int u = Math.max(from, -originX); u <= Math.min(to, sizeX - 1 - originX); u++) {
      double dx = u - spotX;
      double inside = 1 - (dx * dx + dy * dy) / (radius * radius);
      if (inside > 0) {
        frame[y * sizeX + originX + u] *= (float) (1 - depth * inside);
      }
    }
  }

  private void paintCytoplasm(float[] frame, Stain stain, Nucleus nucleus, double response) {
    NucleusShape shape = nucleus.shape();
    SeededRandom look = new SeededRandom(SeededRandom.key(nucleus.lookSeed(), 'c'));
    boolean dead = nucleus.state() == Nucleus.State.DEAD;
    double rim = (dead ? 1 : look.uniform(5, 9)) / pixelSizeUm;
    double halfLength = shape.halfLength + rim;
    double halfWidth = shape.halfWidth + rim;
    float level = levelInCytoplasm(stain, nucleus, response);
    float twofold = dead ? 0 : (float) look.uniform(-0.2, 0.2);
    float threefold = dead ? 0 : (float) look.uniform(-0.3, 0.3);
    int textureX = look.below(TextureTile.SIZE);
    int textureY = look.below(TextureTile.SIZE);
    float cosA = (float) (shape.cos / halfLength);
    float sinA = (float) (shape.sin / halfLength);
    float cosB = (float) (shape.cos / halfWidth);
    float sinB = (float) (shape.sin / halfWidth);
    int reach = (int) Math.ceil(CYTOPLASM_REACH * halfLength);
    int left = Math.max(0, nucleus.originX() - reach);
    int right = Math.min(sizeX - 1, nucleus.originX() + reach);
    int bottom = Math.min(sizeY - 1, nucleus.originY() + reach);
    for (int y = Math.max(0, nucleus.originY() - reach); y <= bottom; y++) {
      int v = y - nucleus.originY();
      int textureRow = ((v + textureY) & TextureTile.MASK) * TextureTile.SIZE;
      for (int x = left; x <= right; x++) {
        int u = x - nucleus.originX();
        float p = u * cosA + v * sinA;
        float q = v * cosB - u * sinB;
        float round = p * p + q * q;
        // Second and third harmonics of the angle as polynomials: cells spread unevenly.
        float d = round + twofold * (p * p - q * q) + threefold * (p * p - 3 * q * q) * p;
        if (d < 1 && round < CYTOPLASM_REACH * CYTOPLASM_REACH) {
          float grain = texture[textureRow + ((u + textureX) & TextureTile.MASK)];
          float value = level * profile(stain, d, grain);
          int i = y * sizeX + x;
          frame[i] = Math.max(frame[i], value);
        }
      }
    }
  }

  /**
   * Share of the cell's level; {@code d} is 1 at the cell's edge and may be below 0 in its centre.
   */
  private static float profile(Stain stain, float d, float grain) {
    return switch (stain) {
      case TRANSLOCATING_PROTEIN -> Math.min(1, 2.5f * (1 - d)) * Math.max(0.3f, 1 + 0.12f * grain);
      case MEMBRANE -> {
        float t = (d - 0.86f) / 0.14f;
        yield 0.12f + Math.max(0, 1 - t * t);
      }
      // Threads follow the zero crossings of the texture.
      case MITOCHONDRIA -> Math.min(1, 2 * (1 - d)) * (0.1f + Math.max(0, 1 - 3 * Math.abs(grain)));
      case NUCLEUS -> 0;
    };
  }

  private void fillNucleus(float[] frame, Nucleus nucleus, float level) {
    NucleusShape shape = nucleus.shape();
    int textureX = (int) (nucleus.lookSeed() & TextureTile.MASK);
    int bottom = Math.min(sizeY - 1, nucleus.originY() + shape.top + shape.rows() - 1);
    for (int y = Math.max(0, nucleus.originY() + shape.top); y <= bottom; y++) {
      int v = y - nucleus.originY();
      int from = Math.max(0, nucleus.originX() + shape.first(v));
      int to = Math.min(sizeX - 1, nucleus.originX() + shape.last(v));
      int textureRow = (v & TextureTile.MASK) * TextureTile.SIZE;
      for (int x = from; x <= to; x++) {
        int u = x - nucleus.originX() + textureX;
        float grain = texture[textureRow + (u & TextureTile.MASK)];
        frame[y * sizeX + x] = level * Math.max(0.3f, 1 + 0.08f * grain);
      }
    }
  }

  private static float levelInCytoplasm(Stain stain, Nucleus nucleus, double response) {
    double expression = new SeededRandom(SeededRandom.key(nucleus.lookSeed(), 'e')).factor(0.25);
    double level =
        switch (stain) {
          case NUCLEUS -> 0;
          case TRANSLOCATING_PROTEIN -> 3700 / (CYTOPLASM_TO_NUCLEUS + ratio(nucleus, response));
          case MEMBRANE -> 1600;
          case MITOCHONDRIA -> 2600 * (1 - 0.4 * response);
        };
    return (float) (level * expression);
  }

  private static float levelInNucleus(Stain stain, Nucleus nucleus, double response) {
    double share =
        switch (stain) {
          case TRANSLOCATING_PROTEIN -> ratio(nucleus, response);
          case NUCLEUS, MEMBRANE, MITOCHONDRIA -> 0.1;
        };
    return (float) (levelInCytoplasm(stain, nucleus, response) * share);
  }

  private static double ratio(Nucleus nucleus, double response) {
    double spread = new SeededRandom(SeededRandom.key(nucleus.lookSeed(), 'r')).factor(0.12);
    return (RATIO_AT_REST + (RATIO_AT_FULL_RESPONSE - RATIO_AT_REST) * response) * spread;
  }
}
