package org.scopeside.results.live;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The planes of a well, or of all: what the source says it captured and dropped against what came
 * out.
 *
 * @param captured planes the source has captured, dropped ones included
 * @param analysed planes with a result
 * @param failed planes with a dead letter
 * @param dropped planes the source had to drop
 */
public record LedgerRow(long captured, long analysed, long failed, long dropped) {
  static final LedgerRow NONE = new LedgerRow(0, 0, 0, 0);

  /** Planes still on their way. */
  public long pending() {
    return Math.max(0, captured - analysed - failed - dropped);
  }

  /** Whether every plane is accounted for, and none that was never captured. */
  public boolean balanced() {
    return captured == analysed + failed + dropped;
  }

  LedgerRow plus(LedgerRow other) {
    return new LedgerRow(
        captured + other.captured,
        analysed + other.analysed,
        failed + other.failed,
        dropped + other.dropped);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("captured", captured);
    json.put("analysed", analysed);
    json.put("failed", failed);
    json.put("dropped", dropped);
    json.put("pending", pending());
    return json;
  }
}
