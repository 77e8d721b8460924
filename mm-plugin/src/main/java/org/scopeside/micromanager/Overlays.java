package org.scopeside.micromanager;

import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.data.Coords;
import org.micromanager.data.DataProvider;
import org.scopeside.contract.FrameRef;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.overlay.ChosenStyle;
import org.scopeside.overlay.LabelFeed;
import org.scopeside.overlay.ObjectOutlines;
import org.scopeside.overlay.ObjectsOverlay;
import org.scopeside.overlay.OverlayAttachment;
import org.scopeside.overlay.OverlayStyle;
import org.scopeside.overlay.RecentFields;

/**
 * Objects on the images of the acquisitions that are followed, while that is wanted. Thread-safe.
 */
final class Overlays implements Closeable {
  /** The frame that an image of a store was published as. */
  interface Frames {
    @Nullable FrameRef of(DataProvider store, Coords coords);
  }

  private static final Map<String, OverlayStyle.ColourBy> PLAIN = new LinkedHashMap<>();

  static {
    PLAIN.put("One colour", OverlayStyle.ColourBy.ONE_COLOUR);
    PLAIN.put("Object", OverlayStyle.ColourBy.OBJECT);
    PLAIN.put("Flag", OverlayStyle.ColourBy.FLAG);
  }

  private final Studio studio;
  private final Frames frames;
  private final Consumer<String> log;
  private final RecentFields fields = new RecentFields(RecentFields.DEFAULT_BYTES);
  private final ChosenStyle style = new ChosenStyle(OverlayStyle.DEFAULT);
  private final Map<String, Followed> followed = new HashMap<>();
  private @Nullable LabelFeed labels;
  private boolean wanted;

  private static final class Followed {
    final Instant startedAt;
    final DataProvider store;
    @Nullable OverlayAttachment attachment;

    Followed(Instant startedAt, DataProvider store) {
      this.startedAt = startedAt;
      this.store = store;
    }
  }

  Overlays(Studio studio, Frames frames, Consumer<String> log) {
    this.studio = studio;
    this.frames = frames;
    this.log = log;
  }

  /** Whether acquisitions that begin are to have label images made. */
  synchronized boolean wanted() {
    return wanted;
  }

  /** What objects can be coloured by: a few words, then measurements that results had. */
  List<String> colours() {
    List<String> all = new ArrayList<>(PLAIN.keySet());
    all.addAll(fields.measures());
    return all;
  }

  /** What objects are coloured by now, as {@link #colours()} has it. */
  String colour() {
    OverlayStyle now = style.get();
    for (Map.Entry<String, OverlayStyle.ColourBy> plain : PLAIN.entrySet()) {
      if (plain.getValue() == now.colourBy()) {
        return plain.getKey();
      }
    }
    return now.measure();
  }

  void colour(String chosen) {
    OverlayStyle.ColourBy plain = PLAIN.get(chosen);
    if (plain != null) {
      style.set(style.get().colouredBy(plain));
    } else if (!chosen.isEmpty()) {
      style.set(style.get().colouredByMeasure(chosen));
    }
  }

  /**
   * Shows or takes away; label images are there only of acquisitions that began while it was on.
   */
  synchronized void want(boolean on) {
    wanted = on;
    followed.forEach(this::attachOrDetach);
  }

  /** Label images come from there now; null for nowhere. */
  synchronized void use(@Nullable LabelFeed feed) {
    labels = feed;
    followed.forEach(this::attachOrDetach);
  }

  synchronized void follow(String acquisition, Instant startedAt, DataProvider store) {
    Followed entry = new Followed(startedAt, store);
    followed.put(acquisition, entry);
    attachOrDetach(acquisition, entry);
  }

  synchronized void forget(String acquisition) {
    Followed entry = followed.remove(acquisition);
    if (entry != null) {
      detach(acquisition, entry);
    }
    fields.forget(acquisition);
  }

  private void attachOrDetach(String acquisition, Followed entry) {
    LabelFeed feed = labels;
    if (wanted && feed != null) {
      feed.follow(acquisition, entry.startedAt);
      if (entry.attachment == null) {
        entry.attachment =
            OverlayAttachment.open(studio.displays(), entry.store, () -> overlay(entry.store), log);
      }
    } else {
      detach(acquisition, entry);
    }
  }

  private void detach(String acquisition, Followed entry) {
    if (labels != null) {
      labels.unfollow(acquisition);
    }
    if (entry.attachment != null) {
      entry.attachment.close();
      entry.attachment = null;
    }
  }

  private ObjectsOverlay overlay(DataProvider store) {
    return new ObjectsOverlay(image -> frames.of(store, image.getCoords()), fields, style, log);
  }

  void outlines(FrameRef frame, ObjectOutlines outlines) {
    fields.take(frame, outlines);
  }

  void outcome(PlaneOutcome outcome) {
    if (wanted()) {
      fields.take(outcome);
    }
  }

  @Override
  public synchronized void close() {
    wanted = false;
    followed.forEach(this::detach);
    followed.clear();
  }
}
