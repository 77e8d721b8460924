package org.scopeside.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which planes have arrived, on the disk: one frame id a line, appended as planes are acknowledged,
 * so that a restart does not send them again. At most a second's ids are lost when the process is
 * killed; their planes are then sent twice, which replaces them. A last line that was cut is
 * forgotten. In memory an id takes 16 to 32 bytes. Thread-safe.
 */
public final class SentJournal implements Closeable {
  private static final long FLUSH_MS = 500;
  private static final int FLUSH_BYTES = 32 << 10;

  /** Ids that cannot be written, as on a full disk, are kept for another try up to here. */
  private static final int UNWRITTEN_LIMIT = 4 << 20;

  private static final int LINE_LIMIT = 4096;

  private final Path file;
  private final FileChannel channel;
  private final ScheduledExecutorService flushing;

  // All guarded by this.
  private final IdSet ids = new IdSet();

  /** Planes by acquisition and well label: {@code run-1/A01}. */
  private final Map<String, Integer> wells = new HashMap<>();

  private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
  private long writtenBytes;
  private @Nullable String problem;
  private boolean closed;

  private SentJournal(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.writtenBytes = load();
    channel.truncate(writtenBytes);
    this.flushing =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "scopeside-sent-journal");
              thread.setDaemon(true);
              return thread;
            });
    Future<?> unused =
        flushing.scheduleWithFixedDelay(this::flush, FLUSH_MS, FLUSH_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a journal, or begins one; folders above it are made.
   *
   * @throws IOException if it cannot be read or written, or another process uses it; the message
   *     says which
   */
  public static SentJournal open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!locked(channel)) {
        throw new IOException(file + " is in use by another process that sends the same planes");
      }
      return new SentJournal(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException usedByThisProcess) {
      return false;
    }
  }

  /** Reads whole lines; returns where the last one ends. */
  private long load() throws IOException {
    byte[] line = new byte[LINE_LIMIT];
    int length = 0;
    long at = 0;
    long end = 0;
    // The stream is not closed: it would close the channel.
    InputStream input =
        new BufferedInputStream(Channels.newInputStream(channel.position(0)), 64 << 10);
    for (int next = input.read(); next >= 0; next = input.read()) {
      at++;
      if (next == '\n') {
        take(Arrays.copyOf(line, Math.min(length, LINE_LIMIT)));
        length = 0;
        end = at;
      } else if (length++ < LINE_LIMIT) {
        line[length - 1] = (byte) next;
      }
    }
    return end;
  }

  private boolean take(byte[] id) {
    boolean fresh = ids.add(id);
    int wellEnds = fresh ? secondSlash(id) : -1;
    if (wellEnds > 0) {
      wells.merge(new String(id, 0, wellEnds, StandardCharsets.UTF_8), 1, Integer::sum);
    }
    return fresh;
  }

  private static int secondSlash(byte[] id) {
    int slashes = 0;
    for (int i = 0; i < id.length; i++) {
      if (id[i] == '/' && ++slashes == 2) {
        return i;
      }
    }
    return -1;
  }

  /**
   * How many planes of an acquisition have arrived, by well label, {@code -} where there is no
   * plate: what the tally of a run that goes on begins with.
   */
  public synchronized Map<String, Integer> wells(String acquisition) {
    Map<String, Integer> found = new TreeMap<>();
    String prefix = acquisition + "/";
    wells.forEach(
        (well, planes) -> {
          if (well.startsWith(prefix)) {
            found.put(well.substring(prefix.length()), planes);
          }
        });
    return found;
  }

  /** Whether that plane has arrived, in this process or an earlier one. */
  public synchronized boolean contains(String frameId) {
    return ids.contains(bytes(frameId));
  }

  /** Notes that a plane has arrived; to be called when it was acknowledged, by any thread. */
  public synchronized void add(String frameId) {
    byte[] id = bytes(frameId);
    if (closed || !take(id) || unwritten.size() > UNWRITTEN_LIMIT) {
      return;
    }
    unwritten.write(id, 0, id.length);
    unwritten.write('\n');
    if (unwritten.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  /** Planes that have arrived. */
  public synchronized int size() {
    return ids.size();
  }

  /** Why ids cannot be written now, as on a full disk, in words; null while they can. */
  public synchronized @Nullable String problem() {
    return problem;
  }

  /** Hands what was added to the operating system, where it outlives this process. */
  public synchronized void flush() {
    if (closed || unwritten.size() == 0) {
      return;
    }
    try {
      write(ByteBuffer.wrap(unwritten.toByteArray()));
      unwritten.reset();
      problem = null;
    } catch (IOException e) {
      problem = file + " cannot be written: " + e.getMessage();
    }
  }

  /** A part written by a failed try is written again: positions are absolute. */
  private void write(ByteBuffer lines) throws IOException {
    long at = writtenBytes;
    while (lines.hasRemaining()) {
      at += channel.write(lines, at);
    }
    writtenBytes = at;
  }

  private static byte[] bytes(String frameId) {
    byte[] id = frameId.getBytes(StandardCharsets.UTF_8);
    if (id.length > LINE_LIMIT || frameId.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "not a frame id: '" + new String(Arrays.copyOf(id, 80), StandardCharsets.UTF_8) + "'");
    }
    return id;
  }

  /** Writes what is left, onto the disk itself. */
  @Override
  public void close() throws IOException {
    flushing.shutdownNow();
    synchronized (this) {
      if (closed) {
        return;
      }
      flush();
      closed = true;
      try {
        channel.force(false);
      } finally {
        channel.close();
      }
    }
  }
}
