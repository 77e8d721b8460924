package org.scopeside.publish.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.WireRecord;
import org.scopeside.publish.spool.SpoolSegment.DamagedRecordException;

/**
 * A queue of records in files: appended at the end, read from the oldest on, ticked off one by one
 * as they arrive. Thread-safe.
 *
 * <p>What was appended is there after a crash of the process; a record whose writing was cut short
 * is not, and nothing else is lost by it. What had been ticked off does not come again. The spool
 * never takes more than its limit, and leaves the disk {@link #RESERVED_BYTES} free. A folder
 * belongs to one process at a time.
 */
public final class Spool implements Closeable {
  /** Left free on the disk, where the operating system and the images themselves need room. */
  static final long RESERVED_BYTES = 512L << 20;

  /** Segments are removed whole, so they are small beside the limit. */
  static final long SEGMENT_BYTES = 256L << 20;

  private static final int STAGING_BYTES = 1 << 20;
  private static final long FIRST_NUMBER = 1_000_000_000_000L;
  private static final String SUFFIX = ".spool";

  private final Path folder;
  private final long limitBytes;
  private final long segmentBytes;
  private final Consumer<String> log;
  private final FileChannel lockFile;
  private final TreeMap<Long, SpoolSegment> segments = new TreeMap<>();
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private @Nullable SpoolSegment tail;
  private long bytes;
  private boolean closed;
  private long sinceRoomWasChecked = Long.MAX_VALUE;

  /** Told of planes that were in the spool and cannot be sent any more. */
  public interface Losses {
    void lost(Origin origin, int planes, String reason);
  }

  private Spool(
      Path folder, long limitBytes, long segmentBytes, FileChannel lockFile, Consumer<String> log) {
    this.folder = folder;
    this.limitBytes = limitBytes;
    this.segmentBytes = segmentBytes;
    this.lockFile = lockFile;
    this.log = log;
  }

  /**
   * Opens a folder, made if need be, with what an earlier process left in it.
   *
   * @param limitBytes most that the files take together
   * @param log takes a line about what was found damaged
   * @throws IOException if the folder cannot be written, or belongs to a running process
   */
  public static Spool open(Path folder, long limitBytes, Consumer<String> log) throws IOException {
    return open(
        folder, limitBytes, Math.max(1 << 20, Math.min(SEGMENT_BYTES, limitBytes / 8)), log);
  }

  static Spool open(Path folder, long limitBytes, long segmentBytes, Consumer<String> log)
      throws IOException {
    Files.createDirectories(folder);
    Spool spool = new Spool(folder, limitBytes, segmentBytes, lock(folder), log);
    try {
      spool.recover();
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
    return spool;
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException ours) {
      // another spool of this very process
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException("the spool folder " + folder + " is in use by another program");
    }
    return channel;
  }

  private void recover() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      found.forEach(files::add);
    }
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      long number = number(name.substring(0, name.length() - SUFFIX.length()));
      if (number >= 0) {
        SpoolSegment segment = SpoolSegment.recover(file, number);
        segments.put(number, segment);
        bytes += segment.size();
      }
    }
    for (SpoolSegment segment : new ArrayList<>(segments.values())) {
      removeIfFinished(segment);
    }
  }

  private static long number(String name) {
    return name.matches("[0-9]{13}") ? Long.parseLong(name) : -1;
  }

  /**
   * Appends a record.
   *
   * @throws SpoolFullException if it would go beyond the limit, or leave too little room on the
   *     disk
   * @throws IOException if the disk does not take it; the spool is as it was before
   */
  public synchronized void append(String topic, WireRecord record) throws IOException {
    requireOpen();
    append(tailFor(record.value().length), topic, record);
  }

  /**
   * Puts records before all others, oldest first: what a closing program had handed to Kafka
   * without hearing of its arrival. Neither limit holds it back, it was in memory.
   */
  public synchronized void prepend(List<PrependedRecord> records) throws IOException {
    requireOpen();
    if (records.isEmpty()) {
      return;
    }
    long first = segments.isEmpty() ? FIRST_NUMBER : segments.firstKey();
    SpoolSegment segment = create(first - 1);
    for (PrependedRecord record : records) {
      append(segment, record.topic, record.record);
    }
    segment.release();
  }

  /** A record and its topic. */
  public static final class PrependedRecord {
    final String topic;
    final WireRecord record;

    public PrependedRecord(String topic, WireRecord record) {
      this.topic = topic;
      this.record = record;
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the spool is closed");
    }
  }

  private void append(SpoolSegment segment, String topic, WireRecord record) throws IOException {
    long before = segment.size();
    segment.append(topic, record, staging);
    bytes += segment.size() - before;
    sinceRoomWasChecked += segment.size() - before;
  }

  private SpoolSegment tailFor(int valueBytes) throws IOException {
    if (bytes > 0 && bytes + valueBytes > limitBytes) {
      throw new SpoolFullException(
          "the spool holds " + mib(bytes) + " MiB, its limit is " + mib(limitBytes) + " MiB");
    }
    requireRoomOnDisk(valueBytes);
    SpoolSegment last = tail;
    if (last != null && last.size() >= segmentBytes) {
      if (last.finished()) {
        remove(last);
      } else if (!last.hasUnread()) {
        last.release();
      }
      last = null;
    }
    if (last == null) {
      last = create(segments.isEmpty() ? FIRST_NUMBER : segments.lastKey() + 1);
      tail = last;
    }
    return last;
  }

  private SpoolSegment create(long number) {
    SpoolSegment segment =
        new SpoolSegment(
            folder.resolve(String.format(Locale.ROOT, "%013d", number) + SUFFIX), number);
    segments.put(number, segment);
    return segment;
  }

  private void requireRoomOnDisk(int valueBytes) throws IOException {
    if (sinceRoomWasChecked >= 64L << 20) {
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < RESERVED_BYTES + valueBytes) {
        throw new SpoolFullException(
            "the disk of "
                + folder
                + " has "
                + mib(free)
                + " MiB left, "
                + mib(RESERVED_BYTES)
                + " MiB are kept free");
      }
      sinceRoomWasChecked = 0;
    }
  }

  /**
   * The oldest record not read yet; null where there is none. What cannot be read is told as lost
   * and passed over.
   */
  public synchronized @Nullable SpooledRecord next(Losses losses) {
    List<SpoolSegment> readable =
        closed ? Collections.emptyList() : new ArrayList<>(segments.values());
    for (SpoolSegment segment : readable) {
      SpooledRecord record = next(segment, losses);
      if (record != null) {
        return record;
      }
    }
    return null;
  }

  private @Nullable SpooledRecord next(SpoolSegment segment, Losses losses) {
    while (segment.hasUnread()) {
      try {
        return segment.next();
      } catch (DamagedRecordException e) {
        log.accept("The spool lost a plane: " + e.getMessage());
        Origin origin = e.record.origin();
        if (origin != null) {
          losses.lost(origin, 1, "its copy in the spool was damaged");
        }
        done(e.record);
      } catch (IOException e) {
        log.accept("The spool lost the rest of a segment: " + e.getMessage());
        abandon(segment, losses, "its copy in the spool cannot be read");
      }
    }
    return null;
  }

  /** Ticks off a record that has arrived, or was given up. */
  public synchronized void done(SpooledRecord record) {
    SpoolSegment segment = record.segment;
    if (closed || segments.get(segment.number()) != segment) {
      return; // dropped meanwhile, or to be sent again
    }
    try {
      segment.done(record);
    } catch (IOException e) {
      log.accept("A record that has arrived will be sent again after a restart: " + e);
    }
    removeIfFinished(segment);
  }

  private void removeIfFinished(SpoolSegment segment) {
    if (segment.finished() && segment != tail) {
      remove(segment);
    } else if (segment.finished() && !segment.hasUnread()) {
      tail = null;
      remove(segment);
    }
  }

  /**
   * Gives up the oldest planes that are not on their way yet, a segment at once. Plans and tallies
   * among them stay.
   *
   * @return false if there is nothing to drop
   */
  public synchronized boolean dropOldest(Losses losses) throws IOException {
    for (SpoolSegment segment : segments.values()) {
      if (!segment.unreadOutstanding().isEmpty()) {
        List<PrependedRecord> events = segment.unreadEvents();
        abandon(segment, losses, "the spool was full and its policy is to drop the oldest");
        prepend(events);
        return true;
      }
    }
    return false;
  }

  /** Planes that were read are on their way and will be answered for. */
  private void abandon(SpoolSegment segment, Losses losses, String reason) {
    Map<Origin, Integer> unread = segment.unreadOutstanding();
    if (segment == tail) {
      tail = null;
    }
    remove(segment);
    unread.forEach((origin, planes) -> losses.lost(origin, planes, reason));
  }

  private void remove(SpoolSegment segment) {
    segments.remove(segment.number());
    bytes -= segment.size();
    try {
      segment.delete();
    } catch (IOException e) {
      log.accept("A segment of the spool could not be removed: " + e);
    }
  }

  /** Planes of each well that are in the spool and have not arrived. */
  public synchronized Map<Origin, Integer> outstanding() {
    Map<Origin, Integer> all = new HashMap<>();
    for (SpoolSegment segment : segments.values()) {
      segment.outstanding().forEach((origin, n) -> all.merge(origin, n, Integer::sum));
    }
    return all;
  }

  /** Whether a record waits to be read. */
  public synchronized boolean hasUnread() {
    for (SpoolSegment segment : segments.values()) {
      if (segment.hasUnread()) {
        return true;
      }
    }
    return false;
  }

  /** Records that have not been ticked off. */
  public synchronized int records() {
    int records = 0;
    for (SpoolSegment segment : segments.values()) {
      records += segment.unfinished();
    }
    return records;
  }

  /** Bytes of all files. */
  public synchronized long bytes() {
    return bytes;
  }

  public long limitBytes() {
    return limitBytes;
  }

  public Path folder() {
    return folder;
  }

  private static long mib(long bytes) {
    return bytes >> 20;
  }

  /** Writes through to the disk and gives the folder back. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    IOException failure = null;
    for (SpoolSegment segment : segments.values()) {
      try {
        if (segment == tail) {
          segment.force();
        }
        segment.release();
      } catch (IOException e) {
        failure = e;
      }
    }
    lockFile.close();
    if (failure != null) {
      throw failure;
    }
  }
}
