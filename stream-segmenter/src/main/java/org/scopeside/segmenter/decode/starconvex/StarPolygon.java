package org.scopeside.segmenter.decode.starconvex;

/**
 * An outline that survived: a centre, and a vertex along each ray.
 *
 * @param y row of the centre in the plane
 * @param x its column
 * @param probability that the centre lies in an object, as the network has it
 * @param distances from the centre along the rays, in pixels of the plane
 * @param rows of the vertices; may lie outside the plane
 * @param columns of the vertices
 */
// Arrays: one entry a ray, never compared.
@SuppressWarnings("ArrayRecordComponent")
public record StarPolygon(
    int y, int x, float probability, float[] distances, float[] rows, float[] columns) {

  /** The vertices, in single precision as StarDist stores them. */
  static StarPolygon of(
      int y, int x, float probability, float[] distances, RayDirections directions) {
    int n = distances.length;
    float[] rows = new float[n];
    float[] columns = new float[n];
    for (int k = 0; k < n; k++) {
      rows[k] = (float) (distances[k] * directions.exactSine()[k]) + y;
      columns[k] = (float) (distances[k] * directions.exactCosine()[k]) + x;
    }
    return new StarPolygon(y, x, probability, distances, rows, columns);
  }
}
