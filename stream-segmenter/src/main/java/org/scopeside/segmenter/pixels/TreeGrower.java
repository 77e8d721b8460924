package org.scopeside.segmenter.pixels;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Grows one tree of a random forest (Breiman 2001): on a bootstrap of the samples, each node split
 * where the Gini impurity falls most, among √features features drawn anew for it. Classes weigh the
 * same together, however many samples they have. Impurities come from counts of bins, so that a
 * node costs its samples once for each feature, and nothing is sorted.
 */
final class TreeGrower {
  private static final int BINS = 256;
  private static final int CLASSES = PixelClass.COUNT;

  private final BinnedSamples samples;
  private final ForestSettings settings;
  private final double[] classWeight;
  private final SplittableRandom random;
  private final int tried;

  // A node in growth: its samples are order[from[n]] to order[to[n] - 1], each drawn drawn[] times.
  private final int[] order;
  private final int[] moved;
  private final byte[] drawn;
  private int[] words = new int[256];
  private int[] from = new int[256];
  private int[] to = new int[256];
  private byte[] depth = new byte[256];
  private int nodeCount;

  private final int[] candidates;
  private final int[] counts = new int[BINS * CLASSES];
  private final double[] importance;

  // The best split of the node at hand.
  private double bestScore;
  private int bestFeature;
  private int bestThreshold;

  TreeGrower(BinnedSamples samples, ForestSettings settings, double[] classWeight, int tree) {
    this.samples = samples;
    this.settings = settings;
    this.classWeight = classWeight;
    // Mixed by the generator itself: neighbouring seeds give unrelated streams.
    random = new SplittableRandom(new SplittableRandom(settings.seed() + tree).nextLong());
    tried = Math.max(1, (int) Math.round(Math.sqrt(samples.features())));
    order = new int[samples.size()];
    moved = new int[samples.size()];
    drawn = new byte[samples.size()];
    candidates = new int[samples.features()];
    Arrays.setAll(candidates, f -> f);
    importance = new double[samples.features()];
  }

  /**
   * What has grown.
   *
   * @param words nodes as in {@link Forest}
   * @param drawn samples that the tree has seen
   * @param importance fall of impurity by feature, weighted by samples
   */
  // Arrays: never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Tree(int[] words, BitSet drawn, double[] importance) {}

  Tree grow() {
    BitSet seen = new BitSet(samples.size());
    int inBag = drawSamples(seen);
    addNode(0, inBag, 0);
    // Nodes are split in the order in which they were made: children stand behind their parents,
    // the top of the tree together.
    for (int n = 0; n < nodeCount; n++) {
      int word = split(n);
      // The array may be another one by now.
      words[n] = word;
    }
    return new Tree(Arrays.copyOf(words, nodeCount), seen, importance);
  }

  private int drawSamples(BitSet seen) {
    int size = samples.size();
    for (int i = 0; i < size; i++) {
      int sample = random.nextInt(size);
      if (drawn[sample] < Byte.MAX_VALUE) {
        drawn[sample]++;
      }
      seen.set(sample);
    }
    int inBag = 0;
    for (int sample = seen.nextSetBit(0); sample >= 0; sample = seen.nextSetBit(sample + 1)) {
      order[inBag++] = sample;
    }
    return inBag;
  }

  private int addNode(int first, int end, int level) {
    if (nodeCount == words.length) {
      words = Arrays.copyOf(words, 2 * nodeCount);
      from = Arrays.copyOf(from, 2 * nodeCount);
      to = Arrays.copyOf(to, 2 * nodeCount);
      depth = Arrays.copyOf(depth, 2 * nodeCount);
    }
    from[nodeCount] = first;
    to[nodeCount] = end;
    depth[nodeCount] = (byte) level;
    return nodeCount++;
  }

  private int split(int n) {
    int[] total = new int[CLASSES];
    for (int i = from[n]; i < to[n]; i++) {
      total[samples.classes()[order[i]]] += drawn[order[i]];
    }
    double[] weight = weighted(total);
    if (canSplit(n, total)) {
      findSplit(n, total);
      double sum = weight[0] + weight[1] + weight[2];
      double before = purity(weight[0], weight[1], weight[2]);
      if (bestScore > before + 1e-9 * sum) {
        importance[bestFeature] += bestScore - before;
        int middle = partition(from[n], to[n]);
        int left = addNode(from[n], middle, depth[n] + 1);
        addNode(middle, to[n], depth[n] + 1);
        return Forest.split(bestFeature, bestThreshold, left);
      }
    }
    return Forest.leaf(weight[0], weight[1], weight[2]);
  }

  private double[] weighted(int[] counts) {
    double[] weights = new double[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      weights[c] = classWeight[c] * counts[c];
    }
    return weights;
  }

  private boolean canSplit(int n, int[] total) {
    int all = total[0] + total[1] + total[2];
    int most = Math.max(total[0], Math.max(total[1], total[2]));
    return depth[n] < settings.maxDepth()
        && all >= 2 * settings.minLeaf()
        && most < all
        && nodeCount + 2 <= Forest.MAX_NODES;
  }

  /** Sum of squared class weights over their sum: the larger, the purer. */
  private static double purity(double a, double b, double c) {
    return (a * a + b * b + c * c) / (a + b + c);
  }

  /** Tries features until enough were tried and one of them splits, or none is left. */
  private void findSplit(int n, int[] total) {
    bestScore = Double.NEGATIVE_INFINITY;
    int features = candidates.length;
    for (int i = 0; i < features && (i < tried || bestScore < 0); i++) {
      int pick = i + random.nextInt(features - i);
      int feature = candidates[pick];
      candidates[pick] = candidates[i];
      candidates[i] = feature;
      tryFeature(feature, from[n], to[n], total);
    }
  }

  private void tryFeature(int feature, int first, int end, int[] total) {
    byte[] bins = samples.bins()[feature];
    byte[] classes = samples.classes();
    int lowest = BINS;
    int highest = 0;
    Arrays.fill(counts, 0);
    for (int i = first; i < end; i++) {
      int sample = order[i];
      int bin = bins[sample] & 0xFF;
      lowest = Math.min(lowest, bin);
      highest = Math.max(highest, bin);
      counts[bin * CLASSES + classes[sample]] += drawn[sample];
    }
    int left0 = 0;
    int left1 = 0;
    int left2 = 0;
    int all = total[0] + total[1] + total[2];
    for (int bin = lowest; bin < highest; bin++) {
      left0 += counts[bin * CLASSES];
      left1 += counts[bin * CLASSES + 1];
      left2 += counts[bin * CLASSES + 2];
      int left = left0 + left1 + left2;
      if (left >= settings.minLeaf() && all - left >= settings.minLeaf()) {
        double score =
            purity(left0 * classWeight[0], left1 * classWeight[1], left2 * classWeight[2])
                + purity(
                    (total[0] - left0) * classWeight[0],
                    (total[1] - left1) * classWeight[1],
                    (total[2] - left2) * classWeight[2]);
        if (score > bestScore) {
          bestScore = score;
          bestFeature = feature;
          bestThreshold = bin;
        }
      }
    }
  }

  /** Puts the samples that go left before the others, both in their order. */
  private int partition(int first, int end) {
    byte[] bins = samples.bins()[bestFeature];
    int left = first;
    int right = 0;
    for (int i = first; i < end; i++) {
      int sample = order[i];
      if ((bins[sample] & 0xFF) <= bestThreshold) {
        order[left++] = sample;
      } else {
        moved[right++] = sample;
      }
    }
    System.arraycopy(moved, 0, order, left, right);
    return left;
  }
}
