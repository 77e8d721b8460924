package org.scopeside.feed;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.MalformedRecordException;

/** Whether a results service answers, and what it says of itself. Confined to one test. */
final class ServiceCheck {
  private static final int ANSWER_MS = 3_000;

  /** Clocks that differ by more than this make latencies and orders wrong. */
  private static final long MOST_DIFFERENCE_MS = 2_000;

  /** The header Date has whole seconds. */
  private static final long DATE_STEP_MS = 1_000;

  private final String url;
  private final Map<String, String> headers;
  private @Nullable Long difference;

  ServiceCheck(String url, Map<String, String> headers) {
    this.url = url;
    this.headers = headers;
  }

  Finding answers() {
    try {
      return answers(new ResultsService(url, headers));
    } catch (IllegalArgumentException e) {
      return Finding.failed(String.valueOf(e.getMessage()));
    }
  }

  private Finding answers(ResultsService service) {
    try {
      HttpURLConnection connection =
          service.request("/health/ready", "application/json", ANSWER_MS);
      try {
        return answer(service, connection);
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return Finding.failed(service.base() + ": " + ResultsService.words(e));
    } catch (MalformedRecordException e) {
      return Finding.failed(
          "what answers at " + service.base() + " is no results service: " + e.getMessage());
    }
  }

  private Finding answer(ResultsService service, HttpURLConnection connection)
      throws IOException, MalformedRecordException {
    long begun = System.nanoTime();
    int status = connection.getResponseCode();
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    noteDate(connection.getHeaderFieldDate("Date", 0), System.currentTimeMillis() - tookMs / 2);
    if (status == 503) {
      return Finding.warning("it answers but is not ready: " + down(connection));
    }
    Map<String, Object> list = service.get("/api/acquisitions", ANSWER_MS);
    if (!(list.get("acquisitions") instanceof List)) {
      return Finding.failed("what answers at " + service.base() + " is no results service");
    }
    return Finding.ok(
        "answers in "
            + tookMs
            + " ms and knows "
            + ((List<?>) list.get("acquisitions")).size()
            + " acquisitions");
  }

  /** The checks of its own that fail, in its words. */
  private static String down(HttpURLConnection connection)
      throws IOException, MalformedRecordException {
    try (InputStream body = connection.getErrorStream()) {
      if (body == null) {
        return "it does not say why";
      }
      List<String> down = new ArrayList<>();
      JsonMembers health = new JsonMembers(EventJson.read(ResultsService.readAll(body, 1 << 16)));
      for (JsonMembers check : health.objects("checks")) {
        if (Objects.equals(check.text("status"), "DOWN")) {
          down.add(check.text("name") + " (" + check.text("problem") + ")");
        }
      }
      return String.join(", ", down);
    }
  }

  private void noteDate(long date, long nowMs) {
    difference = date == 0 ? null : (Long) (date + DATE_STEP_MS / 2 - nowMs);
  }

  /** Compares the clocks, by the date of the answer. */
  Finding clock() {
    Long ms = difference;
    if (ms == null) {
      return Finding.skipped("no answer with a date to compare with");
    }
    String seconds = String.format(Locale.ROOT, "%.1f s", Math.abs(ms) / 1000.0);
    if (Math.abs(ms) > MOST_DIFFERENCE_MS + DATE_STEP_MS / 2) {
      return Finding.warning(
          "the results service's clock is "
              + seconds
              + (ms > 0 ? " ahead of" : " behind")
              + " this computer's: let both follow a time server, or latencies are wrong");
    }
    return Finding.ok("differs by at most " + MOST_DIFFERENCE_MS / 1000 + " s");
  }
}
