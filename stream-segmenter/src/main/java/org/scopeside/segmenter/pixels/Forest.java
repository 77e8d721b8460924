package org.scopeside.segmenter.pixels;

/**
 * A random forest for the three classes of {@link PixelClass}, made to be asked for every pixel of
 * a plane. A library's forest walks objects or text, a pixel at a time; here that walk is nearly
 * all the time there is, so that trees are flat arrays of ints and a pixel's features are bytes.
 *
 * <pre>
 *   split  0 | feature:5 | threshold:8 | left child:18      right child = left child + 1
 *   leaf   1 | background:10 | interior:10 | boundary:10    probabilities in 1/1023, sum 1023
 * </pre>
 *
 * <p>A pixel goes left if its bin of the feature is at most the threshold. Children stand behind
 * their parents, so that no walk can run in circles. In memory a leaf is a split whose left child
 * is itself and that nothing passes, so that pixels that have arrived wait for those that have not
 * without a branch. Probabilities are summed as integers: the sum does not depend on the order.
 * Immutable, for any thread.
 */
final class Forest {
  static final int MAX_FEATURES = 32;
  static final int MAX_NODES = 1 << 18;
  static final int MAX_TREES = 1000;

  /** What the probabilities of a leaf add up to. */
  static final int ONE = 1023;

  static final int LEAF = 1 << 31;
  private static final int CHILD = MAX_NODES - 1;
  private static final int CLOSED = 0xFF << 18;

  /** Bits of a class in a sum: {@value #MAX_TREES} trees fit. */
  static final int SUM_BITS = 21;

  private static final long SUM_MASK = (1L << SUM_BITS) - 1;

  private final int[][] words;
  private final int[][] nodes;
  private final long[][] leaves;

  /**
   * @param words {@code [tree][node]} as pictured above, valid
   */
  Forest(int[][] words) {
    this.words = words;
    nodes = new int[words.length][];
    leaves = new long[words.length][];
    for (int t = 0; t < words.length; t++) {
      nodes[t] = new int[words[t].length];
      leaves[t] = new long[words[t].length];
      for (int n = 0; n < words[t].length; n++) {
        int word = words[t][n];
        nodes[t][n] = word < 0 ? CLOSED | n : word;
        leaves[t][n] = word < 0 ? spread(word) : 0;
      }
    }
  }

  static int split(int feature, int threshold, int leftChild) {
    return feature << 26 | threshold << 18 | leftChild;
  }

  /** A leaf from the weights of the classes, of which one is above 0. */
  static int leaf(double background, double interior, double boundary) {
    double total = background + interior + boundary;
    int first = (int) Math.rint(ONE * background / total);
    int both = (int) Math.rint(ONE * (background + interior) / total);
    return LEAF | first << 20 | (both - first) << 10 | (ONE - both);
  }

  static int feature(int split) {
    return split >>> 26;
  }

  static int threshold(int split) {
    return (split >>> 18) & 0xFF;
  }

  static int leftChild(int split) {
    return split & CHILD;
  }

  /** The probabilities of a leaf, each in {@value #SUM_BITS} bits. */
  static long spread(int leaf) {
    return ((long) ((leaf >>> 20) & ONE) << (2 * SUM_BITS))
        | ((long) ((leaf >>> 10) & ONE) << SUM_BITS)
        | (leaf & ONE);
  }

  /** The part of a class, by channel, in a sum of probabilities. */
  static int part(long sum, int pixelClass) {
    return (int) ((sum >>> ((PixelClass.COUNT - 1 - pixelClass) * SUM_BITS)) & SUM_MASK);
  }

  int trees() {
    return words.length;
  }

  /** Nodes of a tree as pictured above; for reading only. */
  int[] words(int tree) {
    return words[tree];
  }

  /**
   * Adds what trees say of pixels to their sums.
   *
   * @param bins {@code [pixel][feature]}, unsigned, {@code stride} apart
   * @param sums {@code [pixel]}; see {@link #part}
   * @param fromTree first tree that is asked
   * @param toTree behind the last one
   */
  void ask(byte[] bins, int stride, int pixels, long[] sums, int fromTree, int toTree) {
    for (int t = fromTree; t < toTree; t++) {
      int p = 0;
      for (; p + 4 <= pixels; p += 4) {
        askFour(nodes[t], leaves[t], bins, p, stride, sums);
      }
      for (; p < pixels; p++) {
        sums[p] += leaves[t][arrival(nodes[t], bins, p * stride)];
      }
    }
  }

  /** Four pixels side by side: their walks wait for memory at the same time. */
  private static void askFour(
      int[] nodes, long[] leaves, byte[] bins, int p, int stride, long[] sums) {
    int at0 = p * stride;
    int at1 = at0 + stride;
    int at2 = at1 + stride;
    int at3 = at2 + stride;
    int a = 0;
    int b = 0;
    int c = 0;
    int d = 0;
    int moved;
    do {
      int nextA = next(nodes[a], bins, at0);
      int nextB = next(nodes[b], bins, at1);
      int nextC = next(nodes[c], bins, at2);
      int nextD = next(nodes[d], bins, at3);
      moved = (a ^ nextA) | (b ^ nextB) | (c ^ nextC) | (d ^ nextD);
      a = nextA;
      b = nextB;
      c = nextC;
      d = nextD;
    } while (moved != 0);
    sums[p] += leaves[a];
    sums[p + 1] += leaves[b];
    sums[p + 2] += leaves[c];
    sums[p + 3] += leaves[d];
  }

  private static int arrival(int[] nodes, byte[] bins, int at) {
    int node = 0;
    int next = next(nodes[0], bins, at);
    while (next != node) {
      node = next;
      next = next(nodes[node], bins, at);
    }
    return node;
  }

  private static int next(int node, byte[] bins, int at) {
    int bin = bins[at + (node >>> 26)] & 0xFF;
    return (node & CHILD) + ((((node >>> 18) & 0xFF) - bin) >>> 31);
  }

  /** What one tree says of a pixel, spread as in sums. */
  long answer(int tree, byte[] bins, int at) {
    return leaves[tree][arrival(nodes[tree], bins, at)];
  }
}
