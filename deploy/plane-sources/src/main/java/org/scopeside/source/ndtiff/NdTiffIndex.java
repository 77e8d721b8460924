package org.scopeside.source.ndtiff;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code NDTiff.index}: for each image in the order of acquisition its axes, its file, and where
 * pixels and metadata lie (https://github.com/micro-manager/NDTiffStorage). All little-endian:
 *
 * <pre>
 *  int32 K, K bytes axes as JSON, int32 N, N bytes file name,
 *  uint32 pixel offset, int32 width, height, pixel type, pixel compression,
 *  uint32 metadata offset, int32 metadata length, metadata compression
 * </pre>
 *
 * <p>It is read here and not by the field's library: NDTiffStorage 2.19.2 fails on an index whose
 * last entry is cut, runs out of memory where a length in it lies, takes a data set that grows for
 * finished, and brings MMCoreJ along, which is LGPL. The index grows by whole entries; one that
 * ends within an entry is still being written, or was cut.
 *
 * @param damage where and why reading stopped before the end; null where it did not
 */
record NdTiffIndex(List<IndexEntry> entries, @Nullable String damage) {
  static final String NAME = "NDTiff.index";

  private static final int MOST_AXES_BYTES = 1 << 16;
  private static final int MOST_NAME_BYTES = 1 << 12;
  private static final int MOST_ENTRIES = 10_000_000;
  private static final int NUMBERS = 8 * 4;

  NdTiffIndex {
    entries = List.copyOf(entries);
  }

  /**
   * Reads what is whole of an index.
   *
   * @throws IOException if the file cannot be read at all
   */
  static NdTiffIndex read(Path index) throws IOException {
    List<IndexEntry> entries = new ArrayList<>();
    try (DataInputStream input =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(index), 1 << 16))) {
      return new NdTiffIndex(entries, new Reading(input, entries).toTheEnd());
    }
  }

  private static final class Reading {
    private final DataInputStream input;
    private final List<IndexEntry> entries;
    private final Map<String, Integer> pages = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private long at;

    Reading(DataInputStream input, List<IndexEntry> entries) {
      this.input = input;
      this.entries = entries;
    }

    @Nullable String toTheEnd() throws IOException {
      while (entries.size() < MOST_ENTRIES) {
        long start = at;
        int first = input.read();
        if (first < 0) {
          return null;
        }
        try {
          entries.add(entry(first));
        } catch (EOFException cut) {
          return "ends within entry %d, which begins at byte %d; it may be cut or still being written"
              .formatted(entries.size() + 1, start);
        } catch (DamagedEntry damage) {
          return "entry %d at byte %d %s; what follows is not read"
              .formatted(entries.size() + 1, start, damage.getMessage());
        }
      }
      return "has more than " + MOST_ENTRIES + " entries; what follows is not read";
    }

    private IndexEntry entry(int first) throws IOException, DamagedEntry {
      byte[] length = new byte[4];
      length[0] = (byte) first;
      input.readFully(length, 1, 3);
      String axes = text(numbers(length).getInt(), MOST_AXES_BYTES, "axes");
      String file = text(numbers(bytes(4)).getInt(), MOST_NAME_BYTES, "a file name");
      ByteBuffer numbers = numbers(bytes(NUMBERS));
      at += 8 + NUMBERS;
      String known = names.computeIfAbsent(file, same -> same);
      return new IndexEntry(
          axes,
          known,
          pages.merge(known, 1, Integer::sum) - 1,
          Integer.toUnsignedLong(numbers.getInt()),
          numbers.getInt(),
          numbers.getInt(),
          numbers.getInt(),
          numbers.getInt(),
          Integer.toUnsignedLong(numbers.getInt()),
          numbers.getInt(),
          numbers.getInt());
    }

    private String text(int length, int most, String what) throws IOException, DamagedEntry {
      if (length < 1 || length > most) {
        throw new DamagedEntry("claims %s of %d bytes".formatted(what, length));
      }
      at += length;
      return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(int length) throws IOException {
      byte[] bytes = new byte[length];
      input.readFully(bytes);
      return bytes;
    }

    private static ByteBuffer numbers(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static final class DamagedEntry extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedEntry(String facts) {
      super(facts);
    }
  }
}
