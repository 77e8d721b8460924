package org.scopeside.results.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.scopeside.results.tally.FrameFailure;
import org.scopeside.results.tally.FrameOutcome;
import org.scopeside.results.tally.Stations;

/**
 * The newest failures, each frame once; a frame that is analysed after all leaves. The oldest are
 * given up when there are too many; they still count in their wells. Not thread-safe.
 */
final class FailureLog {
  private record Entry(String key, @Nullable String frame, FrameFailure failure) {
    static final Comparator<Entry> NEWEST_FIRST =
        Comparator.comparingLong((Entry entry) -> entry.failure.at())
            .reversed()
            .thenComparing(Entry::key);
  }

  private final int kept;
  private final TreeSet<Entry> newest = new TreeSet<>(Entry.NEWEST_FIRST);
  private final Map<String, Entry> byKey = new HashMap<>();

  FailureLog(int kept) {
    this.kept = kept;
  }

  void add(FrameOutcome outcome) {
    FrameFailure failure = outcome.failure();
    if (failure != null) {
      String place = failure.topic() + "@" + failure.partition() + "@" + failure.offset();
      String frame = outcome.frame();
      put(new Entry(frame == null ? place : frame, frame, failure));
    } else if (outcome.frame() != null) {
      remove(outcome.frame());
    }
  }

  private void put(Entry entry) {
    remove(entry.key);
    byKey.put(entry.key, entry);
    newest.add(entry);
    if (newest.size() > kept) {
      remove(newest.last().key);
    }
  }

  void remove(String key) {
    Entry former = byKey.remove(key);
    if (former != null) {
      newest.remove(former);
    }
  }

  List<Object> toJson(int limit) {
    List<Object> entries = new ArrayList<>();
    newest.stream().limit(limit).forEach(entry -> entries.add(toJson(entry)));
    return entries;
  }

  private static Map<String, Object> toJson(Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", Stations.instant(entry.failure.at()).toString());
    if (entry.frame != null) {
      json.put("frame", entry.frame);
    }
    json.put("stage", entry.failure.stage());
    json.put("reason", entry.failure.reason());
    json.put("message", entry.failure.message());
    json.put("topic", entry.failure.topic());
    json.put("partition", entry.failure.partition());
    json.put("offset", entry.failure.offset());
    return json;
  }
}
