package org.scopeside.segmenter.engine.tensorrt;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Engines in a folder, by their {@link PlanKey}. Whoever builds one holds a lock on a file beside
 * it: other threads and processes wait and then find it there. At most {@value #MOST} are kept;
 * those that were used longest ago go first. Where the folder cannot be written to, engines are
 * built and not kept. Thread-safe.
 */
final class PlanCache {
  private static final Logger log = LoggerFactory.getLogger(PlanCache.class);
  private static final int MOST = 64;
  private static final String SUFFIX = ".engine";
  private static final int RETRY_MILLIS = 100;

  /** Locks on files hold between processes, these between threads. */
  private static final ConcurrentMap<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;

  PlanCache(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Builds what is not there. */
  interface Builder {
    /**
     * Builds an engine.
     *
     * @param timingCache of earlier builds; empty for nothing
     */
    TensorRt.Plan build(byte[] timingCache) throws EngineException;
  }

  /**
   * An engine.
   *
   * @param plan serialized
   * @param built whether it was built now
   */
  // Array: a file's content, never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Found(byte[] plan, boolean built) {}

  /** Where the engine of a key is kept. */
  Path file(PlanKey key) {
    return folder.resolve(key.fileName() + SUFFIX);
  }

  /** The engine of a key: as kept, or built and kept. */
  Found get(PlanKey key, Builder builder) throws EngineException {
    byte[] kept = read(key);
    if (kept != null) {
      return new Found(kept, false);
    }
    synchronized (LOCKS.computeIfAbsent(file(key), file -> new Object())) {
      try {
        Files.createDirectories(folder);
        try (FileChannel channel = lockFile(key);
            FileLock lock = lock(channel, key)) {
          // Somebody may have built it while this waited.
          byte[] meanwhile = read(key);
          return meanwhile != null ? new Found(meanwhile, false) : built(key, builder, lock);
        }
      } catch (IOException e) {
        log.warn("engines cannot be kept in {}: {}", folder, e.toString());
        return new Found(builder.build(new byte[0]).engine(), true);
      }
    }
  }

  /** Forgets an engine that cannot be used. */
  void discard(PlanKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      log.warn("{} cannot be removed: {}", file(key), e.toString());
    }
  }

  private byte @Nullable [] read(PlanKey key) {
    byte[] kept = PlanFile.read(file(key), key.json());
    if (kept != null) {
      try {
        Files.setLastModifiedTime(file(key), FileTime.from(Instant.now()));
      } catch (IOException e) {
        log.debug("{} is used but not marked so: {}", file(key), e.toString());
      }
    }
    return kept;
  }

  private FileChannel lockFile(PlanKey key) throws IOException {
    return FileChannel.open(
        folder.resolve(key.fileName() + ".lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE);
  }

  private FileLock lock(FileChannel channel, PlanKey key) throws IOException {
    FileLock lock = tryLock(channel);
    if (lock == null) {
      log.info("another process builds {}; waiting for it", file(key).getFileName());
    }
    while (lock == null) {
      try {
        Thread.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while another process builds an engine", e);
      }
      lock = tryLock(channel);
    }
    return lock;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * @param lock held meanwhile
   */
  private Found built(PlanKey key, Builder builder, FileLock lock) throws EngineException {
    if (!lock.isValid()) {
      throw new IllegalStateException("the lock on " + file(key) + " was lost");
    }
    Path timing = folder.resolve(key.timingName());
    byte[] measured = PlanFile.read(timing, key.timingName());
    TensorRt.Plan plan = builder.build(measured == null ? new byte[0] : measured);
    try {
      PlanFile.write(file(key), key.json(), plan.engine());
      PlanFile.write(timing, key.timingName(), plan.timingCache());
      dropOldest();
    } catch (IOException e) {
      log.warn("an engine was built but not kept: {}", e.toString());
    }
    return new Found(plan.engine(), true);
  }

  private void dropOldest() throws IOException {
    List<Path> kept = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(kept::add);
    }
    kept.sort(Comparator.comparing(PlanCache::lastUsed));
    for (int i = 0; i < kept.size() - MOST; i++) {
      Files.deleteIfExists(kept.get(i));
    }
  }

  private static FileTime lastUsed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
