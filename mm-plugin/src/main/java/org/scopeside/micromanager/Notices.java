package org.scopeside.micromanager;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scopeside.panel.state.AlertRow;

/**
 * What the plugin has to say that belongs to no field: settings that could not be kept, images that
 * are not sent, a disk that is full. The same words again are the same notice. Thread-safe; beyond
 * {@value #MOST} the one said longest ago is given up.
 */
final class Notices {
  static final int MOST = 50;
  private static final String PREFIX = "notice/";

  private final Clock clock;
  private final Map<String, Notice> byWords = new LinkedHashMap<>();
  private int said;

  private static final class Notice {
    final String id;
    final String words;
    final Instant since;
    int times;
    boolean acknowledged;

    Notice(String id, String words, Instant since) {
      this.id = id;
      this.words = words;
      this.since = since;
    }
  }

  Notices(Clock clock) {
    this.clock = clock;
  }

  synchronized void say(String words) {
    Notice notice = byWords.remove(words);
    if (notice == null) {
      notice = new Notice(PREFIX + said++, words, clock.instant());
    }
    notice.times++;
    byWords.put(words, notice);
    if (byWords.size() > MOST) {
      byWords.remove(byWords.keySet().iterator().next());
    }
  }

  synchronized void acknowledge(String id) {
    for (Notice notice : byWords.values()) {
      notice.acknowledged |= notice.id.equals(id);
    }
  }

  synchronized void acknowledgeAll() {
    byWords.values().forEach(notice -> notice.acknowledged = true);
  }

  /** Newest first. */
  synchronized List<AlertRow> rows() {
    List<AlertRow> rows = new ArrayList<>();
    for (Notice each : byWords.values()) {
      rows.add(
          0,
          new AlertRow(
              each.id,
              AlertRow.Severity.NOTE,
              each.words,
              "",
              each.since,
              each.times,
              each.acknowledged));
    }
    return rows;
  }
}
