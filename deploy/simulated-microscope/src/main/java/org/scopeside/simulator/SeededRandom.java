package org.scopeside.simulator;

/**
 * SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). Of our own, so that the stream of numbers never
 * depends on the JDK; {@link StrictMath} keeps the derived distributions the same everywhere.
 */
final class SeededRandom {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SeededRandom(long seed) {
    state = seed;
  }

  /** A key for the thing that {@code parts} identify: any change of any part changes all bits. */
  static long key(long seed, long... parts) {
    long key = mix(seed + GOLDEN_GAMMA);
    for (long part : parts) {
      key = mix((key ^ part) + GOLDEN_GAMMA);
    }
    return key;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (next() >>> 11) * 0x1p-53;
  }

  /** Uniform in [least, most). */
  double uniform(double least, double most) {
    return least + (most - least) * uniform();
  }

  /** Uniform in 0..bound - 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** Standard normal (Box and Muller 1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  /** exp(spread * n) with n standard normal, cut at two standard deviations. */
  double factor(double spread) {
    double n = Math.max(-2, Math.min(2, normal()));
    return StrictMath.exp(spread * n);
  }
}
