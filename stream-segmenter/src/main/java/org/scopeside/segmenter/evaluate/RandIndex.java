package org.scopeside.segmenter.evaluate;

/**
 * Agreement of pixel pairs: do both label images put two pixels together, or both apart?
 *
 * @param adjusted adjusted Rand index over all pixels, background being one more object: Hubert and
 *     Arabie 1985 (doi: 10.1007/BF01908075); 1 is agreement, 0 is chance, negative is worse
 * @param adaptedError adapted Rand error over the pixels of true objects, 1 − the harmonic mean of
 *     precision and recall of pairs: Arganda-Carreras et al. 2015 (doi: 10.3389/fnana.2015.00142),
 *     as scikit-image computes it; 0 is agreement; NaN where no two pixels are together
 */
public record RandIndex(double adjusted, double adaptedError) {

  /** Indices from the table of an image. */
  public static RandIndex of(ContingencyTable table) {
    Sums all = allPixels(table);
    return new RandIndex(adjusted(all), adaptedError(table));
  }

  /** Σ of squared areas: shared, true, predicted; and the pixels. */
  private record Sums(double shared, double truth, double predicted, double pixels) {}

  private static Sums allPixels(ContingencyTable table) {
    long[] trueAlone = new long[table.trueObjects() + 1];
    long[] predictedAlone = new long[table.predictedObjects() + 1];
    double shared = 0;
    for (int pair = 0; pair < table.pairs(); pair++) {
      shared += square(table.overlap(pair));
      trueAlone[table.truth(pair)] += table.overlap(pair);
      predictedAlone[table.predicted(pair)] += table.overlap(pair);
    }
    double truth = square(table.trueArea(0));
    for (int i = 1; i < trueAlone.length; i++) {
      truth += square(table.trueArea(i));
      shared += square(table.trueArea(i) - trueAlone[i]);
    }
    double predicted = square(table.predictedArea(0));
    for (int i = 1; i < predictedAlone.length; i++) {
      predicted += square(table.predictedArea(i));
      shared += square(table.predictedArea(i) - predictedAlone[i]);
    }
    shared += square(table.pixels() - table.foregroundUnion());
    return new Sums(shared, truth, predicted, (double) table.pixels());
  }

  private static double square(long value) {
    return (double) value * value;
  }

  private static double adjusted(Sums sums) {
    double together = sums.shared - sums.pixels;
    double onlyTruth = sums.truth - sums.shared;
    double onlyPredicted = sums.predicted - sums.shared;
    double apart = sums.pixels * sums.pixels - onlyTruth - onlyPredicted - sums.shared;
    if (onlyTruth == 0 && onlyPredicted == 0) {
      return 1;
    }
    return 2
        * (together * apart - onlyTruth * onlyPredicted)
        / ((together + onlyTruth) * (onlyTruth + apart)
            + (together + onlyPredicted) * (onlyPredicted + apart));
  }

  /** Only pixels of true objects count; background of the prediction is one object there. */
  private static double adaptedError(ContingencyTable table) {
    double shared = 0;
    double truth = 0;
    double pixels = 0;
    long[] predicted = new long[table.predictedObjects() + 1];
    for (int i = 1; i <= table.trueObjects(); i++) {
      long alone = table.trueArea(i);
      for (int pair = table.firstPair(i); pair < table.firstPair(i + 1); pair++) {
        shared += square(table.overlap(pair));
        predicted[table.predicted(pair)] += table.overlap(pair);
        alone -= table.overlap(pair);
      }
      shared += square(alone);
      predicted[0] += alone;
      truth += square(table.trueArea(i));
      pixels += table.trueArea(i);
    }
    double prediction = 0;
    for (long area : predicted) {
      prediction += square(area);
    }
    double precision = (shared - pixels) / (prediction - pixels);
    double recall = (shared - pixels) / (truth - pixels);
    return 1 - 2 * precision * recall / (precision + recall);
  }
}
