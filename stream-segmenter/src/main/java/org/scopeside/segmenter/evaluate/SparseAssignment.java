package org.scopeside.segmenter.evaluate;

import java.util.Arrays;

/**
 * Matching of largest weight in a sparse bipartite graph, no row or column being forced into it.
 *
 * <p>Shortest augmenting paths over reduced costs: Kuhn 1955 (doi: 10.1002/nav.3800020109), Jonker
 * and Volgenant 1987 (doi: 10.1007/BF02278710). Rows are added one at a time; a Dijkstra search
 * from the new row along edges of cost {@code -weight} ends at the first free column, or where a
 * row of the path is best left out, for which each row has an edge of cost 0 to a column of its
 * own. A search never leaves its connected component and mostly ends within a few steps, so that
 * time and memory follow the edges, not rows times columns.
 */
final class SparseAssignment {
  private static final int NONE = -1;

  private final int[] firstEdge;
  private final int[] columnOf;
  private final double[] weight;
  private final double[] rowPrice;
  private final double[] columnPrice;
  private final int[] matchOfRow;
  private final int[] matchOfColumn;

  // Of the search under way; columns that it touched are put back after it.
  private final double[] distance;
  private final int[] reachedFrom;
  private final int[] touched;
  private int touchedCount;
  private final ColumnQueue queue;

  private SparseAssignment(int columns, int[] firstEdge, int[] columnOf, double[] weight) {
    int rows = firstEdge.length - 1;
    this.firstEdge = firstEdge;
    this.columnOf = columnOf;
    this.weight = weight;
    rowPrice = new double[rows];
    columnPrice = new double[columns];
    matchOfRow = new int[rows];
    matchOfColumn = new int[columns];
    distance = new double[columns];
    reachedFrom = new int[columns];
    touched = new int[columns];
    queue = new ColumnQueue(columns, distance);
    Arrays.fill(matchOfRow, NONE);
    Arrays.fill(matchOfColumn, NONE);
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
  }

  /**
   * The best matching. Where several are best, which one is not defined.
   *
   * @param columns number of columns
   * @param firstEdge where each row's edges begin, and the end of the last one's
   * @param columnOf column of each edge, from 0
   * @param weight of each edge, finite, above 0
   * @return column of each row, -1 for a row that is left out
   */
  static int[] maximise(int columns, int[] firstEdge, int[] columnOf, double[] weight) {
    SparseAssignment assignment = new SparseAssignment(columns, firstEdge, columnOf, weight);
    for (int row = 0; row < firstEdge.length - 1; row++) {
      assignment.add(row);
    }
    return assignment.matchOfRow;
  }

  private void add(int start) {
    rowPrice[start] = cheapestEdge(start);
    int row = start;
    double reached = 0;
    double leaveOutAt = Double.POSITIVE_INFINITY;
    int leftOut = NONE;
    int freeColumn = NONE;
    while (true) {
      double without = reached - rowPrice[row];
      if (without < leaveOutAt) {
        leaveOutAt = without;
        leftOut = row;
      }
      relax(row, reached);
      int nearest = queue.isEmpty() ? NONE : queue.first();
      if (nearest == NONE || leaveOutAt <= distance[nearest]) {
        reached = leaveOutAt;
        break;
      }
      queue.removeFirst();
      reached = distance[nearest];
      leaveScanned(nearest);
      if (matchOfColumn[nearest] == NONE) {
        freeColumn = nearest;
        break;
      }
      row = matchOfColumn[nearest];
    }
    reprice(start, reached);
    augment(start, freeColumn, leftOut);
    forget();
  }

  private double cheapestEdge(int row) {
    double cheapest = 0;
    for (int edge = firstEdge[row]; edge < firstEdge[row + 1]; edge++) {
      cheapest = Math.min(cheapest, -weight[edge] - columnPrice[columnOf[edge]]);
    }
    return cheapest;
  }

  private void relax(int row, double reached) {
    for (int edge = firstEdge[row]; edge < firstEdge[row + 1]; edge++) {
      int column = columnOf[edge];
      double far = reached - weight[edge] - rowPrice[row] - columnPrice[column];
      if (far < distance[column] && !queue.wasRemoved(column)) {
        distance[column] = far;
        reachedFrom[column] = row;
        queue.addOrMoveUp(column);
      }
    }
  }

  private void leaveScanned(int column) {
    touched[touchedCount++] = column;
  }

  /** Keeps every reduced cost at 0 or above, and at 0 along the path. */
  private void reprice(int start, double reached) {
    rowPrice[start] += reached;
    for (int i = 0; i < touchedCount; i++) {
      int column = touched[i];
      double shift = reached - distance[column];
      columnPrice[column] -= shift;
      if (matchOfColumn[column] != NONE) {
        rowPrice[matchOfColumn[column]] += shift;
      }
    }
  }

  /** Turns the path around, from its end back to the row that it began with. */
  private void augment(int start, int freeColumn, int leftOut) {
    int column = freeColumn;
    if (column == NONE) {
      if (leftOut == start) {
        return;
      }
      column = matchOfRow[leftOut];
      matchOfRow[leftOut] = NONE;
    }
    while (true) {
      int row = reachedFrom[column];
      int next = matchOfRow[row];
      matchOfRow[row] = column;
      matchOfColumn[column] = row;
      if (row == start) {
        return;
      }
      column = next;
    }
  }

  private void forget() {
    for (int i = 0; i < touchedCount; i++) {
      distance[touched[i]] = Double.POSITIVE_INFINITY;
      queue.forget(touched[i]);
    }
    touchedCount = 0;
    while (!queue.isEmpty()) {
      int column = queue.first();
      queue.removeFirst();
      queue.forget(column);
      distance[column] = Double.POSITIVE_INFINITY;
    }
  }
}
