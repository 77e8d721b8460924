package org.scopeside.simulator;

/**
 * A field of stained cells with exact truth, in two channels: cells and nuclei. Everything is a
 * pure function of kind, size and seed. Immutable as long as nobody writes into its arrays, which
 * are all {@code [y][x]} row by row.
 *
 * <pre>{@code
 * CellField field = CellField.draw(CellKind.EPITHELIAL, 384, 384, 1);
 * short[] stain = field.cellPlane();
 * int[] truth = field.cells();
 * }</pre>
 */
public final class CellField {

  /** Sides that can be drawn. */
  public static final int LEAST_SIDE = 64;

  public static final int MOST_SIDE = 4096;

  private final CellKind kind;
  private final int sizeX;
  private final int sizeY;
  private final int count;
  private final int[] cells;
  private final int[] nuclei;
  private final short[] cellPlane;
  private final short[] nucleusPlane;

  private CellField(
      CellKind kind,
      CellLayout layout,
      CellNuclei nuclei,
      short[] cellPlane,
      short[] nucleusPlane) {
    this.kind = kind;
    this.sizeX = layout.canvas().sizeX;
    this.sizeY = layout.canvas().sizeY;
    this.count = layout.cells().size();
    this.cells = layout.canvas().labels;
    this.nuclei = nuclei.canvas.labels;
    this.cellPlane = cellPlane;
    this.nucleusPlane = nucleusPlane;
  }

  /**
   * Draws a field.
   *
   * @param sizeX {@link #LEAST_SIDE} to {@link #MOST_SIDE} pixels, as is {@code sizeY}
   */
  public static CellField draw(CellKind kind, int sizeX, int sizeY, long seed) {
    requireSide("sizeX", sizeX);
    requireSide("sizeY", sizeY);
    long key = SeededRandom.key(seed, 'C', kind.name().hashCode());
    CellLayout layout =
        CellLayout.draw(kind, sizeX, sizeY, new SeededRandom(SeededRandom.key(key, 'l')));
    float[] distances = layout.canvas().distances();
    CellNuclei nuclei =
        new CellNuclei(layout, kind, distances, new SeededRandom(SeededRandom.key(key, 'n')));
    CellScene scene = new CellScene(kind, layout, nuclei, distances, key);
    return new CellField(kind, layout, nuclei, scene.cellPlane(), scene.nucleusPlane());
  }

  static void requireSide(String name, int side) {
    if (side < LEAST_SIDE || side > MOST_SIDE) {
      throw new IllegalArgumentException(
          name + " " + side + " not in " + LEAST_SIDE + ".." + MOST_SIDE);
    }
  }

  public CellKind kind() {
    return kind;
  }

  public int sizeX() {
    return sizeX;
  }

  public int sizeY() {
    return sizeY;
  }

  /** Number of cells. */
  public int count() {
    return count;
  }

  /**
   * Whole cells: 0 is background, each of 1..{@link #count()} is one 4-connected piece. Cells may
   * touch, never overlap. Dead cells and debris have no label.
   */
  public int[] cells() {
    return cells;
  }

  /**
   * Nuclei with the labels of their cells, inside them, each one 4-connected piece. Some cells show
   * none; nuclei of cells without the stain have no label.
   */
  public int[] nuclei() {
    return nuclei;
  }

  /** The cell stain, unsigned 16 bit. */
  public short[] cellPlane() {
    return cellPlane;
  }

  /** The nuclear stain, unsigned 16 bit. */
  public short[] nucleusPlane() {
    return nucleusPlane;
  }

  /** Median diameter of discs with the cells' areas; 0 without cells. */
  public double medianDiameterPx() {
    return ObjectSizes.medianDiameterPx(cells, count);
  }
}
