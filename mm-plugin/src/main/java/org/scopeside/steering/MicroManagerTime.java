package org.scopeside.steering;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Micro-Manager writes them into metadata. */
final class MicroManagerTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS Z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private MicroManagerTime() {}

  static String text(Instant time) {
    return FORMAT.format(time);
  }
}
