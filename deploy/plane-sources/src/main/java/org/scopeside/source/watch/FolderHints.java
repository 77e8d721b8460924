package org.scopeside.source.watch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's word that something came into a folder. Only ever a hint that saves
 * waiting: network shares give none of what other machines write, and queues overflow. Used on
 * Linux only: elsewhere Java lists the folders itself, or keeps them from being renamed.
 */
final class FolderHints implements Closeable {
  /** Of the 8,192 that Linux grants a user by default on small machines. */
  private static final int MOST_FOLDERS = 4096;

  private final @Nullable WatchService service;
  private final Map<WatchKey, WatchedFolder> folders = new HashMap<>();

  /** Takes a hint; the name is null where the system lost count. */
  interface Hint {
    void of(WatchedFolder folder, @Nullable String name);
  }

  private FolderHints(@Nullable WatchService service) {
    this.service = service;
  }

  static FolderHints open() {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    try {
      return new FolderHints(linux ? FileSystems.getDefault().newWatchService() : null);
    } catch (IOException | UnsupportedOperationException none) {
      return new FolderHints(null);
    }
  }

  static FolderHints none() {
    return new FolderHints(null);
  }

  /** True if hints of that folder are to be expected from now on. */
  boolean register(WatchedFolder folder) {
    if (service == null || folders.size() >= MOST_FOLDERS) {
      return false;
    }
    try {
      folders.put(folder.path.register(service, StandardWatchEventKinds.ENTRY_CREATE), folder);
      return true;
    } catch (IOException | RuntimeException refused) {
      return false;
    }
  }

  /** Waits for a hint, at most that long, and takes all there are. */
  void await(long nanos, Hint hint) throws InterruptedException {
    if (service == null) {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return;
    }
    for (WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS); key != null; ) {
      take(key, hint);
      key = service.poll();
    }
  }

  /** Takes the hints there are, without waiting. */
  void drain(Hint hint) {
    if (service != null) {
      for (WatchKey key = service.poll(); key != null; key = service.poll()) {
        take(key, hint);
      }
    }
  }

  private void take(WatchKey key, Hint hint) {
    WatchedFolder folder = folders.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (folder != null) {
        hint.of(folder, event.context() instanceof Path name ? name.toString() : null);
      }
    }
    if (!key.reset() && folder != null) {
      folders.remove(key);
      folder.hinted = false;
    }
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
