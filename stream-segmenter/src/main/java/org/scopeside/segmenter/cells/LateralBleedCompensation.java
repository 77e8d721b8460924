package org.scopeside.segmenter.cells;

import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.image.NonFinitePixelsException;

/**
 * Takes out of a cell's mean intensity what bleeds over from cells that it touches, as CellSeg does
 * (Lee et al. 2022, BMC Bioinformatics 23:46): with A the matrix of contacts ({@code A[i][j]} =
 * contacts of i with j / (2 · outline pixels of i), ones on the diagonal), the compensated means
 * are {@code max(0, x)} of the least-squares solution of {@code A x = means}.
 *
 * <p>CellSeg solves that densely, in O(n³); a cell has about six neighbours, and here only these
 * are kept: O(contacts) a step, some dozens of steps. Where A is well-conditioned, as with cells
 * that are more than a pixel wide, both agree to about 1e-12 of the largest mean. Where it is
 * singular (cells of single pixels can make it so) the answer is the shortest solution, as LAPACK's
 * is; where it is nearly so, the answers may differ as far as the condition allows. Work is
 * bounded: thousands of labels strewn like noise do not hold up a field.
 *
 * <p>The contacts are counted once, then used for any number of channels. Not thread-safe.
 */
public final class LateralBleedCompensation {
  private final LabelImage cells;
  private final int[] sizes;
  private final LeastSquares system;

  /**
   * @param cells as they are measured: after growth
   */
  public LateralBleedCompensation(LabelImage cells) {
    this.cells = cells;
    this.sizes = MinimumSize.sizes(cells);
    this.system = new LeastSquares(ContactMatrix.of(cells));
  }

  /**
   * Mean grey value of each cell, uncompensated.
   *
   * @return of cell {@code i} at {@code i - 1}, in the image's units
   * @throws IllegalArgumentException if the image is of another size than the cells
   * @throws NonFinitePixelsException if a pixel of a cell is NaN or infinite
   */
  public double[] means(GreyImage channel) {
    if (channel.width() != cells.width() || channel.height() != cells.height()) {
      throw new IllegalArgumentException(
          "channel is %dx%d, its cells are %dx%d"
              .formatted(channel.width(), channel.height(), cells.width(), cells.height()));
    }
    double[] sums = new double[sizes.length];
    int[] labels = cells.labels();
    float[] pixels = channel.pixels();
    for (int i = 0; i < labels.length; i++) {
      sums[labels[i]] += pixels[i];
    }
    double[] means = new double[sizes.length - 1];
    for (int cell = 1; cell < sums.length; cell++) {
      if (!Double.isFinite(sums[cell])) {
        throw new NonFinitePixelsException(channel);
      }
      means[cell - 1] = sums[cell] / sizes[cell];
    }
    return means;
  }

  /**
   * What the cells themselves give.
   *
   * @param means finite, of cell {@code i} at {@code i - 1}; only read
   * @return in the same units, at least 0
   */
  public double[] compensate(double[] means) {
    if (means.length != sizes.length - 1) {
      throw new IllegalArgumentException(
          means.length + " means for " + (sizes.length - 1) + " cells");
    }
    double[] compensated = system.solve(means);
    for (int i = 0; i < compensated.length; i++) {
      compensated[i] = Math.max(0, compensated[i]);
    }
    return compensated;
  }
}
