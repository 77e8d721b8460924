package org.scopeside.overlay;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.feed.PlaneOutcome;

/**
 * What is known of the fields that were analysed lately. One plane of a field carries its objects;
 * they are found from every channel and section of that field at that time.
 *
 * <p>Bounded twice: outlines and measurements by bytes, dropping those of the field that was looked
 * at or came longest ago; counts and flags, which are small, by the number of fields. Give it
 * outcomes of acquisitions with an overlay only. Thread-safe.
 */
public final class RecentFields {
  /** Outlines and measurements of some 60 fields of 2,000 objects. */
  public static final long DEFAULT_BYTES = 32L << 20;

  /** Fields at one time point whose counts are remembered. */
  static final int REMEMBERED = 10_000;

  private final long limit;
  private final Map<String, FieldNotes> fields = new Eldest();
  private final List<Consumer<FrameRef>> listeners = new CopyOnWriteArrayList<>();
  private long bytes;

  /**
   * @param bytes that outlines and measurements may take together
   */
  public RecentFields(long bytes) {
    this.limit = bytes;
  }

  /** In the order in which they were looked at or changed. */
  private final class Eldest extends LinkedHashMap<String, FieldNotes> {
    private static final long serialVersionUID = 1;

    Eldest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, FieldNotes> eldest) {
      boolean remove = size() > REMEMBERED;
      if (remove) {
        bytes -= eldest.getValue().bytes();
      }
      return remove;
    }
  }

  /** Takes what became of a plane; a later outcome of the same plane replaces an earlier one. */
  public void take(PlaneOutcome outcome) {
    change(outcome.frame(), notes -> notes.take(outcome));
  }

  /** Takes the outlines of the objects that a plane carries. */
  public void take(FrameRef frame, ObjectOutlines outlines) {
    change(frame, notes -> notes.take(outlines));
  }

  private void change(FrameRef frame, Consumer<FieldNotes> change) {
    synchronized (this) {
      FieldNotes notes = fields.computeIfAbsent(key(frame), key -> new FieldNotes());
      bytes -= notes.bytes();
      change.accept(notes);
      bytes += notes.bytes();
      dropBeyondLimit();
    }
    listeners.forEach(listener -> listener.accept(frame));
  }

  private void dropBeyondLimit() {
    Iterator<FieldNotes> eldest = fields.values().iterator();
    while (bytes > limit && eldest.hasNext()) {
      FieldNotes notes = eldest.next();
      bytes -= notes.bytes();
      notes.dropObjects();
    }
  }

  /** What is known of the field that an image shows; null while nothing is. */
  public synchronized @Nullable FieldView of(FrameRef shown) {
    FieldNotes notes = fields.get(key(shown));
    return notes == null ? null : notes.view(shown);
  }

  /** Drops all of an acquisition. */
  public void forget(String acquisition) {
    synchronized (this) {
      fields
          .entrySet()
          .removeIf(
              field -> {
                boolean its = field.getKey().startsWith(acquisition + "/");
                bytes -= its ? field.getValue().bytes() : 0;
                return its;
              });
    }
  }

  /**
   * Measurements of the field that was looked at or came last.
   *
   * @return CellProfiler names; empty where no field has objects
   */
  public synchronized Collection<String> measures() {
    Collection<String> names = java.util.Collections.emptyList();
    for (FieldNotes notes : fields.values()) {
      Segmentation objects = notes.objects();
      names = objects == null ? names : objects.objects().keySet();
    }
    return names;
  }

  /** Memory that outlines and measurements take. */
  public synchronized long bytes() {
    return bytes;
  }

  /**
   * @param listener takes a plane of each field that changed, on the thread that brought it
   */
  void addListener(Consumer<FrameRef> listener) {
    listeners.add(listener);
  }

  void removeListener(Consumer<FrameRef> listener) {
    listeners.remove(listener);
  }

  /** Whether two planes are of one field at one time. */
  static boolean sameField(FrameRef one, FrameRef other) {
    return key(one).equals(key(other));
  }

  private static String key(FrameRef frame) {
    return frame.acquisition()
        + "/"
        + frame.wellLabel()
        + "/f"
        + frame.field()
        + "/t"
        + frame.theT();
  }
}
