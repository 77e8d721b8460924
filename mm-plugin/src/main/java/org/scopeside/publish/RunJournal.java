package org.scopeside.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.contract.Well;

/**
 * The counts of one acquisition in a file beside the spool, written in place with every plane, so
 * that after a crash it is known how many planes each well had and how many were only in memory.
 *
 * <pre>
 *  0     8            64 (end reason, UTF-8, zeros while it runs)
 * ┌─────┬────────────┬──────────────────────────────────┬───────┬───
 * │magic│ end reason │ captured, dropped, sent of slot 0│ slot 1│ …
 * └─────┴────────────┴──────────────────────────────────┴───────┴───
 * </pre>
 *
 * Slot 0 counts planes without a well; row r, column c has slot 1 + 96 r + c. Not thread-safe.
 */
final class RunJournal {
  private static final String SUFFIX = ".run";
  private static final long MAGIC = 0x53435352554E3031L; // "SCSRUN01"
  private static final int REASON_AT = 8;
  private static final int SLOTS_AT = 64;
  private static final int SLOT_BYTES = 24;
  private static final int SLOTS = 1 + Well.MAX_ROWS * Well.MAX_COLUMNS;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT_BYTES);

  /** What a journal says of an acquisition whose program ended without tidying up. */
  static final class Found {
    final String acquisition;
    final @Nullable String endReason;

    /** Captured, dropped and sent planes by well label. */
    final Map<String, long[]> wells;

    private Found(String acquisition, @Nullable String endReason, Map<String, long[]> wells) {
      this.acquisition = acquisition;
      this.endReason = endReason;
      this.wells = wells;
    }
  }

  private RunJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param folder made if need be
   */
  static RunJournal open(Path folder, String acquisition) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(acquisition + SUFFIX);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ByteBuffer magic = ByteBuffer.allocate(Long.BYTES);
    magic.putLong(0, MAGIC);
    channel.write(magic, 0);
    return new RunJournal(file, channel);
  }

  void write(String wellLabel, long captured, long dropped, long sent) throws IOException {
    slot.clear();
    slot.putLong(captured).putLong(dropped).putLong(sent).flip();
    channel.write(slot, SLOTS_AT + (long) SLOT_BYTES * slotOf(wellLabel));
  }

  void writeEnd(String reason) throws IOException {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, SLOTS_AT - REASON_AT);
    channel.write(ByteBuffer.wrap(utf8, 0, length), REASON_AT);
  }

  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  void close() throws IOException {
    channel.close();
  }

  /** Journals of acquisitions whose planes have not all arrived; unreadable ones are left out. */
  static List<Found> findAll(Path folder) throws IOException {
    List<Found> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path file : files) {
          Found found = read(file);
          if (found != null) {
            all.add(found);
          }
        }
      }
    }
    return all;
  }

  private static @Nullable Found read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String acquisition = name.substring(0, name.length() - SUFFIX.length());
    boolean readable =
        PlaneHeader.isAcquisitionId(acquisition)
            && Files.size(file) <= SLOTS_AT + (long) SLOT_BYTES * SLOTS;
    ByteBuffer bytes = ByteBuffer.wrap(readable ? Files.readAllBytes(file) : new byte[0]);
    if (bytes.remaining() < Long.BYTES || bytes.getLong(0) != MAGIC) {
      return null;
    }
    Map<String, long[]> wells = new TreeMap<>();
    for (int slot = 0, at = SLOTS_AT; at + SLOT_BYTES <= bytes.limit(); slot++, at += SLOT_BYTES) {
      if (bytes.getLong(at) > 0) {
        long[] counts = {bytes.getLong(at), bytes.getLong(at + 8), bytes.getLong(at + 16)};
        wells.put(labelOf(slot), counts);
      }
    }
    return new Found(acquisition, reason(bytes), wells);
  }

  private static @Nullable String reason(ByteBuffer bytes) {
    StringBuilder reason = new StringBuilder();
    for (int at = REASON_AT; at < Math.min(SLOTS_AT, bytes.limit()) && bytes.get(at) != 0; at++) {
      reason.append((char) bytes.get(at));
    }
    return reason.length() == 0 ? null : reason.toString();
  }

  private static int slotOf(String wellLabel) {
    Well well = Well.parse(wellLabel);
    return well == null ? 0 : 1 + Well.MAX_COLUMNS * well.row() + well.column();
  }

  private static String labelOf(int slot) {
    return slot == 0
        ? PlaneHeader.NO_WELL
        : new Well((slot - 1) / Well.MAX_COLUMNS, (slot - 1) % Well.MAX_COLUMNS).label();
  }
}
