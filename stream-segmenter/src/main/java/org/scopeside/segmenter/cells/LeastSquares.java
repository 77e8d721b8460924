package org.scopeside.segmenter.cells;

/**
 * Solves the least-squares problem of a {@link ContactMatrix} by LSQR (Paige and Saunders 1982, ACM
 * Trans. Math. Softw. 8:43): a few dozen products with the sparse matrix for cells as they are. Of
 * several solutions it is the shortest, as LAPACK's, since all steps stay in the row space.
 *
 * <p>The iteration ends when the residual, or the gradient Aᵀr, is down to rounding errors; it is
 * then begun anew on what is left, until that changes nothing any more. Keeps scratch: one instance
 * a thread.
 */
final class LeastSquares {
  private static final double TOLERANCE = 1e-15;
  private static final double SETTLED = 1e-13;
  private static final int REFINEMENTS = 4;

  /**
   * Entries visited for one right-hand side, some seconds of work: a thousand steps for 60,000
   * cells, who need sixty. Where labels are noise, and the system nearly singular, the answer is
   * what has been reached by then.
   */
  private static final long MAX_VISITS = 1_000_000_000;

  private final ContactMatrix matrix;
  private final double[] u;
  private final double[] v;
  private final double[] w;
  private final double[] product;
  private final long visitsPerStep;
  private long visitsLeft;

  LeastSquares(ContactMatrix matrix) {
    this.matrix = matrix;
    int n = matrix.size();
    u = new double[n];
    v = new double[n];
    w = new double[n];
    product = new double[n];
    visitsPerStep = 2L * matrix.contacts() + 10L * n;
  }

  /** The x with the least |A·x − b|, A = 1 + contacts. */
  double[] solve(double[] b) {
    double[] x = new double[b.length];
    double[] residual = b.clone();
    visitsLeft = MAX_VISITS;
    for (int round = 0; round < REFINEMENTS; round++) {
      double[] step = iterate(residual);
      for (int i = 0; i < x.length; i++) {
        x[i] += step[i];
      }
      if (norm(step) <= SETTLED * norm(x)) {
        break;
      }
      matrix.multiply(x, product);
      for (int i = 0; i < x.length; i++) {
        residual[i] = b[i] - product[i];
      }
    }
    return x;
  }

  private double[] iterate(double[] b) {
    double[] x = new double[b.length];
    System.arraycopy(b, 0, u, 0, b.length);
    double beta = normalise(u);
    matrix.multiplyTransposed(u, v);
    double alpha = normalise(v);
    System.arraycopy(v, 0, w, 0, v.length);
    double rhoBar = alpha;
    double phiBar = beta;
    double norm2 = 0;
    long limit = 4L * b.length + 16;
    for (int i = 0; i < limit && alpha * phiBar > 0 && visitsLeft > 0; i++) {
      visitsLeft -= visitsPerStep;
      norm2 += alpha * alpha;
      beta = nextU(alpha);
      norm2 += beta * beta;
      alpha = nextV(beta);
      double rho = Math.hypot(rhoBar, beta);
      double cosine = rhoBar / rho;
      double sine = beta / rho;
      double theta = sine * alpha;
      rhoBar = -cosine * alpha;
      advance(x, cosine * phiBar / rho, theta / rho);
      phiBar *= sine;
      double gradient = alpha * Math.abs(cosine) * phiBar;
      double scale = Math.sqrt(norm2);
      if (gradient <= TOLERANCE * scale * phiBar || phiBar <= TOLERANCE * scale * norm(x)) {
        break;
      }
    }
    return x;
  }

  private double nextU(double alpha) {
    matrix.multiply(v, product);
    for (int i = 0; i < u.length; i++) {
      u[i] = product[i] - alpha * u[i];
    }
    return normalise(u);
  }

  private double nextV(double beta) {
    matrix.multiplyTransposed(u, product);
    for (int i = 0; i < v.length; i++) {
      v[i] = product[i] - beta * v[i];
    }
    return normalise(v);
  }

  private void advance(double[] x, double stepLength, double overlap) {
    for (int i = 0; i < x.length; i++) {
      x[i] += stepLength * w[i];
      w[i] = v[i] - overlap * w[i];
    }
  }

  private static double normalise(double[] vector) {
    double norm = norm(vector);
    if (norm > 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= norm;
      }
    }
    return norm;
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double value : vector) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
