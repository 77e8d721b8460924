package org.scopeside.deploy.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.scopeside.source.watch.WatchListener;
import org.scopeside.source.watch.WatchedPlan;

/** Says what happens: words for people, a status line on a terminal, JSON lines for programs. */
final class WatchReport implements WatchListener {
  private static final long PLANES_MS = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter words;
  private final PrintWriter json;
  private final boolean asJson;
  private final boolean terminal;
  private final Map<String, Long> planes = new TreeMap<>();
  private long total;
  private long refusedFiles;
  private long said;
  private boolean statusShown;

  /**
   * @param json where JSON lines go
   * @param terminal whether a status line may be drawn
   */
  WatchReport(PrintWriter words, PrintWriter json, boolean asJson, boolean terminal) {
    this.words = words;
    this.json = json;
    this.asJson = asJson;
    this.terminal = terminal;
  }

  /** Files that were refused so far. */
  long refusedFiles() {
    return refusedFiles;
  }

  @Override
  public void started(WatchedPlan plan) {
    say(plan.id() + ": planes come");
    print("started", Map.of("acquisition", plan.id()));
  }

  @Override
  public void ended(String acquisition, String reason, long sent, long lost) {
    flushPlanes();
    String losses = lost == 0 ? "" : ", " + lost + " lost";
    say("%s: ended (%s), %d planes sent%s".formatted(acquisition, reason, sent, losses));
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("acquisition", acquisition);
    of.put("reason", reason);
    of.put("sent", sent);
    of.put("lost", lost);
    print("ended", of);
  }

  @Override
  public void plane(String acquisition, String file) {
    planes.merge(acquisition, 1L, Long::sum);
    total++;
  }

  @Override
  public void refused(String file, String reason) {
    refusedFiles++;
    say(file + ": " + reason);
    Map<String, Object> of = new LinkedHashMap<>();
    of.put("file", file);
    of.put("reason", reason);
    print("refused", of);
  }

  @Override
  public void warning(String text) {
    say(text);
    print("warning", Map.of("words", text));
  }

  @Override
  public void status(int folders, int waiting) {
    long now = System.currentTimeMillis();
    if (now - said < PLANES_MS) {
      return;
    }
    said = now;
    flushPlanes();
    if (terminal && !asJson) {
      words.printf("\r%d planes sent, %d files wait, %d folders\u001b[K", total, waiting, folders);
      words.flush();
      statusShown = true;
    }
  }

  private void flushPlanes() {
    planes.forEach(
        (acquisition, count) -> {
          Map<String, Object> of = new LinkedHashMap<>();
          of.put("acquisition", acquisition);
          of.put("planes", count);
          print("planes", of);
        });
    planes.clear();
  }

  private void say(String line) {
    if (statusShown) {
      words.print("\r\u001b[K");
      statusShown = false;
    }
    words.println(line);
    words.flush();
  }

  private void print(String event, Map<String, Object> of) {
    if (!asJson) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("at", Instant.now().toString());
    line.putAll(of);
    try {
      json.println(JSON.writeValueAsString(line));
      json.flush();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
