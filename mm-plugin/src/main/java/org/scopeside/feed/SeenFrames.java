package org.scopeside.feed;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was told of which frame, so that an answer that repeats it tells only what is new. The last
 * {@value #MOST} frames; one that was forgotten is told again, which does no harm. Thread-safe.
 */
final class SeenFrames {
  private static final int MOST = 100_000;

  private static final class Seen {
    final int fingerprint;
    final Instant at;

    Seen(int fingerprint, Instant at) {
      this.fingerprint = fingerprint;
      this.at = at;
    }
  }

  private final Map<String, Seen> seen =
      new LinkedHashMap<String, Seen>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > MOST;
        }
      };

  /**
   * When something new was said of a frame; null where it was said before. Later than all that was
   * said of it before, whatever the clocks of those who said it.
   *
   * @param fingerprint of what is said
   * @param said when, by who said it; null where it does not say
   */
  synchronized @Nullable Instant news(
      String frame, int fingerprint, @Nullable Instant said, Instant now) {
    Seen before = seen.get(frame);
    if (before != null && before.fingerprint == fingerprint) {
      return null;
    }
    Instant at = said == null ? now : said;
    if (before != null && !at.isAfter(before.at)) {
      at = before.at.plusMillis(1);
    }
    seen.put(frame, new Seen(fingerprint, at));
    return at;
  }

  synchronized void forget(String acquisition) {
    seen.keySet().removeIf(frame -> frame.startsWith(acquisition + "/"));
  }
}
