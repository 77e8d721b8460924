package org.scopeside.panel.state;

/** When a well of an adaptive acquisition has enough cells. */
public final class AdaptiveOptions {
  /** What is wanted of each well. */
  public enum Goal {
    /** A number of objects. */
    CELLS,
    /** A coefficient of variation of the mean count per field, in percent. */
    PRECISION
  }

  private final Goal goal;
  private final double wanted;
  private final int minFields;
  private final int timeoutS;

  /**
   * @param wanted objects, or percent
   * @param minFields fields of a well that are acquired in any case
   * @param timeoutS how long a well waits for its results before the next field is acquired
   */
  public AdaptiveOptions(Goal goal, double wanted, int minFields, int timeoutS) {
    this.goal = goal;
    this.wanted = wanted;
    this.minFields = minFields;
    this.timeoutS = timeoutS;
  }

  public Goal goal() {
    return goal;
  }

  /** Objects, or percent. */
  public double wanted() {
    return wanted;
  }

  public int minFields() {
    return minFields;
  }

  public int timeoutS() {
    return timeoutS;
  }
}
