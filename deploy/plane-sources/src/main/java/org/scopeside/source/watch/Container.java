package org.scopeside.source.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;

/**
 * A file or folder that a source reads, while it is being written: opened again when it has
 * changed, and planes that are new are handed over. What tells of a change is the length and time
 * of the file, or of those directly in the folder, where every format keeps its index.
 */
final class Container {
  private static final int FILES_LOOKED_AT = 200;

  /** How often one that grows without pause is read, where its source can. */
  private static final long GROWING_NANOS = 1_000_000_000L;

  /** A container that grows all the time is opened for this share of the time at most. */
  private static final int OPENING_SHARE = 5;

  private final Path path;
  private final String key;
  private final PlaneSource source;
  private final WatchSettings settings;
  private final Function<String, WatchedAcquisition> acquisitions;
  private final WatchListener listener;
  private final PlaneBuffers buffers = new PlaneBuffers(4);
  private final Map<WatchedAcquisition, Boolean> held = new HashMap<>();
  private long signature;
  private long changedAt = System.nanoTime();
  private long lookedAt;
  private long openedAt = System.nanoTime();
  private long openTook;
  private boolean dirty = true;
  private @Nullable String problem;

  Container(
      String key,
      PlaneSource source,
      WatchSettings settings,
      Function<String, WatchedAcquisition> acquisitions,
      WatchListener listener) {
    this.path = settings.folder().resolve(key);
    this.key = key;
    this.source = source;
    this.settings = settings;
    this.acquisitions = acquisitions;
    this.listener = listener;
    this.signature = signature();
  }

  /** A file came into it. */
  void touched() {
    dirty = true;
    changedAt = System.nanoTime();
    holdOpen();
  }

  private void holdOpen() {
    held.keySet().forEach(acquisition -> acquisition.lastFileAt = System.nanoTime());
  }

  boolean isBusy() {
    return dirty;
  }

  void look() throws InterruptedException {
    long now = System.nanoTime();
    long idle = now - changedAt;
    // One where nothing happens is looked at less and less often.
    if (!dirty && now - lookedAt < Math.min(idle / 20, settings.patience().toNanos())) {
      return;
    }
    lookedAt = now;
    long next = signature();
    if (next != signature) {
      signature = next;
      touched();
    }
    boolean quiet = now - changedAt >= settings.quiet().toNanos();
    boolean rested = now - openedAt >= OPENING_SHARE * openTook;
    if (dirty && rested && (quiet || isOverdue(now))) {
      open(now);
    }
  }

  /** Whether it has grown without pause for so long that it is read as far as it goes. */
  private boolean isOverdue(long now) {
    return source.readsWhatGrows()
        ? now - openedAt >= GROWING_NANOS
        : !held.isEmpty() && now - openedAt >= settings.patience().toNanos() / 10;
  }

  private void open(long now) throws InterruptedException {
    openedAt = now;
    boolean whole = false;
    try (PlaneDataset dataset = source.open(path, settings.options())) {
      openTook = System.nanoTime() - now;
      whole = true;
      for (StoredAcquisition stored : dataset.acquisitions()) {
        whole &= take(stored);
      }
    } catch (IOException | RuntimeException e) {
      problem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    if (whole) {
      dirty = false;
    } else if (System.nanoTime() - changedAt >= settings.patience().toNanos()) {
      giveUp();
    }
  }

  /** What is still unreadable when nothing has changed for long is lost, or was never planes. */
  private void giveUp() throws InterruptedException {
    dirty = false;
    if (problem != null) {
      listener.refused(key, problem);
    }
    try (PlaneDataset dataset = source.open(path, settings.options())) {
      for (StoredAcquisition stored : dataset.acquisitions()) {
        loseUnreadable(stored);
      }
    } catch (IOException | RuntimeException unreadable) {
      // it is named above
    }
  }

  private void loseUnreadable(StoredAcquisition stored) throws InterruptedException {
    WatchedAcquisition to = acquisition(stored);
    for (StoredPlane plane : stored.planes()) {
      if (!to.has(plane.place())) {
        try {
          publish(plane, to);
        } catch (UnreadableImageException | IllegalArgumentException e) {
          to.lose(plane.place(), plane.shown() + ": " + e.getMessage());
        }
      }
    }
  }

  private WatchedAcquisition acquisition(StoredAcquisition stored) {
    String last = key.substring(key.lastIndexOf('/') + 1);
    boolean same = last.equals(stored.name()) || last.startsWith(stored.name() + ".");
    WatchedAcquisition found = acquisitions.apply(same ? key : key + "/" + stored.name());
    held.put(found, true);
    return found;
  }

  /** Hands over what is new; false if a plane cannot be read yet. */
  private boolean take(StoredAcquisition stored) throws InterruptedException {
    WatchedAcquisition to = acquisition(stored);
    if (to.ending() != null) {
      return false;
    }
    learn(to, stored);
    boolean whole = true;
    for (StoredPlane plane : stored.planes()) {
      if (!to.has(plane.place())) {
        whole &= taken(plane, to);
      }
    }
    return whole;
  }

  private static void learn(WatchedAcquisition to, StoredAcquisition stored) {
    int[] plate = stored.plateFormat();
    to.plate(stored.plateName(), plate[0], plate[1]);
    for (int c = 0; c < stored.channelNames().size(); c++) {
      to.nameChannel(c, stored.channelNames().get(c));
    }
    for (StoredPlane plane : stored.planes()) {
      to.grow(plane.place());
    }
    to.grow(
        new PlanePlace(
            stored.planes().get(0).place().well(),
            0,
            stored.sizeT() - 1,
            stored.sizeZ() - 1,
            stored.sizeC() - 1));
    to.decideNucleus(true);
  }

  private boolean taken(StoredPlane plane, WatchedAcquisition to) throws InterruptedException {
    try {
      publish(plane, to);
      to.lastFileAt = System.nanoTime();
      return true;
    } catch (UnreadableImageException e) {
      problem = plane.shown() + ": " + e.reason();
      return false;
    } catch (IllegalArgumentException e) {
      to.lose(plane.place(), plane.shown() + ": " + e.getMessage());
      return true;
    }
  }

  private void publish(StoredPlane plane, WatchedAcquisition to)
      throws UnreadableImageException, InterruptedException {
    PlanePixels pixels = plane.read(buffers);
    byte[] free = pixels.littleEndian();
    to.publish(plane.place(), pixels, plane.shown(), () -> buffers.giveBack(free), () -> {});
  }

  private long signature() {
    if (!Files.isDirectory(path)) {
      return of(path);
    }
    long sum = of(path);
    int looked = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        if (looked++ == FILES_LOOKED_AT) {
          break;
        }
        sum += of(entry);
      }
    } catch (IOException | RuntimeException gone) {
      return signature;
    }
    return sum;
  }

  private static long of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Objects.hash(
          file.getFileName(), attributes.size(), attributes.lastModifiedTime().toMillis());
    } catch (IOException gone) {
      return 0;
    }
  }
}
