package org.scopeside.steering;

/**
 * Quantiles of Student's t distribution, for confidence intervals of a mean of few values.
 *
 * <p>The central probability of whole degrees of freedom ν is a finite sum in θ = arctan(t/√ν)
 * (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4); it grows
 * with θ and is inverted by halving.
 */
final class StudentT {
  private static final int HALVINGS = 60;

  private StudentT() {}

  /**
   * The t with P(|T| ≤ t) = {@code confidence}.
   *
   * @param confidence above 0 and below 1
   * @param degreesOfFreedom at least 1
   */
  static double quantile(double confidence, int degreesOfFreedom) {
    double low = 0;
    double high = Math.PI / 2;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (central(middle, degreesOfFreedom) < confidence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.tan((low + high) / 2) * Math.sqrt(degreesOfFreedom);
  }

  private static double central(double theta, int degreesOfFreedom) {
    boolean odd = degreesOfFreedom % 2 == 1;
    double square = Math.cos(theta) * Math.cos(theta);
    double term = odd ? Math.cos(theta) : 1;
    double sum = degreesOfFreedom == 1 ? 0 : term;
    for (int k = odd ? 3 : 2; k < degreesOfFreedom - 1; k += 2) {
      term *= square * (k - 1) / k;
      sum += term;
    }
    return odd ? 2 / Math.PI * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
  }
}
