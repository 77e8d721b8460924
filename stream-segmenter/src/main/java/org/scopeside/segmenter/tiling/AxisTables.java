package org.scopeside.segmenter.tiling;

import java.util.Arrays;
import org.scopeside.segmenter.modelpackage.ModelDescription.Blend;
import org.scopeside.segmenter.normalise.LinearAxis;

/**
 * One axis of a {@link TilePlan} as tables, for who cuts and blends all tiles of a plane at once:
 * what {@link TileReader} and {@link DenseBlender} do tile by tile.
 *
 * @param shown {@code [tile][pixel of it]}: position of the plane that it shows, or {@link
 *     LinearAxis#NOWHERE}
 * @param firstTile {@code [position of the maps]}: the first tile whose output is used there
 * @param lastTile the last of them; the same with {@code CENTRE}
 * @param starts {@code [tile]}: position of the maps that its output begins at
 * @param weights {@code [tile][position of its output]}, divided by their sum over tiles; 1 with
 *     {@code CENTRE}
 */
// Arrays: tables to be copied, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record AxisTables(
    int[] shown, int[] firstTile, int[] lastTile, int[] starts, float[] weights) {
  /**
   * Tables of the rows.
   *
   * @param spacing pixels of the input to one of the output, which divides the plan's
   */
  public static AxisTables rows(TilePlan plan, int spacing) {
    return of(plan.rows(), plan.columns().tile, plan.blend(), spacing);
  }

  /** Tables of the columns. */
  public static AxisTables columns(TilePlan plan, int spacing) {
    return of(plan.columns(), plan.rows().tile, plan.blend(), spacing);
  }

  private static AxisTables of(TileAxis axis, int otherSide, Blend blend, int spacing) {
    int[] starts = new int[axis.count()];
    Arrays.setAll(starts, k -> axis.starts[k] / spacing);
    int positions = axis.tile / spacing;
    int[] first = new int[(axis.length + spacing - 1) / spacing];
    int[] last = new int[first.length];
    for (int i = 0; i < first.length; i++) {
      if (blend == Blend.TAPER) {
        last[i] = i == 0 ? 0 : last[i - 1];
        while (last[i] + 1 < starts.length && starts[last[i] + 1] <= i) {
          last[i]++;
        }
        first[i] = i == 0 ? 0 : first[i - 1];
        while (starts[first[i]] + positions <= i) {
          first[i]++;
        }
      } else {
        first[i] = i == 0 ? 0 : first[i - 1];
        while (axis.cuts[first[i] + 1] <= i * spacing) {
          first[i]++;
        }
        last[i] = first[i];
      }
    }
    return new AxisTables(
        shown(axis), first, last, starts, weights(axis, otherSide, blend, spacing));
  }

  private static int[] shown(TileAxis axis) {
    int[] shown = new int[axis.count() * axis.tile];
    for (int k = 0; k < axis.count(); k++) {
      int[] ofTile = TileReader.within(axis.starts[k], axis.tile, axis.length);
      System.arraycopy(ofTile, 0, shown, k * axis.tile, axis.tile);
    }
    return shown;
  }

  private static float[] weights(TileAxis axis, int otherSide, Blend blend, int spacing) {
    int positions = axis.tile / spacing;
    float[] weights = new float[axis.count() * positions];
    if (blend != Blend.TAPER) {
      Arrays.fill(weights, 1);
      return weights;
    }
    float[][] tapered = TaperWeights.of(axis, otherSide, spacing);
    for (int k = 0; k < tapered.length; k++) {
      System.arraycopy(tapered[k], 0, weights, k * positions, positions);
    }
    return weights;
  }
}
