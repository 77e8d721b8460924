package org.scopeside.segmenter.cells;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.scopeside.segmenter.cells.MaskGrowth.Variant;
import org.scopeside.segmenter.image.LabelImage;

/**
 * CPU time of growth and compensation on one thread, on a plane like the one that CellSeg was timed
 * with: 1008 rows, 1344 columns, about 1,300 cells.
 */
public final class CellsBench {
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 11;

  private CellsBench() {}

  public static void main(String[] args) {
    PrintStream out = System.out;
    LabelImage nuclei = Drawing.discs(1344, 1008, 32, 12, 7);
    out.printf("%d cells%n", nuclei.objectCount());
    for (Variant variant : Variant.values()) {
      for (int pixels : new int[] {1, 3, 10}) {
        MaskGrowth growth = new MaskGrowth(variant, pixels);
        measure(out, variant + " growth by " + pixels, () -> growth.grow(nuclei));
      }
    }
    LabelImage cells = new MaskGrowth(Variant.STANDARD, 5).grow(nuclei).labels();
    double[] means = new SplittableRandom(1).doubles(cells.objectCount(), 50, 5000).toArray();
    measure(out, "contacts", () -> new LateralBleedCompensation(cells));
    LateralBleedCompensation compensation = new LateralBleedCompensation(cells);
    measure(out, "compensation of a channel", () -> compensation.compensate(means));
  }

  private static void measure(PrintStream out, String what, Runnable work) {
    long[] nanos = new long[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      work.run();
      if (round >= 0) {
        nanos[round] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      }
    }
    Arrays.sort(nanos);
    out.printf(
        "%-28s median %6.2f ms CPU, least %6.2f ms%n",
        what, nanos[ROUNDS / 2] / 1e6, nanos[0] / 1e6);
  }
}
