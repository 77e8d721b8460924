package org.scopeside.segmenter.evaluate;

/** Area of every object of one label image, and at which thresholds it has a partner. */
public final class ObjectOutcomes {
  private final int[] areas;
  private final int[] found;

  private ObjectOutcomes(int[] areas) {
    this.areas = areas;
    this.found = new int[areas.length];
  }

  static ObjectOutcomes ofTruth(ContingencyTable table) {
    int[] areas = new int[table.trueObjects()];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = table.trueArea(i + 1);
    }
    return new ObjectOutcomes(areas);
  }

  static ObjectOutcomes ofPredicted(ContingencyTable table) {
    int[] areas = new int[table.predictedObjects()];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = table.predictedArea(i + 1);
    }
    return new ObjectOutcomes(areas);
  }

  void mark(int label, int threshold) {
    found[label - 1] |= 1 << threshold;
  }

  /** Objects, and the largest label. */
  public int count() {
    return areas.length;
  }

  /** Pixels of an object. */
  public int area(int label) {
    return areas[label - 1];
  }

  /** True if the object has a partner at the threshold of that index. */
  public boolean isFound(int label, int threshold) {
    return (found[label - 1] >> threshold & 1) != 0;
  }
}
