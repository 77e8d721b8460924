package org.scopeside.segmenter.pixels;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Grows a forest and asks of every sample the trees that have not seen it: the out-of-bag estimate
 * of the error, which needs no images held out (Breiman 2001, section 3.1).
 *
 * <p>Trees grow on the common pool; each has its own stream of random numbers, and what they say is
 * added up in integers or in their order, so that the result does not depend on threads.
 */
final class ForestTrainer {
  private final BinnedSamples samples;
  private final ForestSettings settings;

  ForestTrainer(BinnedSamples samples, ForestSettings settings) {
    this.samples = samples;
    this.settings = settings;
  }

  /**
   * A forest and what it is worth.
   *
   * @param confusion {@code [true class][class found]}, samples, each by the trees that have not
   *     seen it; those seen by all trees are left out
   * @param importance share of each feature in the fall of impurity, sum 1, or all 0 where nothing
   *     could be split
   */
  // Arrays: never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Grown(Forest forest, long[][] confusion, double[] importance) {}

  /**
   * @param grown told of every tree, from any thread
   */
  Grown grow(Consumer<Integer> grown) {
    double[] weight = classWeights();
    List<TreeGrower.Tree> trees =
        IntStream.range(0, settings.trees())
            .parallel()
            .mapToObj(
                t -> {
                  TreeGrower.Tree tree = new TreeGrower(samples, settings, weight, t).grow();
                  grown.accept(t);
                  return tree;
                })
            .toList();
    Forest forest = new Forest(trees.stream().map(TreeGrower.Tree::words).toArray(int[][]::new));
    return new Grown(forest, confusion(forest, trees), importance(trees));
  }

  /** Such that every class has the same weight in all. */
  private double[] classWeights() {
    return Arrays.stream(samples.countsByClass())
        .mapToDouble(count -> (double) samples.size() / (PixelClass.COUNT * Math.max(1, count)))
        .toArray();
  }

  private long[][] confusion(Forest forest, List<TreeGrower.Tree> trees) {
    long[][] confusion = new long[PixelClass.COUNT][PixelClass.COUNT];
    int[] found = new int[samples.size()];
    IntStream.range(0, samples.size())
        .parallel()
        .forEach(sample -> found[sample] = outOfBagClass(sample, forest, trees));
    for (int sample = 0; sample < found.length; sample++) {
      if (found[sample] >= 0) {
        confusion[samples.classes()[sample]][found[sample]]++;
      }
    }
    return confusion;
  }

  private int outOfBagClass(int sample, Forest forest, List<TreeGrower.Tree> trees) {
    byte[] bins = new byte[samples.features()];
    samples.copyBins(sample, bins);
    long sum = 0;
    for (int t = 0; t < trees.size(); t++) {
      if (!trees.get(t).drawn().get(sample)) {
        sum += forest.answer(t, bins, 0);
      }
    }
    int best = sum == 0 ? -1 : 0;
    for (int c = 1; c < PixelClass.COUNT && sum != 0; c++) {
      best = Forest.part(sum, c) > Forest.part(sum, best) ? c : best;
    }
    return best;
  }

  private double[] importance(List<TreeGrower.Tree> trees) {
    double[] sum = new double[samples.features()];
    for (TreeGrower.Tree tree : trees) {
      for (int f = 0; f < sum.length; f++) {
        sum[f] += tree.importance()[f];
      }
    }
    double total = Arrays.stream(sum).sum();
    return Arrays.stream(sum).map(fall -> total > 0 ? fall / total : 0).toArray();
  }
}
