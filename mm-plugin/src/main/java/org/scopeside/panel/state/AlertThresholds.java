package org.scopeside.panel.state;

/** From when on something is worth an alert. */
public final class AlertThresholds {
  /** One plane of a kind is enough; counts are not judged; analysis may be a minute behind. */
  public static final AlertThresholds DEFAULT = new AlertThresholds(1, 1, 1, 0, 0, 60);

  private final int blurredPlanes;
  private final int emptyPlanes;
  private final int saturatedPlanes;
  private final int minCount;
  private final int maxCount;
  private final int behindS;

  /**
   * @param blurredPlanes out of focus in one well; 0: never
   * @param emptyPlanes empty in one well; 0: never
   * @param saturatedPlanes saturated in one well; 0: never
   * @param minCount objects of a field; fewer are an alert; 0: never
   * @param maxCount objects of a field; more are an alert; 0: never
   * @param behindS how far analysis may be behind; 0: never
   */
  public AlertThresholds(
      int blurredPlanes,
      int emptyPlanes,
      int saturatedPlanes,
      int minCount,
      int maxCount,
      int behindS) {
    this.blurredPlanes = blurredPlanes;
    this.emptyPlanes = emptyPlanes;
    this.saturatedPlanes = saturatedPlanes;
    this.minCount = minCount;
    this.maxCount = maxCount;
    this.behindS = behindS;
  }

  public int blurredPlanes() {
    return blurredPlanes;
  }

  public int emptyPlanes() {
    return emptyPlanes;
  }

  public int saturatedPlanes() {
    return saturatedPlanes;
  }

  public int minCount() {
    return minCount;
  }

  public int maxCount() {
    return maxCount;
  }

  public int behindS() {
    return behindS;
  }
}
