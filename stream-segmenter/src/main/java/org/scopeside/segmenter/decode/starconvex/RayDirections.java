package org.scopeside.segmenter.decode.starconvex;

/**
 * Directions of the rays: ray {@code k} of {@code n} goes {@code sin(2πk/n)} rows down and {@code
 * cos(2πk/n)} columns to the right.
 *
 * <p>Kept in both precisions that StarDist uses: its suppression computes angles, sines and sums in
 * single precision and then cuts off the fraction, where a last bit decides about a whole pixel;
 * its rendering computes sines in double precision.
 */
// Arrays: one entry a ray, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record RayDirections(
    float[] sine, float[] cosine, double[] exactSine, double[] exactCosine) {

  /** Of so many rays. */
  public static RayDirections of(int rays) {
    float[] sine = new float[rays];
    float[] cosine = new float[rays];
    double[] exactSine = new double[rays];
    double[] exactCosine = new double[rays];
    double step = 2 * Math.PI / rays;
    for (int k = 0; k < rays; k++) {
      float angle = (float) step * k;
      sine[k] = (float) Math.sin(angle);
      cosine[k] = (float) Math.cos(angle);
      exactSine[k] = Math.sin(step * k);
      exactCosine[k] = Math.cos(step * k);
    }
    return new RayDirections(sine, cosine, exactSine, exactCosine);
  }

  int count() {
    return sine.length;
  }
}
