package org.scopeside.simulator;

/**
 * One labelled object of a field.
 *
 * @param shape its pixels, relative to the origin
 * @param originX column of the origin in the image; may lie outside
 * @param originY row of the origin in the image; may lie outside
 * @param state where in its life the cell is
 * @param level mean DAPI signal over background, in counts of the 16-bit camera
 * @param lookSeed decides texture, nucleoli and cytoplasm
 */
record Nucleus(
    NucleusShape shape, int originX, int originY, State state, float level, long lookSeed) {

  enum State {
    INTERPHASE,
    /** A metaphase plate: bright, condensed, elongated. */
    MITOTIC,
    /** Pyknotic: small, round, very bright. A labelled object like the others. */
    DEAD
  }

  Nucleus movedBy(int dx, int dy) {
    return new Nucleus(shape, originX + dx, originY + dy, state, level, lookSeed);
  }

  boolean overlaps(Nucleus other) {
    return shape.overlaps(other.shape, other.originX - originX, other.originY - originY);
  }
}
