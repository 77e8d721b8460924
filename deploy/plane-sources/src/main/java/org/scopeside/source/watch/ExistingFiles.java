package org.scopeside.source.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.IdSet;

/**
 * What was there at the first start and is not sent: whole acquisitions, until something new comes
 * into one. A restart tells by number and names of the files whether anything came meanwhile.
 */
final class ExistingFiles {
  private final WatchMemory memory;
  private final boolean firstStart;

  /** Acquisitions that sleep, as they were last seen whole. */
  private final Map<String, WatchMemory.Existing> asleep = new HashMap<>();

  private final Map<String, WatchMemory.Existing> seen = new HashMap<>();
  private final IdSet names = new IdSet();
  private boolean known;

  ExistingFiles(WatchMemory memory, boolean sendExisting) throws IOException {
    this.memory = memory;
    @Nullable Map<String, WatchMemory.Existing> before = memory.existing();
    this.firstStart = before == null && !sendExisting;
    this.known = before == null ? sendExisting : before.isEmpty();
    if (before != null) {
      asleep.putAll(before);
    } else if (sendExisting) {
      memory.existing(asleep);
    }
  }

  /** Whether everything that was there is known by now. */
  boolean known() {
    return known;
  }

  /**
   * Whether a file that was just found sleeps on.
   *
   * @return false if it is to be handled
   */
  boolean sleeps(String acquisition, String relativeName) {
    String key = WatchMemory.keyLine(acquisition);
    if (known) {
      return asleep.containsKey(key) && names.contains(bytes(relativeName));
    }
    if (!firstStart && !asleep.containsKey(key)) {
      return false;
    }
    byte[] name = bytes(relativeName);
    if (names.add(name)) {
      WatchMemory.Existing one = new WatchMemory.Existing(1, IdSet.hash(name, name.length));
      seen.merge(
          key, one, (a, b) -> new WatchMemory.Existing(a.files() + b.files(), a.hash() + b.hash()));
    }
    return true;
  }

  /** True if that acquisition sleeps. */
  boolean isAsleep(String acquisition) {
    return asleep.containsKey(WatchMemory.keyLine(acquisition));
  }

  /** Something new came into an acquisition: all of it is sent from now on. */
  void wake(String acquisition) throws IOException {
    if (asleep.remove(WatchMemory.keyLine(acquisition)) != null) {
      memory.existing(asleep);
    }
  }

  /**
   * All folders were listed once: from now on what is found is new.
   *
   * @return acquisitions into which something came since they were seen last, which wake
   */
  Set<String> allListed() throws IOException {
    Set<String> woken = new HashSet<>();
    for (Map.Entry<String, WatchMemory.Existing> each : seen.entrySet()) {
      WatchMemory.Existing before = asleep.put(each.getKey(), each.getValue());
      boolean grew =
          before != null
              && !before.equals(each.getValue())
              && each.getValue().files() >= before.files();
      if (grew) {
        asleep.remove(each.getKey());
        woken.add(each.getKey());
      }
    }
    memory.existing(asleep);
    seen.clear();
    known = true;
    return woken;
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
