package org.scopeside.deploy.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.scopeside.contract.AcquisitionTally;

/** Which acquisitions have ended, and with how many planes. One thread only. */
final class EndedAcquisitions {
  private final Map<String, Boolean> ended = new HashMap<>();

  /** Takes what a source says; a later tally that is not an end reopens the acquisition. */
  void take(AcquisitionTally tally) {
    ended.put(tally.acquisition(), tally.ended());
  }

  /** Those that have ended and are among the touched ones, which are forgotten. */
  List<String> finished(Set<String> touched) {
    TreeSet<String> finished = new TreeSet<>(touched);
    finished.removeIf(acquisition -> !ended.getOrDefault(acquisition, false));
    touched.removeAll(finished);
    return List.copyOf(finished);
  }

  /**
   * Whether there is nothing to wait for.
   *
   * @param named the acquisitions that count; empty for all there are, at least one
   */
  boolean all(Set<String> named) {
    return named.isEmpty()
        ? !ended.isEmpty() && !ended.containsValue(false)
        : named.stream().allMatch(acquisition -> ended.getOrDefault(acquisition, false));
  }
}
