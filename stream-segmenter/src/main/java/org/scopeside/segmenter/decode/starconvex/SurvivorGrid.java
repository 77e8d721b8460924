package org.scopeside.segmenter.decode.starconvex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The survivors so far, found by where they lie: each is entered in every square of the plane that
 * its box touches. Boxes reach beyond the plane; what does counts for the squares at its edge.
 */
final class SurvivorGrid {
  private static final int CELL_BITS = 5;

  /** Squares beyond which a survivor is kept apart and always looked at. */
  private static final int MAX_CELLS = 256;

  private final int lastColumn;
  private final int lastRow;

  /** The last entry of each square, and the one before each entry; -1 ends the chain. */
  private final int[] lastEntry;

  private int[] entryBefore = new int[1024];
  private int[] entrySurvivor = new int[1024];
  private int entries;

  private final List<StarOutline> survivors = new ArrayList<>();
  private final List<StarOutline> large = new ArrayList<>();

  /** The look in which a survivor was last seen: one that spans squares is tested once. */
  private int[] seenIn = new int[1024];

  private int look;

  SurvivorGrid(int width, int height) {
    lastColumn = (width - 1) >> CELL_BITS;
    lastRow = (height - 1) >> CELL_BITS;
    lastEntry = new int[(lastColumn + 1) * (lastRow + 1)];
    Arrays.fill(lastEntry, -1);
  }

  /** Whether a test is true of an outline and a survivor. */
  interface Test {
    boolean holds(StarOutline survivor, StarOutline candidate);
  }

  void add(StarOutline survivor) {
    int fromColumn = cell(survivor.minX, lastColumn);
    int toColumn = cell(survivor.maxX, lastColumn);
    int fromRow = cell(survivor.minY, lastRow);
    int toRow = cell(survivor.maxY, lastRow);
    if ((long) (toColumn - fromColumn + 1) * (toRow - fromRow + 1) > MAX_CELLS) {
      large.add(survivor);
      return;
    }
    for (int row = fromRow; row <= toRow; row++) {
      for (int column = fromColumn; column <= toColumn; column++) {
        enter(row * (lastColumn + 1) + column, survivors.size());
      }
    }
    survivors.add(survivor);
    if (survivors.size() > seenIn.length) {
      seenIn = Arrays.copyOf(seenIn, 2 * seenIn.length);
    }
  }

  private void enter(int cell, int survivor) {
    if (entries == entryBefore.length) {
      entryBefore = Arrays.copyOf(entryBefore, 2 * entries);
      entrySurvivor = Arrays.copyOf(entrySurvivor, 2 * entries);
    }
    entryBefore[entries] = lastEntry[cell];
    entrySurvivor[entries] = survivor;
    lastEntry[cell] = entries++;
  }

  /** Whether the test is true of any survivor whose box meets that of the candidate. */
  boolean any(StarOutline candidate, Test test) {
    for (StarOutline survivor : large) {
      if (survivor.boxesMeet(candidate) && test.holds(survivor, candidate)) {
        return true;
      }
    }
    look++;
    int toColumn = cell(candidate.maxX, lastColumn);
    int toRow = cell(candidate.maxY, lastRow);
    for (int row = cell(candidate.minY, lastRow); row <= toRow; row++) {
      for (int column = cell(candidate.minX, lastColumn); column <= toColumn; column++) {
        if (anyIn(row * (lastColumn + 1) + column, candidate, test)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean anyIn(int cell, StarOutline candidate, Test test) {
    for (int entry = lastEntry[cell]; entry >= 0; entry = entryBefore[entry]) {
      int index = entrySurvivor[entry];
      if (seenIn[index] != look) {
        seenIn[index] = look;
        StarOutline survivor = survivors.get(index);
        if (survivor.boxesMeet(candidate) && test.holds(survivor, candidate)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int cell(int position, int last) {
    return Math.max(0, Math.min(position >> CELL_BITS, last));
  }
}
