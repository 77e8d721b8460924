package org.scopeside.simulator;

import org.scopeside.simulator.SoftShape.Lobe;

/**
 * Paints both channels of a field of cells: the cells, and what has no label, namely nuclei of
 * unstained neighbours, cells out of focus, dead cells, fibres and debris. For one thread.
 */
final class CellScene {

  private final CellKind kind;
  private final CellLayout layout;
  private final CellNuclei nuclei;
  private final SeededRandom random;
  private final int sizeX;
  private final int sizeY;
  private final double diameter;
  private final LightFrame cellLight;
  private final LightFrame deepCellLight;
  private final LightFrame nucleusLight;
  private final LightFrame deepNucleusLight;
  private final short[] cellPlane;
  private final short[] nucleusPlane;

  CellScene(CellKind kind, CellLayout layout, CellNuclei nuclei, float[] distances, long fieldKey) {
    this.kind = kind;
    this.layout = layout;
    this.nuclei = nuclei;
    random = new SeededRandom(SeededRandom.key(fieldKey, 's'));
    sizeX = layout.canvas().sizeX;
    sizeY = layout.canvas().sizeY;
    diameter = layout.diameterPx();
    cellLight = new LightFrame(sizeX, sizeY);
    deepCellLight = new LightFrame(sizeX, sizeY);
    nucleusLight = new LightFrame(sizeX, sizeY);
    deepNucleusLight = new LightFrame(sizeX, sizeY);
    new CellStain(random, kind, layout).paint(cellLight, distances, nuclei.depths);
    paintNuclei();
    paintDeadCells();
    paintBackdrop();
    bleedThrough();
    SeededRandom cellOptics = new SeededRandom(SeededRandom.key(fieldKey, 'o', 0));
    SeededRandom nucleusOptics = new SeededRandom(SeededRandom.key(fieldKey, 'o', 1));
    cellPlane = new FieldOptics(cellOptics, diameter, 120).expose(cellLight, deepCellLight);
    nucleusPlane =
        new FieldOptics(nucleusOptics, diameter, 120).expose(nucleusLight, deepNucleusLight);
  }

  short[] cellPlane() {
    return cellPlane;
  }

  short[] nucleusPlane() {
    return nucleusPlane;
  }

  private void paintNuclei() {
    double nucleusDiameter = 0.55 * diameter;
    NucleusStain stain = new NucleusStain(random, nucleusDiameter);
    double spread = random.uniform(0.08, 0.45);
    double deepShare = random.uniform() < 0.5 ? 0.02 : random.uniform(0.02, 0.2);
    for (int label = 1; label <= layout.cells().size(); label++) {
      SoftShape shape = nuclei.shape(label);
      if (shape != null) {
        boolean deep = random.uniform() < deepShare;
        float level = (float) (random.factor(spread) * (deep ? 0.6 : 1));
        SeededRandom look = new SeededRandom(random.next());
        LightFrame frame = deep ? deepNucleusLight : nucleusLight;
        stain.paint(frame, nuclei.canvas, shape, label, level, look);
      }
    }
    double neighbours =
        switch (kind) {
          case TISSUE -> random.uniform(0.3, 2.2);
          case EPITHELIAL, MACROPHAGE -> random.uniform() < 0.2 ? random.uniform(0, 0.2) : 0;
          case ROUND -> random.uniform() < 0.25 ? random.uniform(0, 0.5) : 0;
        };
    paintNeighbours(stain, neighbours, spread);
  }

  /**
   * Nuclei of cells that lack the stain, as many as would cover {@code density} of the free area.
   */
  private void paintNeighbours(NucleusStain stain, double density, double spread) {
    double area = diameter * diameter;
    int tries = (int) (density * sizeX * sizeY / area);
    double deepShare = random.uniform(0.1, 0.5);
    LabelCanvas taken = layout.canvas();
    LabelCanvas others = new LabelCanvas(sizeX, sizeY, random, 0.15, 3);
    for (int i = 0; i < tries; i++) {
      double radius = 0.5 * diameter * random.uniform(0.5, 0.95);
      double stretch = Math.sqrt(random.uniform(1, 2.8));
      Lobe lobe =
          Lobe.draw(
              random,
              random.uniform(0, sizeX),
              random.uniform(0, sizeY),
              radius * stretch,
              radius / stretch,
              random.uniform(0, StrictMath.PI),
              0.25);
      SoftShape shape = SoftShape.of(lobe);
      boolean deep = random.uniform() < deepShare;
      float level = (float) (random.factor(spread + 0.15) * (deep ? 0.6 : 1));
      SeededRandom look = new SeededRandom(random.next());
      double most = deep ? 0.7 : 0.12;
      if (taken.takenShare(shape) <= most && (deep || others.takenShare(shape) <= 0.1)) {
        others.claim(shape, 1);
        stain.paint(deep ? deepNucleusLight : nucleusLight, others, shape, 0, level, look);
      }
    }
  }

  /** Bright round remains in both channels, where there is no cell. */
  private void paintDeadCells() {
    int count = random.uniform() < 0.5 ? 0 : random.below(5);
    SeededRandom look = new SeededRandom(random.next());
    for (int i = 0; i < count; i++) {
      double radius = diameter * random.uniform(0.12, 0.25);
      Lobe lobe =
          Lobe.draw(
              random,
              random.uniform(0, sizeX),
              random.uniform(0, sizeY),
              radius,
              radius * random.uniform(0.7, 1),
              random.uniform(0, StrictMath.PI),
              0.3);
      SoftShape shape = SoftShape.of(lobe);
      float level = (float) random.uniform(1.5, 3);
      float inCells = (float) random.uniform(0, 1.5);
      if (layout.canvas().takenShare(shape) == 0) {
        NucleusStain stain = new NucleusStain(look, radius);
        stain.paint(nucleusLight, layout.canvas(), shape, 0, level, look);
        stain.paint(cellLight, layout.canvas(), shape, 0, inCells, look);
      }
    }
  }

  private void paintBackdrop() {
    Backdrop backdrop = new Backdrop(random, diameter);
    boolean tissue = kind == CellKind.TISSUE;
    backdrop.addDebris(cellLight);
    backdrop.addDebris(nucleusLight);
    backdrop.addGhosts(deepCellLight);
    backdrop.addPatches(deepCellLight, tissue ? 0.3 : 0.08);
    backdrop.addPatches(deepNucleusLight, tissue ? 1.2 : 0.08);
    if (tissue) {
      backdrop.addFibres(cellLight, nucleusLight);
      backdrop.addScraps(cellLight);
    }
  }

  private void bleedThrough() {
    if (random.uniform() < 0.3) {
      float intoNuclei = (float) random.uniform(0.02, 0.25);
      float intoCells = (float) random.uniform(0, 0.25);
      LightFrame nucleiBefore = new LightFrame(sizeX, sizeY);
      nucleiBefore.add(nucleusLight, 1);
      nucleusLight.add(cellLight, intoNuclei);
      cellLight.add(nucleiBefore, intoCells);
    }
  }
}
