package org.scopeside.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a source has captured and what it had to drop so far, per well: the source's side of the
 * loss ledger. Sent about once a second while it runs and once, with a reason, when it has ended.
 * Numbers are cumulative, so a later tally replaces an earlier one.
 */
public final class AcquisitionTally {
  private final String acquisition;
  private final Instant at;
  private final @Nullable String endReason;
  private final Map<String, Count> wells;

  /** Planes of one well: captured ones include those dropped. */
  public static final class Count {
    private final long captured;
    private final long dropped;

    public Count(long captured, long dropped) {
      if (dropped < 0 || captured < dropped) {
        throw new IllegalArgumentException(
            "captured " + captured + " and dropped " + dropped + " planes contradict");
      }
      this.captured = captured;
      this.dropped = dropped;
    }

    public long captured() {
      return captured;
    }

    public long dropped() {
      return dropped;
    }
  }

  /**
   * @param endReason why the acquisition ended ("completed", "cancelled", …); null while it runs
   * @param wells counts by well label, {@link PlaneHeader#NO_WELL} where there is no plate
   */
  public AcquisitionTally(
      String acquisition, Instant at, @Nullable String endReason, Map<String, Count> wells) {
    this.acquisition = acquisition;
    this.at = at;
    this.endReason = endReason;
    this.wells = Collections.unmodifiableMap(new TreeMap<>(wells));
  }

  /** The key of the record on the compacted topic. */
  public String key() {
    return acquisition + "/tally";
  }

  public EventType type() {
    return endReason == null ? EventType.ACQUISITION_PROGRESS : EventType.ACQUISITION_ENDED;
  }

  public String acquisition() {
    return acquisition;
  }

  public Instant at() {
    return at;
  }

  public boolean ended() {
    return endReason != null;
  }

  /** Why it ended; null while it runs. */
  public @Nullable String endReason() {
    return endReason;
  }

  /** Counts by well label. */
  public Map<String, Count> wells() {
    return wells;
  }

  /** The JSON body. */
  public Map<String, Object> toJson() {
    List<Object> trees = new ArrayList<>();
    long captured = 0;
    long dropped = 0;
    for (Map.Entry<String, Count> well : wells.entrySet()) {
      Count count = well.getValue();
      captured += count.captured;
      dropped += count.dropped;
      trees.add(
          new JsonBuilder()
              .put("well", well.getKey())
              .put("captured", count.captured)
              .put("dropped", count.dropped)
              .build());
    }
    return new JsonBuilder()
        .put("acquisition", acquisition)
        .put("at", at.toString())
        .put("endReason", endReason)
        .put("captured", captured)
        .put("dropped", dropped)
        .put("wells", trees)
        .build();
  }

  /**
   * Reads a JSON body; unknown members are ignored.
   *
   * @throws MalformedRecordException naming the member at fault
   */
  public static AcquisitionTally fromJson(@Nullable Object tree) throws MalformedRecordException {
    JsonTree json = JsonTree.root(EventType.ACQUISITION_ENDED, tree);
    Map<String, Count> wells = new TreeMap<>();
    for (JsonTree entry : json.objects("wells")) {
      Well well = entry.well("well");
      long captured = entry.longOr("captured", 0, 0, JsonTree.MAX_COUNT);
      long dropped = entry.longOr("dropped", 0, 0, captured);
      String label = well == null ? PlaneHeader.NO_WELL : well.label();
      if (wells.put(label, new Count(captured, dropped)) != null) {
        throw entry.invalid("well", label, "is there twice");
      }
    }
    return new AcquisitionTally(
        json.acquisition(), json.requiredInstant("at"), json.text("endReason"), wells);
  }
}
