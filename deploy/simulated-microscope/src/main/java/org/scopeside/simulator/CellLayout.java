package org.scopeside.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Cells placed and labelled, nothing painted yet.
 *
 * @param canvas its labels are 1..cells.size(), each one 4-connected piece
 * @param cells of label 1 and up, as they were before neighbours took their share
 * @param diameterPx about what the cells of this field have
 */
record CellLayout(LabelCanvas canvas, List<SoftShape> cells, double diameterPx) {

  static CellLayout draw(CellKind kind, int sizeX, int sizeY, SeededRandom random) {
    return switch (kind) {
      case MACROPHAGE -> Macrophages.layOut(sizeX, sizeY, random);
      case EPITHELIAL -> EpithelialSheet.layOut(sizeX, sizeY, random);
      case TISSUE -> TissueCells.layOut(sizeX, sizeY, random);
      case ROUND -> RoundCells.layOut(sizeX, sizeY, random);
    };
  }

  /** Log-uniform: small cells are as frequent as large ones. */
  static double logUniform(SeededRandom random, double least, double most) {
    return least * StrictMath.exp(random.uniform() * StrictMath.log(most / least));
  }

  /**
   * Places shapes one after the other.
   *
   * @param coverage share of the plane to be covered, given up when there is no room
   * @param mostTaken largest share of a new shape that may lie on others
   */
  static CellLayout scatter(
      LabelCanvas canvas,
      Supplier<SoftShape> shapes,
      double diameterPx,
      double coverage,
      double mostTaken) {
    List<SoftShape> placed = new ArrayList<>();
    double area = diameterPx * diameterPx * StrictMath.PI / 4;
    double wanted = coverage * canvas.labels.length;
    int tries = (int) (6 * wanted / area) + 12;
    double covered = 0;
    for (int i = 0; i < tries && covered < wanted; i++) {
      SoftShape shape = shapes.get();
      if (canvas.takenShare(shape) <= mostTaken) {
        placed.add(shape);
        covered += canvas.claim(shape, placed.size());
      }
    }
    return settled(canvas, placed, diameterPx);
  }

  /** Tidies the canvas; {@code placed} are the shapes of its labels. */
  static CellLayout settled(LabelCanvas canvas, List<SoftShape> placed, double diameterPx) {
    int[] former = canvas.tidy(placed.size(), (int) Math.max(12, 0.1 * diameterPx * diameterPx));
    List<SoftShape> cells = new ArrayList<>();
    for (int label = 1; label < former.length; label++) {
      cells.add(placed.get(former[label] - 1));
    }
    return new CellLayout(canvas, List.copyOf(cells), diameterPx);
  }
}
