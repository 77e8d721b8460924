package org.scopeside.panel.state;

/** How far analysis has come behind the microscope. */
public final class AnalysisState {
  /** Nothing was analysed. */
  public static final AnalysisState NONE = new AnalysisState(0, 0, 0, Double.NaN);

  private final long analysed;
  private final long failed;
  private final long behindPlanes;
  private final double behindS;

  /**
   * @param analysed planes with a result
   * @param failed planes that could not be analysed
   * @param behindPlanes sent planes without an outcome
   * @param behindS what it takes to catch up at the present rate; NaN where unknown
   */
  public AnalysisState(long analysed, long failed, long behindPlanes, double behindS) {
    this.analysed = analysed;
    this.failed = failed;
    this.behindPlanes = behindPlanes;
    this.behindS = behindS;
  }

  public long analysed() {
    return analysed;
  }

  public long failed() {
    return failed;
  }

  public long behindPlanes() {
    return behindPlanes;
  }

  /** NaN where unknown. */
  public double behindS() {
    return behindS;
  }
}
