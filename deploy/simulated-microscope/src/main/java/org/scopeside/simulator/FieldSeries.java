package org.scopeside.simulator;

import java.util.List;

/**
 * Any number of different fields from one seed: field {@code index} is the same whatever else is
 * drawn, and fields of different seeds have nothing to do with each other. Immutable.
 *
 * @param seed of the series
 * @param sizePx width and height of every field, {@link CellField#LEAST_SIDE} to {@link
 *     CellField#MOST_SIDE}
 * @param kinds each field has one of them, at random; at least one
 */
public record FieldSeries(long seed, int sizePx, List<CellKind> kinds) {

  public FieldSeries {
    CellField.requireSide("sizePx", sizePx);
    kinds = List.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("no kind of cell");
    }
  }

  /** The seed with which a field can be drawn alone; not negative. */
  public long fieldSeed(int index) {
    return SeededRandom.key(seed, index) >>> 1;
  }

  /** Draws a field of cells. */
  public CellField cells(int index) {
    long fieldSeed = fieldSeed(index);
    int kind = new SeededRandom(SeededRandom.key(fieldSeed, 'k')).below(kinds.size());
    return CellField.draw(kinds.get(kind), sizePx, sizePx, fieldSeed);
  }

  /** Draws a field of nuclei. */
  public NucleusField nuclei(int index) {
    return NucleusField.draw(sizePx, sizePx, fieldSeed(index));
  }
}
