package org.scopeside.source.watch;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.SentJournal;

/**
 * What is remembered of a watched folder from one start to the next: planes that arrived ({@code
 * sent}), what was there at the first start ({@code existing}), and decisions that must not be
 * taken twice differently ({@code decisions}: one a line, appended). Closing it is not needed for
 * any of it to last.
 */
public final class WatchMemory implements Closeable {
  private static final String HEAD = "scopeside watch 1";

  private final Path folder;
  private final SentJournal sent;
  private final Map<String, String> decisions = new HashMap<>();
  private final BufferedWriter decisionFile;

  /**
   * What was there at the first start, of one acquisition.
   *
   * @param files how many
   * @param hash of their names, whatever their order
   */
  record Existing(long files, long hash) {}

  private WatchMemory(Path folder, SentJournal sent) throws IOException {
    this.folder = folder;
    this.sent = sent;
    Path file = folder.resolve("decisions");
    long whole = load(file);
    this.decisionFile =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (whole < Files.size(file)) {
      decisionFile.write('\n');
    }
  }

  /**
   * Opens a memory, or begins one.
   *
   * @param folder for the files of this memory alone; made if it is not there
   * @throws IOException if it cannot be read or written, or another process uses it
   */
  public static WatchMemory open(Path folder) throws IOException {
    SentJournal sent = SentJournal.open(folder.resolve("sent"));
    try {
      return new WatchMemory(folder, sent);
    } catch (IOException | RuntimeException e) {
      sent.close();
      throw e;
    }
  }

  private long load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    int whole = text.lastIndexOf('\n') + 1;
    for (String line : text.substring(0, whole).split("\n", -1)) {
      int value = line.lastIndexOf('\t');
      if (value > 0) {
        decisions.put(line.substring(0, value), line.substring(value + 1));
      }
    }
    return text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length;
  }

  SentJournal sent() {
    return sent;
  }

  /** What was decided of something; null if nothing. */
  @Nullable String decided(String acquisition, String what) {
    return decisions.get(key(acquisition, what));
  }

  /** Decides for good: on the disk when this returns. */
  void decide(String acquisition, String what, String value) {
    String text = line(value);
    if (text.equals(decisions.put(key(acquisition, what), text))) {
      return;
    }
    try {
      decisionFile.write(key(acquisition, what) + "\t" + text + "\n");
      decisionFile.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written", e);
    }
  }

  /** All decisions of a kind that begins so, by what follows. */
  Map<String, String> decidedBeginning(String acquisition, String start) {
    Map<String, String> found = new LinkedHashMap<>();
    String prefix = key(acquisition, start);
    decisions.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** Acquisitions of which something was decided so. */
  List<String> acquisitionsWith(String what, String value) {
    List<String> found = new ArrayList<>();
    decisions.forEach(
        (key, decided) -> {
          if (key.endsWith("\t" + what) && decided.equals(value)) {
            found.add(key.substring(0, key.length() - what.length() - 1));
          }
        });
    return found;
  }

  private static String key(String acquisition, String what) {
    return line(acquisition) + "\t" + line(what);
  }

  /** Names may hold any letter; a line has no tabs and breaks but its own. */
  private static String line(String text) {
    return text.replace("%", "%25").replace("\t", "%09").replace("\n", "%0A").replace("\r", "%0D");
  }

  /** What was there at the first start, by acquisition; null before that was noted. */
  @Nullable Map<String, Existing> existing() throws IOException {
    Path file = folder.resolve("existing");
    if (!Files.exists(file)) {
      return null;
    }
    Map<String, Existing> existing = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      String[] cells = line.split("\t", -1);
      if (cells.length == 3) {
        existing.put(cells[0], new Existing(Long.parseLong(cells[1]), Long.parseLong(cells[2])));
      }
    }
    return existing;
  }

  /** Replaces what was there as a whole. */
  void existing(Map<String, Existing> existing) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    existing.forEach((key, of) -> lines.add(line(key) + "\t" + of.files() + "\t" + of.hash()));
    Path next = folder.resolve("existing.next");
    Files.write(next, lines, StandardCharsets.UTF_8);
    Files.move(
        next,
        folder.resolve("existing"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  static String keyLine(String key) {
    return line(key);
  }

  @Override
  public void close() throws IOException {
    try {
      decisionFile.close();
    } finally {
      sent.close();
    }
  }
}
