package org.scopeside.tap;

import com.google.common.eventbus.Subscribe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.micromanager.data.Coords;
import org.micromanager.data.DataProvider;
import org.micromanager.data.DataProviderHasNewImageEvent;
import org.micromanager.data.DatastoreFrozenEvent;
import org.micromanager.data.Image;

/**
 * Listens to the store of one acquisition, from registration to the end of its images, which is
 * when the store is frozen: Micro-Manager says that an acquisition ended while most of its images
 * may still be under way.
 *
 * <p>Images that were in the store before are fetched on a thread of their own; the run ends after
 * both.
 */
final class StoreTap {
  private static final int SNAPSHOT_TRIALS = 100;

  private final DataProvider store;
  private final RunTap run;
  private final Consumer<StoreTap> whenEnded;
  private final Consumer<String> log;
  private boolean fetching;
  private boolean frozen;

  /**
   * @param whenEnded called once, on whichever thread the end was seen
   */
  StoreTap(DataProvider store, RunTap run, Consumer<StoreTap> whenEnded, Consumer<String> log) {
    this.store = store;
    this.run = run;
    this.whenEnded = whenEnded;
    this.log = log;
  }

  DataProvider store() {
    return store;
  }

  RunTap run() {
    return run;
  }

  /** Registers, and fetches what is there already. */
  void start() {
    synchronized (this) {
      // Before the registration, so that a freeze in between does not end what was not fetched.
      fetching = true;
    }
    store.registerForEvents(this);
    if (store.getNumImages() == 0 && !store.isFrozen()) {
      fetched();
      return;
    }
    Thread fetch = new Thread(this::fetch, "scopeside-fetch");
    fetch.setDaemon(true);
    fetch.start();
  }

  /** Takes a new image; Micro-Manager's thread of this store. */
  @Subscribe
  public void onNewImage(DataProviderHasNewImageEvent event) {
    try {
      take(event.getImage());
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      log.accept("acquisition " + id() + ": an image could not be taken: " + e);
    }
  }

  /** No image comes after this; Micro-Manager's thread of this store. */
  @Subscribe
  public void onFrozen(DatastoreFrozenEvent event) {
    synchronized (this) {
      frozen = true;
      if (fetching) {
        return;
      }
    }
    end();
  }

  /** Stops listening and ends the run before its images end. */
  void stop(String reason) {
    run.end(reason);
    end();
  }

  private void end() {
    try {
      run.endOfImages();
      store.unregisterForEvents(this);
      whenEnded.accept(this);
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      log.accept("acquisition " + id() + ": its store could not be left: " + e);
    }
  }

  private void take(Image image) {
    Coords coords = image.getCoords();
    PlaneIndex at = index(coords);
    PlaneMetadata metadata = PlaneMetadata.of(image.getMetadata());
    String other = otherAxis(coords);
    if (other != null) {
      run.loseAnother(at, metadata, "images along the axis '" + other + "' are not sent");
      return;
    }
    run.take(at, null, metadata, ImageSamples.of(image));
  }

  /** Where an image is; an axis that its coordinates leave out is at 0. */
  static PlaneIndex index(Coords coords) {
    return new PlaneIndex(coords.getP(), coords.getT(), coords.getZ(), coords.getC());
  }

  private static @Nullable String otherAxis(Coords coords) {
    for (String axis : coords.getAxes()) {
      switch (axis) {
        case "time":
        case "position":
        case "z":
        case "channel":
          break;
        default:
          if (coords.getIndex(axis) > 0) {
            return axis;
          }
      }
    }
    return null;
  }

  private void fetch() {
    boolean complete = store.isFrozen();
    try {
      for (Coords coords : whatIsThere()) {
        if (run.ended()) {
          break;
        }
        fetch(coords);
      }
    } catch (Throwable e) { // the end must be told all the same
      log.accept("acquisition " + id() + ": images that came before could not be read: " + e);
    }
    synchronized (this) {
      frozen |= complete;
    }
    fetched();
  }

  private void fetched() {
    boolean last;
    synchronized (this) {
      fetching = false;
      last = frozen;
    }
    if (last) {
      end();
    }
  }

  private void fetch(Coords coords) {
    try {
      Image image = store.getImage(coords);
      if (image != null) {
        take(image);
      }
    } catch (IOException | RuntimeException e) {
      log.accept("acquisition " + id() + ": the image at " + coords + " could not be read: " + e);
    }
  }

  /** The store's own view of its coordinates changes, and fails, while images come. */
  private List<Coords> whatIsThere() {
    for (int trial = 1; ; trial++) {
      try {
        List<Coords> there = new ArrayList<>();
        store.getUnorderedImageCoords().forEach(there::add);
        return there;
      } catch (RuntimeException e) {
        if (trial == SNAPSHOT_TRIALS) {
          throw e;
        }
      }
    }
  }

  private String id() {
    return run.plan().started().acquisition();
  }
}
