package org.scopeside.segmenter.engine.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Host memory that stands in for a device's. New memory is never zero, both ends are guarded, what
 * was given back is kept for a while to find who still writes to it. Thread-safe.
 */
final class HostMemory {
  private static final int GUARD = 256;
  private static final byte GUARD_BYTE = 0x5C;
  private static final byte NEW_BYTE = (byte) 0xA5;
  private static final byte FREED_BYTE = (byte) 0xDE;
  private static final long MOST_KEPT = 64L << 20;

  private final TreeMap<Long, Block> live = new TreeMap<>();
  private final Deque<Block> freed = new ArrayDeque<>();
  private final Map<Long, Integer> pinned = new HashMap<>();
  private long keptBytes;
  private long liveBytes;
  private long mostBytes;

  /** Raw memory: a guard, the bytes, a guard. */
  private record Block(Pointer raw, long address, long bytes) {}

  /** A place in memory. */
  private static final class At extends Pointer {
    At(long address) {
      this.address = address;
    }
  }

  synchronized long allocate(long bytes) {
    Pointer raw = Pointer.malloc(bytes + 3 * GUARD);
    long address = (raw.address() + 2 * GUARD - 1) / GUARD * GUARD;
    Pointer.memset(raw, GUARD_BYTE, bytes + 3 * GUARD);
    Pointer.memset(new At(address), NEW_BYTE, bytes);
    live.put(address, new Block(raw, address, bytes));
    liveBytes += bytes;
    mostBytes = Math.max(mostBytes, liveBytes);
    return address;
  }

  synchronized void free(long address) {
    Block block = live.remove(address);
    if (block == null) {
      throw new IllegalStateException(
          "freed what is not allocated: 0x" + Long.toHexString(address));
    }
    liveBytes -= block.bytes;
    checkGuards(block);
    Pointer.memset(new At(address), FREED_BYTE, block.bytes);
    freed.add(block);
    keptBytes += block.bytes;
    while (keptBytes > MOST_KEPT) {
      Block oldest = freed.remove();
      keptBytes -= oldest.bytes;
      checkFreed(oldest);
      Pointer.free(oldest.raw);
    }
  }

  /** Finds writes outside of what is allocated, so far. */
  synchronized void check() {
    live.values().forEach(HostMemory::checkGuards);
    freed.forEach(HostMemory::checkGuards);
    freed.forEach(HostMemory::checkFreed);
  }

  private static void checkGuards(Block block) {
    long before = block.address - block.raw.address();
    demand(block, block.raw.address(), before, GUARD_BYTE, "before");
    long end = block.address + block.bytes;
    long after = block.raw.address() + block.bytes + 3 * GUARD - end;
    demand(block, end, after, GUARD_BYTE, "after");
  }

  private static void checkFreed(Block block) {
    demand(block, block.address, block.bytes, FREED_BYTE, "in, after it was freed,");
  }

  private static void demand(Block block, long address, long bytes, byte wanted, String where) {
    BytePointer values = new BytePointer(new At(address));
    for (long i = 0; i < bytes; i++) {
      if (values.get(i) != wanted) {
        throw new IllegalStateException(
            "something wrote %s an allocation of %d bytes, at byte %d"
                .formatted(where, block.bytes, address + i - block.address));
      }
    }
  }

  synchronized ByteBuffer allocatePinned(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(java.nio.ByteOrder.nativeOrder());
    for (int i = 0; i < bytes; i++) {
      buffer.put(i, NEW_BYTE);
    }
    pinned.put(addressOf(buffer), bytes);
    return buffer;
  }

  synchronized void freePinned(ByteBuffer buffer) {
    if (pinned.remove(addressOf(buffer)) == null) {
      throw new IllegalStateException("freed what is not pinned: " + buffer);
    }
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, FREED_BYTE);
    }
  }

  /** Copies between any two places; the device's and pinned ones must be allocated. */
  void copy(long target, long source, long bytes) {
    Pointer.memcpy(new At(target), new At(source), bytes);
  }

  void fill(long target, int value, long bytes) {
    demandLive("fill", target, bytes);
    Pointer.memset(new At(target), value, bytes);
  }

  synchronized void demandLive(String call, long address, long bytes) {
    Map.Entry<Long, Block> at = live.floorEntry(address);
    if (at == null || address + bytes > at.getKey() + at.getValue().bytes) {
      throw new IllegalStateException(
          "%s: %d bytes at 0x%x are not allocated".formatted(call, bytes, address));
    }
  }

  synchronized void demandPinned(String call, ByteBuffer host, int offset, long bytes) {
    long from = addressOf(host) + offset;
    boolean inside =
        pinned.entrySet().stream()
            .anyMatch(e -> from >= e.getKey() && from + bytes <= e.getKey() + e.getValue());
    if (!inside) {
      throw new IllegalStateException(
          "%s: %d bytes from %d of %s are not in pinned memory"
              .formatted(call, bytes, offset, host));
    }
  }

  /** Where byte 0 of a buffer lies. */
  static long addressOf(ByteBuffer buffer) {
    return new Pointer(buffer.duplicate().position(0)).address();
  }

  synchronized long liveBytes() {
    return liveBytes;
  }

  synchronized long mostBytes() {
    return mostBytes;
  }

  synchronized List<String> leaks() {
    List<String> leaks = new ArrayList<>();
    live.values().forEach(block -> leaks.add("device memory of " + block.bytes + " bytes"));
    pinned.values().forEach(bytes -> leaks.add("pinned memory of " + bytes + " bytes"));
    return leaks;
  }
}
