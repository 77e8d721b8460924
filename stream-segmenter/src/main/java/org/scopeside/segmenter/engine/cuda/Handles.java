package org.scopeside.segmenter.engine.cuda;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what CUDA made of one kind, so that a wrong or outdated one is an exception and not a
 * crash of the process. Reading neither locks nor allocates. Thread-safe.
 */
final class Handles<T extends Pointer> {
  private static final int FIRST_ROOM = 16;

  private final String kind;
  // Replaced as a whole when it changes; a handle is its index and 1.
  private volatile @Nullable Pointer[] pointers = new Pointer[FIRST_ROOM];

  Handles(String kind) {
    this.kind = kind;
  }

  synchronized long add(T pointer) {
    @Nullable Pointer[] grown = pointers;
    int free = 0;
    while (free < grown.length && grown[free] != null) {
      free++;
    }
    grown = Arrays.copyOf(grown, Math.max(grown.length, free + FIRST_ROOM));
    grown[free] = pointer;
    pointers = grown;
    return free + 1L;
  }

  /**
   * @throws IllegalArgumentException if there is none of that number
   */
  @SuppressWarnings("unchecked") // only add() puts anything in
  T get(long handle) {
    @Nullable Pointer[] now = pointers;
    Pointer pointer = handle < 1 || handle > now.length ? null : now[(int) handle - 1];
    if (pointer == null) {
      throw new IllegalArgumentException("no %s %d".formatted(kind, handle));
    }
    return (T) pointer;
  }

  synchronized T remove(long handle) {
    T pointer = get(handle);
    @Nullable Pointer[] rest = pointers.clone();
    rest[(int) handle - 1] = null;
    pointers = rest;
    return pointer;
  }
}
