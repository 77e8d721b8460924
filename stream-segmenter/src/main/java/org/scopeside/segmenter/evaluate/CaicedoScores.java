package org.scopeside.segmenter.evaluate;

import java.util.Arrays;

/**
 * What the evaluation of Caicedo et al. 2019 (Cytometry A, doi: 10.1002/cyto.a.23863) gives for one
 * image.
 *
 * <p>A pair matches where IoU &gt; t, strictly, at t of {@link IouThresholds#caicedo()}. TP: true
 * objects with exactly one match; FN: those with none; FP: predicted objects with none. F1 = 2·TP /
 * (2·TP + FP + FN + 10⁻⁹). Jaccard: mean over predicted objects of their highest IoU. Merged: a
 * predicted object with IoU &gt; 0.1 to several true ones; split: a true object with IoU &gt; 0.1
 * to several predicted ones. Missed objects: at IoU 0.7, by area in (0, 250], (250, 625], (625,
 * 900], (900, 10000] pixels; larger ones are in no bin there, and in the last one here.
 *
 * <p>As in the original, F1 is 0 without objects; Jaccard is 0 without true objects, else NaN
 * without predicted ones. Unlike there, an image whose every pixel is in an object keeps its first
 * object, which the original takes for background.
 *
 * @param thresholds t
 * @param f1 at each t
 * @param counts TP, FP, FN at each t
 * @param jaccard the same for all t
 * @param merges predicted objects that join true ones
 * @param splits true objects that are cut
 * @param trueByArea true objects by {@link #AREA_CLASSES}
 * @param missedByArea those missed at IoU 0.7
 */
// Arrays: one entry a threshold or class, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record CaicedoScores(
    double[] thresholds,
    double[] f1,
    MatchCounts[] counts,
    double jaccard,
    int merges,
    int splits,
    int[] trueByArea,
    int[] missedByArea) {
  static final double MISSED_AT = 0.7;
  private static final double TOUCHING = 0.1;
  private static final double EPSILON = 1e-9;

  /** Tiny, small, normal, large, and what is larger than any bin of the original. */
  public static final SizeClasses AREA_CLASSES =
      new SizeClasses(
          new String[] {"tiny", "small", "normal", "large", "beyond"},
          new double[] {250, 625, 900, 10_000});

  /** Scores from the table of an image. */
  public static CaicedoScores of(ContingencyTable table) {
    double[] thresholds = IouThresholds.caicedo();
    double[] f1 = new double[thresholds.length];
    MatchCounts[] counts = new MatchCounts[thresholds.length];
    for (int i = 0; i < thresholds.length; i++) {
      Partners partners = Partners.above(table, thresholds[i]);
      counts[i] = partners.counts();
      f1[i] = f1(counts[i]);
    }
    Partners touching = Partners.above(table, TOUCHING);
    int[] all = new int[AREA_CLASSES.count()];
    int[] missed = new int[AREA_CLASSES.count()];
    countByArea(table, Partners.above(table, MISSED_AT), all, missed);
    return new CaicedoScores(
        thresholds,
        f1,
        counts,
        jaccard(table),
        several(touching.ofPredicted),
        several(touching.ofTruth),
        all,
        missed);
  }

  static double f1(MatchCounts counts) {
    long found = counts.truePositives();
    return 2 * found / (2 * found + counts.falsePositives() + counts.falseNegatives() + EPSILON);
  }

  private static void countByArea(
      ContingencyTable table, Partners partners, int[] all, int[] missed) {
    for (int truth = 1; truth <= table.trueObjects(); truth++) {
      int at = AREA_CLASSES.of(table.trueArea(truth));
      all[at]++;
      missed[at] += partners.ofTruth[truth] == 0 ? 1 : 0;
    }
  }

  private static double jaccard(ContingencyTable table) {
    if (table.trueObjects() == 0) {
      return 0;
    }
    double[] highest = new double[table.predictedObjects() + 1];
    for (int pair = 0; pair < table.pairs(); pair++) {
      int predicted = table.predicted(pair);
      highest[predicted] = Math.max(highest[predicted], table.iou(pair));
    }
    return Arrays.stream(highest).sum() / table.predictedObjects();
  }

  private static int several(int[] partners) {
    return (int) Arrays.stream(partners).skip(1).filter(count -> count > 1).count();
  }

  /** Mean of F1 over the thresholds. */
  public double meanF1() {
    return Arrays.stream(f1).average().orElse(Double.NaN);
  }

  /** How many objects of the other side each object matches. */
  private record Partners(int[] ofTruth, int[] ofPredicted) {

    static Partners above(ContingencyTable table, double threshold) {
      int[] ofTruth = new int[table.trueObjects() + 1];
      int[] ofPredicted = new int[table.predictedObjects() + 1];
      for (int pair = 0; pair < table.pairs(); pair++) {
        if (table.iou(pair) > threshold) {
          ofTruth[table.truth(pair)]++;
          ofPredicted[table.predicted(pair)]++;
        }
      }
      return new Partners(ofTruth, ofPredicted);
    }

    MatchCounts counts() {
      return new MatchCounts(with(1, ofTruth), with(0, ofPredicted), with(0, ofTruth));
    }

    private static long with(int partners, int[] counts) {
      return Arrays.stream(counts).skip(1).filter(count -> count == partners).count();
    }
  }
}
