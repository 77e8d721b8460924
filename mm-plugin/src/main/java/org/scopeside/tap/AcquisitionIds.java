package org.scopeside.tap;

import java.text.Normalizer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;

/**
 * Makes ids of acquisitions from names of users and the time of the start: {@code
 * plate-7_1-20260301T100000Z}. The same name in the same second gets {@code -2}, {@code -3}, …; the
 * last 1,000 ids are remembered for that. Thread-safe.
 */
final class AcquisitionIds {
  /** Those of this program. */
  static final AcquisitionIds GIVEN = new AcquisitionIds();

  private static final int REMEMBERED = 1000;
  private static final int MAX_NAME = 100;
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Map<String, Boolean> given =
      new LinkedHashMap<String, Boolean>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * An id that was not given before.
   *
   * @param name what the user calls it; null where it has no name
   */
  synchronized String next(@Nullable String name, Instant startedAt) {
    String base = legal(name) + "-" + UTC.format(startedAt);
    String id = base;
    for (int n = 2; given.containsKey(id); n++) {
      id = base + "-" + n;
    }
    given.put(id, true);
    return id;
  }

  private static String legal(@Nullable String name) {
    String latin =
        Normalizer.normalize(name == null ? "" : name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9._-]+", "_")
            .replaceAll("^[._-]+|[._-]+$", "");
    String id = latin.length() > MAX_NAME ? latin.substring(0, MAX_NAME) : latin;
    return PlaneHeader.isAcquisitionId(id) ? id : "acquisition";
  }
}
