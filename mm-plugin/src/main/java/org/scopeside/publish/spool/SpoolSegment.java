package org.scopeside.publish.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.WireRecord;
import org.scopeside.publish.spool.RecordLayout.Head;
import org.scopeside.publish.spool.RecordLayout.Prefix;
import org.scopeside.publish.spool.Spool.PrependedRecord;

/**
 * One file of the spool: records one after the other. Confined to the spool's lock. It remembers
 * how many of each well's planes are outstanding, not where they are, so that a damaged or dropped
 * segment can still be accounted for.
 */
final class SpoolSegment {
  private final Path file;
  private final long number;
  private final Map<Origin, Integer> outstanding = new HashMap<>();
  private final Map<Origin, Integer> underWay = new HashMap<>();
  private @Nullable FileChannel channel;
  private long size;
  private long readOffset;
  private int records;
  private int done;

  SpoolSegment(Path file, long number) {
    this.file = file;
    this.number = number;
  }

  /**
   * Walks the heads of a file that another process left: what was appended in full, and what of it
   * has not arrived. What follows the last whole record is cut off.
   */
  static SpoolSegment recover(Path file, long number) throws IOException {
    SpoolSegment segment = new SpoolSegment(file, number);
    FileChannel channel = segment.channel();
    long length = channel.size();
    boolean whole = true;
    while (whole) {
      whole = segment.recoverRecord(channel, length);
    }
    if (segment.size < length) {
      channel.truncate(segment.size);
    }
    segment.release();
    return segment;
  }

  private boolean recoverRecord(FileChannel channel, long length) throws IOException {
    Prefix prefix = length - size < RecordLayout.PREFIX_BYTES ? null : prefix(channel, size);
    if (prefix == null || length - size < prefix.recordLength()) {
      return false;
    }
    Head head = head(channel, size, prefix);
    boolean last = size + prefix.recordLength() == length;
    if (head == null || (last && value(channel, size, prefix) == null)) {
      return false;
    }
    appended(head.origin(), prefix.recordLength());
    if (prefix.done) {
      ticked(head.origin());
    }
    return true;
  }

  long number() {
    return number;
  }

  long size() {
    return size;
  }

  /** Records that were neither read nor found done. */
  boolean hasUnread() {
    return readOffset < size;
  }

  int unfinished() {
    return records - done;
  }

  boolean finished() {
    return done == records;
  }

  /** Planes of each well that have not arrived. */
  Map<Origin, Integer> outstanding() {
    return outstanding;
  }

  /**
   * Appends a record through the caller's staging buffer.
   *
   * @throws IOException if it could not be written; the segment is as it was before
   */
  void append(String topic, WireRecord record, ByteBuffer staging) throws IOException {
    byte[] front = RecordLayout.front(topic, record);
    long length = (long) front.length + record.value().length;
    FileChannel out = channel();
    try {
      out.position(size);
      staging.clear();
      write(out, front, staging);
      write(out, record.value(), staging);
      flush(out, staging);
    } catch (IOException e) {
      out.truncate(size);
      throw e;
    }
    appended(Origin.of(record.headers()), length);
  }

  /** Heap arrays go through one buffer of ours; Java would make a direct one of each size. */
  private static void write(FileChannel out, byte[] bytes, ByteBuffer staging) throws IOException {
    int from = 0;
    while (from < bytes.length) {
      int n = Math.min(bytes.length - from, staging.remaining());
      staging.put(bytes, from, n);
      from += n;
      if (!staging.hasRemaining()) {
        flush(out, staging);
      }
    }
  }

  private static void flush(FileChannel out, ByteBuffer staging) throws IOException {
    staging.flip();
    while (staging.hasRemaining()) {
      out.write(staging);
    }
    staging.clear();
  }

  /** The oldest record not read yet that has not arrived; null at the end of the segment. */
  @Nullable SpooledRecord next() throws IOException {
    FileChannel in = channel();
    while (hasUnread()) {
      long offset = readOffset;
      Prefix prefix = prefix(in, offset);
      Head head = prefix == null ? null : head(in, offset, prefix);
      if (prefix == null || head == null) {
        throw new DamagedSegmentException(
            "the heads of " + file + " cannot be read from byte " + offset + " on");
      }
      readOffset += prefix.recordLength();
      if (!prefix.done) {
        taken(head.origin());
        byte[] value = value(in, offset, prefix);
        if (value == null) {
          throw new DamagedRecordException(
              "record at byte "
                  + offset
                  + " of "
                  + file
                  + " has another CRC than it was written with",
              new SpooledRecord(
                  head.topic,
                  new WireRecord(head.key, head.headers, new byte[0]),
                  head.origin(),
                  this,
                  offset));
        }
        return new SpooledRecord(
            head.topic, new WireRecord(head.key, head.headers, value), head.origin(), this, offset);
      }
    }
    return null;
  }

  /** Ticks off a record that was read, in the file too. */
  void done(SpooledRecord record) throws IOException {
    ticked(record.origin());
    less(underWay, record.origin());
    ByteBuffer state = ByteBuffer.wrap(new byte[] {RecordLayout.DONE});
    channel().write(state, record.offset + RecordLayout.STATE_OFFSET);
  }

  /** Records not read yet that are no planes: plans and tallies, which are small. */
  List<PrependedRecord> unreadEvents() throws IOException {
    List<PrependedRecord> events = new ArrayList<>();
    FileChannel in = channel();
    long offset = readOffset;
    while (offset < size) {
      Prefix prefix = prefix(in, offset);
      Head head = prefix == null ? null : head(in, offset, prefix);
      if (prefix == null || head == null) {
        return events;
      }
      byte[] value = prefix.done || head.origin() != null ? null : value(in, offset, prefix);
      if (value != null) {
        events.add(new PrependedRecord(head.topic, new WireRecord(head.key, head.headers, value)));
      }
      offset += prefix.recordLength();
    }
    return events;
  }

  /** Planes of each well that were never read. */
  Map<Origin, Integer> unreadOutstanding() {
    Map<Origin, Integer> unread = new HashMap<>(outstanding);
    underWay.forEach(
        (origin, planes) ->
            unread.computeIfPresent(origin, (o, n) -> n > planes ? n - planes : null));
    return unread;
  }

  private void appended(@Nullable Origin origin, long length) {
    size += length;
    records++;
    if (origin != null) {
      outstanding.merge(origin, 1, Integer::sum);
    }
  }

  private void taken(@Nullable Origin origin) {
    if (origin != null) {
      underWay.merge(origin, 1, Integer::sum);
    }
  }

  private void ticked(@Nullable Origin origin) {
    done++;
    less(outstanding, origin);
  }

  private static void less(Map<Origin, Integer> counts, @Nullable Origin origin) {
    if (origin != null) {
      counts.computeIfPresent(origin, (o, n) -> n > 1 ? n - 1 : null);
    }
  }

  private static @Nullable Prefix prefix(FileChannel in, long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(RecordLayout.PREFIX_BYTES);
    return readFully(in, bytes, offset) ? RecordLayout.prefix(bytes) : null;
  }

  private static @Nullable Head head(FileChannel in, long offset, Prefix prefix)
      throws IOException {
    byte[] head = new byte[prefix.headLength];
    boolean whole =
        readFully(in, ByteBuffer.wrap(head), offset + RecordLayout.PREFIX_BYTES)
            && prefix.matches(head);
    return whole ? RecordLayout.readHead(head) : null;
  }

  private static byte @Nullable [] value(FileChannel in, long offset, Prefix prefix)
      throws IOException {
    byte[] value = new byte[prefix.valueLength];
    long at = offset + RecordLayout.PREFIX_BYTES + prefix.headLength;
    boolean whole =
        readFully(in, ByteBuffer.wrap(value), at) && RecordLayout.crc(value) == prefix.valueCrc;
    return whole ? value : null;
  }

  private static boolean readFully(FileChannel in, ByteBuffer into, long offset)
      throws IOException {
    while (into.hasRemaining()) {
      if (in.read(into, offset + into.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  private FileChannel channel() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      channel = open;
    }
    return open;
  }

  /** To the disk itself, for who wants it to outlive a power cut too. */
  void force() throws IOException {
    channel().force(false);
  }

  /** Gives the file handle back until it is needed again. */
  void release() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }

  void delete() throws IOException {
    release();
    Files.deleteIfExists(file);
  }

  /** A segment that ends before its end. */
  static final class DamagedSegmentException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedSegmentException(String message) {
      super(message);
    }
  }

  /** One record whose value is not what was written; those after it can be read. */
  static final class DamagedRecordException extends IOException {
    private static final long serialVersionUID = 1;
    final transient SpooledRecord record;

    DamagedRecordException(String message, SpooledRecord record) {
      super(message);
      this.record = record;
    }
  }
}
