package org.scopeside.segmenter.model;

/**
 * Objects that lie where two pieces of a plane overlap are segmented twice, once in each piece. The
 * audit compares the two.
 *
 * @param objects that lie wholly within an overlap, counted in both pieces
 * @param disagreeing those that have no partner with an intersection over union of at least 0.5 in
 *     the other piece
 */
public record SeamAudit(int objects, int disagreeing) {
  /** Share of objects that the two pieces see differently, 0 to 1; NaN without any object. */
  public double disagreement() {
    return objects == 0 ? Double.NaN : (double) disagreeing / objects;
  }

  public SeamAudit plus(SeamAudit other) {
    return new SeamAudit(objects + other.objects, disagreeing + other.disagreeing);
  }
}
