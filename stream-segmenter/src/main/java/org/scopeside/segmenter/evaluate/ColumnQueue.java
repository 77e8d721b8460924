package org.scopeside.segmenter.evaluate;

/** Columns by distance, nearest first: a binary heap that knows where each column stands. */
final class ColumnQueue {
  private static final int ABSENT = 0;
  private static final int REMOVED = -1;

  private final double[] distance;
  private final int[] heap;
  // Place in the heap plus 1, so that a new array says that none is there.
  private final int[] place;
  private int size;

  /**
   * @param distance of each column; read whenever the queue is changed
   */
  ColumnQueue(int columns, double[] distance) {
    this.distance = distance;
    this.heap = new int[columns];
    this.place = new int[columns];
  }

  boolean isEmpty() {
    return size == 0;
  }

  int first() {
    return heap[0];
  }

  /** True from its removal until it is forgotten. */
  boolean wasRemoved(int column) {
    return place[column] == REMOVED;
  }

  void forget(int column) {
    place[column] = ABSENT;
  }

  /** Takes in a column, or learns that its distance has become smaller. */
  void addOrMoveUp(int column) {
    int at = place[column] == ABSENT ? size++ : place[column] - 1;
    while (at > 0 && distance[heap[(at - 1) / 2]] > distance[column]) {
      put(heap[(at - 1) / 2], at);
      at = (at - 1) / 2;
    }
    put(column, at);
  }

  void removeFirst() {
    place[heap[0]] = REMOVED;
    int last = heap[--size];
    if (size == 0) {
      return;
    }
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child + 1 < size && distance[heap[child + 1]] < distance[heap[child]]) {
        child++;
      }
      if (child >= size || distance[heap[child]] >= distance[last]) {
        break;
      }
      put(heap[child], at);
      at = child;
    }
    put(last, at);
  }

  private void put(int column, int at) {
    heap[at] = column;
    place[column] = at + 1;
  }
}
