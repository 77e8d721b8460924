package org.scopeside.tap;

import com.google.common.eventbus.Subscribe;
import java.io.Closeable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.acquisition.AcquisitionSequenceStartedEvent;
import org.micromanager.acquisition.AcquisitionStartedEvent;
import org.micromanager.acquisition.SequenceSettings;
import org.micromanager.data.DataProvider;
import org.micromanager.display.DisplayWindow;

/**
 * Taps every acquisition of Micro-Manager, whoever starts it and with whichever engine, from its
 * start until its store is frozen. Several may run at once; each is known by its store, since the
 * engines disagree on an acquisition's source.
 *
 * <p>Thread-safe. Micro-Manager's threads are never kept waiting and see no exception of ours.
 * {@code AcquisitionEndedEvent} is not listened to: images follow it, and it does not say whether
 * the acquisition was stopped.
 */
public final class FrameTap implements Closeable {
  private final Studio studio;
  private final PlaneSink sink;
  private final Supplier<TapSettings> settings;
  private final Supplier<@Nullable Double> pixelSizeUm;
  private final Clock clock;
  private final Consumer<String> log;
  private final SummaryPlans plans;
  private final IdentityHashMap<DataProvider, StoreTap> running = new IdentityHashMap<>();

  /** Of every store that a window may still show. */
  private final Map<DataProvider, TappedAcquisition> known = new WeakHashMap<>();

  private boolean open;

  /**
   * @param settings asked at the start of each acquisition
   * @param log takes one line in words about what the user should know
   */
  public FrameTap(
      Studio studio, PlaneSink sink, Supplier<TapSettings> settings, Consumer<String> log) {
    this(
        studio,
        sink,
        settings,
        () -> corePixelSizeUm(studio),
        AcquisitionIds.GIVEN,
        Clock.systemUTC(),
        log);
  }

  FrameTap(
      Studio studio,
      PlaneSink sink,
      Supplier<TapSettings> settings,
      Supplier<@Nullable Double> pixelSizeUm,
      AcquisitionIds ids,
      Clock clock,
      Consumer<String> log) {
    this.studio = studio;
    this.sink = sink;
    this.settings = settings;
    this.pixelSizeUm = pixelSizeUm;
    this.plans = new SummaryPlans(ids);
    this.clock = clock;
    this.log = new SafeLog(log);
  }

  /** Taps acquisitions from now on. */
  public void start() {
    synchronized (this) {
      if (open) {
        return;
      }
      open = true;
    }
    studio.events().registerForEvents(this);
  }

  /** Taps a new acquisition; the thread that starts it. */
  @Subscribe
  public void onAcquisitionStarted(AcquisitionStartedEvent event) {
    tap(
        event.getDatastore(),
        event instanceof AcquisitionSequenceStartedEvent
            ? ((AcquisitionSequenceStartedEvent) event).getSettings()
            : null);
  }

  /** Taps an acquisition that runs already, with what is in its store. */
  public void adopt(DataProvider store) {
    tap(store, null);
  }

  /** Taps an acquisition that Micro-Manager does not announce, with the settings it was made by. */
  public void adopt(DataProvider store, SequenceSettings sequence) {
    tap(store, sequence);
  }

  /**
   * Taps what is being acquired now and has a window, for a tap that was switched on in between.
   * The window of live mode, whose store never ends, is left out.
   */
  public void adoptRunning() {
    try {
      if (!studio.acquisitions().isAcquisitionRunning()) {
        return;
      }
      DisplayWindow live = studio.live().getDisplay();
      for (DisplayWindow window : studio.displays().getAllImageWindows()) {
        DataProvider store = window.getDataProvider();
        boolean acquired = store.getSummaryMetadata().getIntendedDimensions() != null;
        if (window != live && acquired && !store.isFrozen()) {
          adopt(store);
        }
      }
    } catch (RuntimeException e) {
      log.accept("what is being acquired already could not be found: " + e);
    }
  }

  /** What an acquisition is called outside; null for a store that was not tapped. */
  public @Nullable TappedAcquisition acquisitionOf(DataProvider store) {
    synchronized (known) {
      return known.get(store);
    }
  }

  /** An acquisition by its id; null for one that is not known any more. */
  public @Nullable TappedAcquisition acquisition(String id) {
    DataProvider store = storeOf(id);
    return store == null ? null : acquisitionOf(store);
  }

  /** The store of an acquisition; null for one that is not known any more. */
  public @Nullable DataProvider storeOf(String acquisition) {
    synchronized (known) {
      for (Map.Entry<DataProvider, TappedAcquisition> entry : known.entrySet()) {
        if (entry.getValue().plan().acquisition().equals(acquisition)) {
          return entry.getKey();
        }
      }
    }
    return null;
  }

  /** What runs now, in no order. */
  public List<TappedAcquisition> running() {
    List<TappedAcquisition> now = new ArrayList<>();
    for (StoreTap tap : taps()) {
      now.add(new TappedAcquisition(tap.run().plan()));
    }
    return Collections.unmodifiableList(now);
  }

  /** Leaves Micro-Manager's buses; what still runs ends as cancelled. */
  @Override
  public void close() {
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
    }
    studio.events().unregisterForEvents(this);
    for (StoreTap tap : taps()) {
      tap.stop("cancelled");
    }
  }

  private void tap(@Nullable DataProvider store, @Nullable SequenceSettings sequence) {
    if (store == null) {
      return;
    }
    try {
      StoreTap tap = begin(store, sequence);
      if (tap != null) {
        tap.start();
      }
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      log.accept("the acquisition " + store.getName() + " is not published: " + e);
    }
  }

  private synchronized @Nullable StoreTap begin(
      DataProvider store, @Nullable SequenceSettings sequence) {
    if (!open || running.containsKey(store)) {
      return null;
    }
    RunPlan plan = plans.plan(store, sequence, settings.get(), pixelSizeUm.get(), clock.instant());
    RunTap run = new RunTap(plan, sink.begin(plan.started()), clock, log);
    StoreTap tap = new StoreTap(store, run, this::forget, log);
    running.put(store, tap);
    synchronized (known) {
      known.put(store, new TappedAcquisition(plan));
    }
    return tap;
  }

  private synchronized void forget(StoreTap tap) {
    running.remove(tap.store());
  }

  private synchronized List<StoreTap> taps() {
    return new ArrayList<>(running.values());
  }

  private static @Nullable Double corePixelSizeUm(Studio studio) {
    try {
      return studio.core().getPixelSizeUm(true);
    } catch (RuntimeException | LinkageError unknown) {
      return null;
    }
  }
}
