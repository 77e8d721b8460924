package org.scopeside.segmenter.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The predicted objects of one image as COCO ranks them: by falling score, each taking the true
 * object of highest IoU ≥ t that none before it took, for every t of {@link
 * IouThresholds#standard()}. Of equal scores the lower label comes first, of equal IoU the higher
 * true label is taken, as in {@code pycocotools}.
 *
 * @param scores falling
 * @param matched bit k set where the object is a true positive at threshold k
 * @param trueObjects true objects of the image
 */
// Arrays: one entry an object, never compared.
@SuppressWarnings("ArrayRecordComponent")
record CocoDetections(float[] scores, int[] matched, int trueObjects) {

  /**
   * Ranks and matches.
   *
   * @param scores of predicted object {@code i} at {@code i - 1}
   */
  static CocoDetections of(ContingencyTable table, float[] scores) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing(i -> -scores[i]))
            .mapToInt(i -> i + 1)
            .toArray();
    int[][] pairsOf = pairsOfPredicted(table);
    double[] thresholds = IouThresholds.standard();
    int[] matched = new int[order.length];
    for (int k = 0; k < thresholds.length; k++) {
      boolean[] taken = new boolean[table.trueObjects() + 1];
      for (int rank = 0; rank < order.length; rank++) {
        int truth = best(table, pairsOf[order[rank]], taken, thresholds[k]);
        taken[truth] = true;
        matched[rank] |= truth > 0 ? 1 << k : 0;
      }
    }
    float[] ranked = new float[order.length];
    for (int rank = 0; rank < order.length; rank++) {
      ranked[rank] = scores[order[rank] - 1];
    }
    return new CocoDetections(ranked, matched, table.trueObjects());
  }

  private static int best(ContingencyTable table, int[] pairs, boolean[] taken, double threshold) {
    double best = threshold;
    int truth = 0;
    for (int pair : pairs) {
      if (!taken[table.truth(pair)] && table.iou(pair) >= best) {
        best = table.iou(pair);
        truth = table.truth(pair);
      }
    }
    return truth;
  }

  private static int[][] pairsOfPredicted(ContingencyTable table) {
    int[] counts = new int[table.predictedObjects() + 1];
    for (int pair = 0; pair < table.pairs(); pair++) {
      counts[table.predicted(pair)]++;
    }
    int[][] pairs = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    for (int pair = table.pairs() - 1; pair >= 0; pair--) {
      int predicted = table.predicted(pair);
      pairs[predicted][--counts[predicted]] = pair;
    }
    return pairs;
  }
}
