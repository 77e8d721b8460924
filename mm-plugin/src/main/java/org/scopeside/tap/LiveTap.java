package org.scopeside.tap;

import com.google.common.eventbus.Subscribe;
import java.io.Closeable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.data.DataProvider;
import org.micromanager.data.DataProviderHasNewImageEvent;
import org.micromanager.data.Image;
import org.micromanager.display.DisplayWindow;
import org.micromanager.events.LiveModeEvent;

/**
 * Publishes samples of live mode, where the user switched that on: at most one image of each camera
 * in a period, as an acquisition of its own that begins with the first image and ends with live
 * mode. Off at first.
 *
 * <p>The store of the live display comes after live mode is on and is replaced now and then, so it
 * is looked for once a period, on a thread of its own. Thread-safe; Micro-Manager's threads are
 * never kept waiting and see no exception of ours.
 */
public final class LiveTap implements Closeable {
  /** Milliseconds between samples unless told otherwise. */
  public static final long PERIOD_MS = 2000;

  private final Studio studio;
  private final PlaneSink sink;
  private final Supplier<TapSettings> settings;
  private final AcquisitionIds ids;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Consumer<String> log;

  /** Held from asking for the display until it is followed, so that a late answer is not. */
  private final Object oneLook = new Object();

  /** When the last image of each camera was taken, ns. */
  private final Map<Integer, Long> sampled = new HashMap<>();

  private boolean open;
  private boolean wanted;
  private volatile long periodNanos;
  private long onSince;
  private boolean on;
  private @Nullable DataProvider store;
  private @Nullable RunTap run;
  private @Nullable ScheduledExecutorService looking;

  /**
   * @param settings asked at the first image of each live mode
   * @param periodMs at least this between two images of one camera
   * @param log takes one line in words about what the user should know
   */
  public LiveTap(
      Studio studio,
      PlaneSink sink,
      Supplier<TapSettings> settings,
      long periodMs,
      Consumer<String> log) {
    this(
        studio,
        sink,
        settings,
        periodMs,
        AcquisitionIds.GIVEN,
        Clock.systemUTC(),
        System::nanoTime,
        log);
  }

  LiveTap(
      Studio studio,
      PlaneSink sink,
      Supplier<TapSettings> settings,
      long periodMs,
      AcquisitionIds ids,
      Clock clock,
      LongSupplier nanoTime,
      Consumer<String> log) {
    this.studio = studio;
    this.sink = sink;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.log = new SafeLog(log);
    every(periodMs);
  }

  /** Listens to live mode from now on; samples once it is wanted. */
  public void start() {
    synchronized (this) {
      if (open) {
        return;
      }
      open = true;
    }
    studio.events().registerForEvents(this);
  }

  /**
   * Samples so often from the next live mode on.
   *
   * @param periodMs at least this between two images of one camera
   */
  public void every(long periodMs) {
    if (periodMs < 1) {
      throw new IllegalArgumentException("a sampling period of " + periodMs + " ms is none");
    }
    periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMs);
  }

  /** Switches sampling on or off, also while live mode is on. */
  public void want(boolean sampling) {
    // Asked outside our lock: Micro-Manager may post the event of live mode under its own.
    boolean liveIsOn = sampling && studio.live().isLiveModeOn();
    synchronized (this) {
      wanted = sampling;
      turn(liveIsOn);
    }
  }

  /** Follows live mode; the thread that turned it on or off. */
  @Subscribe
  public void onLiveMode(LiveModeEvent event) {
    try {
      turn(event.isOn());
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      log.accept("live mode is not sampled: " + e);
    }
  }

  /** Takes an image if its camera is due; the thread of the live store. */
  @Subscribe
  public void onNewImage(DataProviderHasNewImageEvent event) {
    try {
      take(event.getDataProvider(), event.getImage());
    } catch (Throwable e) { // ours must not reach Micro-Manager's bus
      log.accept("an image of live mode was not taken: " + e);
    }
  }

  private synchronized void turn(boolean liveIsOn) {
    if (liveIsOn && wanted && open) {
      begin();
    } else if (!liveIsOn) {
      end();
    }
  }

  private void begin() {
    if (on) {
      return;
    }
    on = true;
    onSince = nanoTime.getAsLong();
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "scopeside-live");
              made.setDaemon(true);
              return made;
            });
    looking = thread;
    Future<?> unused =
        thread.scheduleWithFixedDelay(this::look, 0, periodNanos, TimeUnit.NANOSECONDS);
  }

  /** Listens to the store that the live display shows now. */
  void look() {
    try {
      synchronized (oneLook) {
        DisplayWindow display = studio.live().getDisplay();
        follow(display == null ? null : display.getDataProvider());
      }
    } catch (Throwable e) { // thrown on, it would end the looking
      log.accept("the live display could not be found: " + e);
    }
  }

  private synchronized void follow(@Nullable DataProvider shown) {
    if (!on || shown == store) {
      return;
    }
    leave();
    if (shown != null) {
      store = shown;
      shown.registerForEvents(this);
    }
  }

  private synchronized void take(DataProvider from, Image image) {
    if (!on || from != store) {
      return;
    }
    long now = nanoTime.getAsLong();
    int camera = image.getCoords().getC();
    Long last = sampled.get(camera);
    if (last != null && now - last < periodNanos) {
      return;
    }
    sampled.put(camera, now);
    long period = (now - onSince) / periodNanos;
    RunTap its = run;
    if (its == null) {
      its = announce(from);
      run = its;
    }
    its.take(
        new PlaneIndex(0, (int) Math.min(Integer.MAX_VALUE, period), 0, camera),
        null,
        PlaneMetadata.of(image.getMetadata()),
        ImageSamples.of(image));
  }

  private RunTap announce(DataProvider from) {
    List<String> names = new ArrayList<>(from.getSummaryMetadata().getChannelNameList());
    RunPlan plan =
        new RunPlan.Builder(ids.next("live", clock.instant()), clock.instant(), settings.get())
            .size(new PlannedSize(1, 1, 1, names.size(), 0))
            .channels(names, names.size())
            .build();
    return new RunTap(plan, sink.begin(plan.started()), clock, log);
  }

  private void end() {
    if (!on) {
      return;
    }
    on = false;
    leave();
    sampled.clear();
    if (looking != null) {
      looking.shutdownNow();
      looking = null;
    }
    if (run != null) {
      run.end("completed");
      run = null;
    }
  }

  private void leave() {
    if (store != null) {
      store.unregisterForEvents(this);
      store = null;
    }
  }

  /** Leaves Micro-Manager's buses and ends what is sampled. */
  @Override
  public void close() {
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
      end();
    }
    studio.events().unregisterForEvents(this);
  }
}
