package org.scopeside.segmenter.pipeline;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Fields that wait for more of their planes, oldest first: how much memory they hold, how long each
 * has waited, whose they are. What becomes of one is decided by the owner, who also sees to it that
 * only one thread at a time is in here.
 *
 * @param <F> what is held of a field
 */
final class OpenFields<F extends OpenFields.Waiting> {
  /** Fields that are remembered after they have gone on, for planes that come late. */
  private static final int REMEMBERED = 10_000;

  private final Map<String, F> byKey = new LinkedHashMap<>();
  private long bytes;

  /** What is held of a field. */
  abstract static class Waiting {
    private long touchedNanos;
    private long bytes;

    /** Partition of its planes: all of a field have the same key. */
    abstract TopicPartition partition();
  }

  @Nullable F get(String key) {
    return byKey.get(key);
  }

  /** What is held of a field that waits. */
  F held(String key) {
    return Objects.requireNonNull(byKey.get(key), key);
  }

  /** Adds a field, or notes that a plane of it came. */
  void touch(String key, F field, long moreBytes) {
    byKey.putIfAbsent(key, field);
    Waiting waiting = field;
    waiting.touchedNanos = System.nanoTime();
    waiting.bytes += moreBytes;
    bytes += moreBytes;
  }

  void remove(String key) {
    Waiting gone = byKey.remove(key);
    if (gone != null) {
      bytes -= gone.bytes;
    }
  }

  /** The oldest field if together they hold more than {@code maxBytes}; never the only one. */
  @Nullable String beyond(long maxBytes) {
    return bytes > maxBytes && byKey.size() > 1 ? byKey.keySet().iterator().next() : null;
  }

  /** Fields that got no plane for a time. */
  List<String> idle(long idleNanos) {
    long now = System.nanoTime();
    return byKey.entrySet().stream()
        .filter(entry -> now - ((Waiting) entry.getValue()).touchedNanos >= idleNanos)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Forgets fields of partitions that are read by another segmenter now. */
  void forget(Collection<TopicPartition> partitions) {
    List<String> gone =
        byKey.entrySet().stream()
            .filter(entry -> partitions.contains(entry.getValue().partition()))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(this::remove);
  }

  /** Bytes held. */
  long bytes() {
    return bytes;
  }

  /** A memory for fields that have gone on, the oldest of which are forgotten. */
  static <V> Map<String, V> memory() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
