package org.scopeside.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.publish.spool.Origin;
import org.scopeside.publish.spool.Spool;

/**
 * The spool of one program and the journals of its acquisitions. A second program on the machine,
 * another Micro-Manager for instance, has a folder of its own beside.
 */
final class RunSpool {
  private static final int PROGRAMS = 16;

  final Spool spool;
  final DropPolicy dropPolicy;
  private final Path journals;
  private final Consumer<String> log;

  private RunSpool(Spool spool, DropPolicy dropPolicy, Consumer<String> log) {
    this.spool = spool;
    this.dropPolicy = dropPolicy;
    this.journals = spool.folder().resolve("runs");
    this.log = log;
  }

  /** Null, after a line in the log, if there is nowhere to write: then there is no spool. */
  static @Nullable RunSpool open(SpoolSettings settings, Consumer<String> log) {
    IOException first = null;
    for (int program = 0; program < PROGRAMS; program++) {
      Path folder = settings.folder().resolve("spool-" + program);
      try {
        return new RunSpool(
            Spool.open(folder, settings.limitBytes(), log), settings.dropPolicy(), log);
      } catch (IOException e) {
        first = first == null ? e : first;
        if (!Files.exists(folder.resolve("lock"))) {
          break; // not in use, but not to be written either
        }
      }
    }
    log.accept("There is no spool, planes wait in memory only: " + first);
    return null;
  }

  /** Null if it cannot be written: the counts are then in memory only. */
  @Nullable RunJournal journal(String acquisition) {
    try {
      return RunJournal.open(journals, acquisition);
    } catch (IOException e) {
      log.accept("Counts of " + acquisition + " would not survive a crash: " + e);
      return null;
    }
  }

  /** Acquisitions that an earlier process left with planes in the spool or without their end. */
  List<RunLedger> recover() {
    Map<String, Map<String, Integer>> spooled = spooledByAcquisition();
    List<RunLedger> ledgers = new ArrayList<>();
    for (RunJournal.Found found : foundJournals()) {
      Map<String, Integer> wells = spooled.remove(found.acquisition);
      ledgers.add(
          RunLedger.recovered(
              found, wells == null ? Collections.emptyMap() : wells, journal(found.acquisition)));
    }
    return ledgers;
  }

  private List<RunJournal.Found> foundJournals() {
    try {
      return RunJournal.findAll(journals);
    } catch (IOException e) {
      log.accept("Counts that an earlier run left cannot be read: " + e);
      return Collections.emptyList();
    }
  }

  private Map<String, Map<String, Integer>> spooledByAcquisition() {
    Map<String, Map<String, Integer>> all = new HashMap<>();
    for (Map.Entry<Origin, Integer> entry : spool.outstanding().entrySet()) {
      all.computeIfAbsent(entry.getKey().acquisition(), a -> new TreeMap<>())
          .put(entry.getKey().wellLabel(), entry.getValue());
    }
    return all;
  }
}
