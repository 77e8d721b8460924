package org.scopeside.source;

/**
 * A set of texts that grows, kept as 64-bit hashes: 16 to 32 bytes an entry whatever the text's
 * length. Two of a million texts share a hash with a probability of 3e-8. Not thread-safe.
 */
public final class IdSet {
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

  // Open addressing, linear probing, at most half full; 0 is an empty slot.
  private long[] slots = new long[16];
  private int size;

  public int size() {
    return size;
  }

  public boolean contains(byte[] text) {
    long hash = hash(text, text.length);
    return slots[slotOf(slots, hash)] == hash;
  }

  public boolean add(byte[] text) {
    return add(text, text.length);
  }

  /** Adds the first bytes of an array; false if they were there. */
  boolean add(byte[] text, int length) {
    long hash = hash(text, length);
    int slot = slotOf(slots, hash);
    if (slots[slot] == hash) {
      return false;
    }
    slots[slot] = hash;
    if (++size > slots.length / 2) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        larger[slotOf(larger, hash)] = hash;
      }
    }
    slots = larger;
  }

  private static int slotOf(long[] slots, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Each byte is multiplied in and its high bits folded back, so that ids in series spread. */
  public static long hash(byte[] text, int length) {
    long hash = SEED;
    for (int i = 0; i < length; i++) {
      hash = (hash ^ text[i]) * MULTIPLIER;
      hash ^= hash >>> 29;
    }
    hash = (hash ^ (hash >>> 32)) * MULTIPLIER;
    hash ^= hash >>> 29;
    return hash == 0 ? 1 : hash;
  }
}
