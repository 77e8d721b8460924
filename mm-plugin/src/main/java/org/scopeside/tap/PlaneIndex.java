package org.scopeside.tap;

import org.jspecify.annotations.Nullable;

/** Where an image stands in its data set: zero-based position, time point, z-section, channel. */
final class PlaneIndex {
  final int position;
  final int theT;
  final int theZ;
  final int theC;

  PlaneIndex(int position, int theT, int theZ, int theC) {
    this.position = position;
    this.theT = theT;
    this.theZ = theZ;
    this.theC = theC;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof PlaneIndex)) {
      return false;
    }
    PlaneIndex that = (PlaneIndex) other;
    return position == that.position && theT == that.theT && theZ == that.theZ && theC == that.theC;
  }

  @Override
  public int hashCode() {
    return ((position * 31 + theT) * 31 + theZ) * 31 + theC;
  }

  @Override
  public String toString() {
    return "position " + position + ", time " + theT + ", z " + theZ + ", channel " + theC;
  }
}
