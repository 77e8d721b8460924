package org.scopeside.overlay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.FrameRef;
import org.scopeside.contract.Segmentation;
import org.scopeside.feed.PlaneOutcome;

/** What is known of one field at one time point. Guarded by {@link RecentFields}. */
final class FieldNotes {
  /** Planes of a field whose flags are kept; of larger stacks the earliest are forgotten. */
  static final int FLAGGED_PLANES = 256;

  private static final long BYTES_A_VALUE = 8;

  private @Nullable ObjectOutlines outlines;
  private @Nullable Segmentation objects;
  private @Nullable String summary;
  private boolean outlinesDropped;

  /** By section and channel, only of planes with flags or a failure. */
  private final Map<String, Remark> remarks =
      new LinkedHashMap<String, Remark>(2) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remark> eldest) {
          return size() > FLAGGED_PLANES;
        }
      };

  /** What is wrong with a plane. */
  private static final class Remark {
    final List<String> flags;
    final @Nullable String failure;

    Remark(PlaneOutcome outcome) {
      this.flags = outcome.flags();
      this.failure = outcome.failure();
    }
  }

  void take(PlaneOutcome outcome) {
    String plane = plane(outcome.frame());
    remarks.remove(plane);
    if (!outcome.flags().isEmpty() || outcome.failure() != null) {
      remarks.put(plane, new Remark(outcome));
    }
    Segmentation found = outcome.objects();
    if (found != null) {
      objects = found;
      String name = found.objectName();
      summary = found.count() + " " + (name == null ? "objects" : name) + ", " + found.model();
    }
  }

  void take(ObjectOutlines found) {
    outlines = found;
    outlinesDropped = false;
  }

  void dropObjects() {
    outlinesDropped |= outlines != null;
    outlines = null;
    objects = null;
  }

  @Nullable Segmentation objects() {
    return objects;
  }

  long bytes() {
    ObjectOutlines drawn = outlines;
    Segmentation measured = objects;
    long measuredBytes =
        measured == null ? 0 : BYTES_A_VALUE * measured.count() * measured.objects().size();
    return measuredBytes + (drawn == null ? 0 : drawn.bytes());
  }

  FieldView view(FrameRef shown) {
    Remark own = remarks.get(plane(shown));
    return new FieldView(
        outlines,
        objects,
        summary,
        own == null ? Collections.<String>emptyList() : own.flags,
        own != null && own.failure != null ? own.failure : failureOfField(),
        outlinesDropped);
  }

  /** Why there are no objects, where another plane of the field failed. */
  private @Nullable String failureOfField() {
    if (summary == null) {
      for (Remark remark : remarks.values()) {
        if (remark.failure != null) {
          return remark.failure;
        }
      }
    }
    return null;
  }

  private static String plane(FrameRef frame) {
    return frame.theZ() + "/" + frame.theC();
  }
}
