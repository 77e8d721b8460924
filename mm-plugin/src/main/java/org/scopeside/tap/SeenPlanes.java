package org.scopeside.tap;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Which images of an acquisition came already: one bit for each planned plane. Of images beyond the
 * plan the first {@value #MAX_UNPLANNED} are remembered; later ones count as new each time. Not
 * thread-safe.
 */
final class SeenPlanes {
  static final int MAX_UNPLANNED = 65_536;

  /** 32 MiB of bits. */
  private static final long MAX_BITS = 1L << 28;

  private final int positions;
  private final int sizeT;
  private final int sizeZ;
  private final int sizeC;
  private final boolean bitForEach;
  private final BitSet planned = new BitSet();
  private final Set<PlaneIndex> unplanned = new HashSet<>();
  private long count;

  SeenPlanes(int positions, int sizeT, int sizeZ, int sizeC) {
    this.positions = positions;
    this.sizeT = sizeT;
    this.sizeZ = sizeZ;
    this.sizeC = sizeC;
    this.bitForEach = (double) positions * sizeT * sizeZ * sizeC <= MAX_BITS;
  }

  /** Remembers an image; false if it came before. */
  boolean add(PlaneIndex at) {
    boolean fresh = isPlanned(at) ? addPlanned(at) : addUnplanned(at);
    count += fresh ? 1 : 0;
    return fresh;
  }

  /** Different images so far. */
  long count() {
    return count;
  }

  private boolean isPlanned(PlaneIndex at) {
    return bitForEach
        && within(at.position, positions)
        && within(at.theT, sizeT)
        && within(at.theZ, sizeZ)
        && within(at.theC, sizeC);
  }

  private static boolean within(int index, int size) {
    return index >= 0 && index < size;
  }

  private boolean addPlanned(PlaneIndex at) {
    int bit = ((at.theT * positions + at.position) * sizeZ + at.theZ) * sizeC + at.theC;
    boolean fresh = !planned.get(bit);
    planned.set(bit);
    return fresh;
  }

  private boolean addUnplanned(PlaneIndex at) {
    return unplanned.size() < MAX_UNPLANNED ? unplanned.add(at) : !unplanned.contains(at);
  }
}
