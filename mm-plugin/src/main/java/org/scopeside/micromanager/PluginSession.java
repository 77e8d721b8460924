package org.scopeside.micromanager;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.data.DataProvider;
import org.micromanager.data.Datastore;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.FrameRef;
import org.scopeside.feed.Alert;
import org.scopeside.feed.Alerts;
import org.scopeside.feed.ModelChoices;
import org.scopeside.feed.PlaneOutcome;
import org.scopeside.micromanager.log.LogRoute;
import org.scopeside.micromanager.secrets.SecretKeeper;
import org.scopeside.micromanager.settings.LoadedSettings;
import org.scopeside.micromanager.settings.PluginSettings;
import org.scopeside.micromanager.settings.ProfileSettings;
import org.scopeside.panel.ScopesideWindow;
import org.scopeside.tap.FrameTap;
import org.scopeside.tap.LiveTap;
import org.scopeside.tap.TapSettings;
import org.scopeside.tap.TappedAcquisition;

/**
 * Everything the plugin does while Micro-Manager runs, put together: the tap hands planes to the
 * runs in the {@link RunBook}, the link publishes them and brings results back, the panel, the
 * overlays and steering read them.
 */
final class PluginSession implements Session {
  private final Studio studio;
  private final LogRoute route;
  private final ProfileSettings profile;
  private final Alerts alerts = new Alerts(this::postAlert);
  private final ModelChoices models = new ModelChoices();
  private final ChosenView view = new ChosenView();
  private final Notices notices = new Notices(Clock.systemUTC());
  private final Questioning questions = new Questioning();
  private final RunBook runs;
  private final FrameTap tap;
  private final LiveTap live;
  private final Overlays overlays;
  private final Steering steering;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "scopeside-session");
            thread.setDaemon(true);
            return thread;
          });
  private volatile PluginSettings settings;
  private volatile boolean reconnect; // by the worker
  private @Nullable ScopesideWindow window; // Swing's thread

  private PluginSession(Studio studio, LogRoute route) {
    this.studio = studio;
    this.route = route;
    this.profile = new ProfileSettings(studio, SecretKeeper.ofThisComputer());
    this.settings = PluginSettings.DEFAULT;
    this.overlays = new Overlays(studio, this::frameOf, this::log);
    this.runs = new RunBook(this::follow, this::outcome, this::begun, overlays::forget, this::log);
    this.tap = new FrameTap(studio, runs, this::tapSettings, this::log);
    this.live = new LiveTap(studio, runs, this::tapSettings, settings.liveSamplingMs(), this::log);
    this.steering = new Steering(studio, tap, runs, questions, this::log);
  }

  /** Begins the work. On the thread of Micro-Manager's start-up, so it must not wait. */
  static PluginSession start(Studio studio) {
    PluginSession session = new PluginSession(studio, LogRoute.open(studio.logs()));
    session.begin();
    return session;
  }

  private void begin() {
    tap.start();
    live.start();
    worker.execute(this::load);
    Future<?> unused = worker.scheduleWithFixedDelay(this::tick, 1000, 1000, TimeUnit.MILLISECONDS);
  }

  /** On a thread of ours: a keyring that is asked for a password may take its time. */
  private void load() {
    try {
      LoadedSettings loaded = profile.load();
      loaded.problems().forEach(this::log);
      settings = loaded.settings();
      live.every(settings.liveSamplingMs());
      live.want(settings.liveMode());
      if (settings.connectAtStart()) {
        connect();
      }
      FirstPlane.prepare();
    } catch (RuntimeException | LinkageError e) {
      log("starting was not completed: " + e);
    }
  }

  private void tick() {
    try {
      runs.tick(Instant.now());
      reconnectWhenIdle();
    } catch (RuntimeException e) { // thrown on, it would end the ticks
      log("a look at the acquisitions failed: " + e);
    }
  }

  /** For Micro-Manager's log and the panel. */
  void log(String line) {
    studio.logs().logMessage("Scopeside: " + line);
    notices.say(line);
  }

  /** Connects under the settings that hold now, in place of what was connected. */
  void connect() {
    worker.execute(
        () -> {
          letGo(); // first, since the spool's folder belongs to one publisher at a time
          KafkaLink next = KafkaLink.open(settings, runs, overlays::outlines, this::log);
          runs.exchange(next);
          overlays.use(next.labels());
        });
  }

  private void letGo() {
    KafkaLink former = runs.exchange(null);
    overlays.use(null);
    if (former != null) {
      former.close();
    }
  }

  /** Lets planes go from now on; what is in the spool stays there. */
  void disconnect() {
    worker.execute(this::letGo);
  }

  private TapSettings tapSettings() {
    PluginSettings now = settings;
    return TapSettings.of(now.source())
        .pattern(SettingsForm.pattern(now.wellPattern(), this::log))
        .roles(SettingsForm.roles(now.channelRoles()))
        .model(now.model().isEmpty() ? null : now.model())
        .labels(overlays.wanted());
  }

  private FollowedRun follow(AcquisitionStarted plan, KafkaLink link) {
    String acquisition = plan.acquisition();
    FollowedRun run =
        new FollowedRun(
            plan,
            link.publisher(),
            settings.alerts(),
            alerts,
            frame -> positionOf(acquisition, frame));
    steering.watch(run);
    return run;
  }

  private int positionOf(String acquisition, FrameRef frame) {
    TappedAcquisition tapped = tap.acquisition(acquisition);
    return tapped == null ? -1 : tapped.positionOf(frame.well(), frame.field());
  }

  private @Nullable FrameRef frameOf(DataProvider store, org.micromanager.data.Coords coords) {
    TappedAcquisition tapped = tap.acquisitionOf(store);
    return tapped == null ? null : tapped.frame(coords);
  }

  /** The store comes a moment after: the tap enters it when this returns. */
  private void begun(String acquisition, Instant at) {
    worker.execute(
        () -> {
          DataProvider store = tap.storeOf(acquisition);
          if (store != null) {
            overlays.follow(acquisition, at, store);
          }
          if (store instanceof Datastore) {
            steering.otherStarted((Datastore) store);
          }
        });
  }

  private void outcome(PlaneOutcome outcome) {
    models.seen(outcome);
    overlays.outcome(outcome);
    steering.outcome(outcome);
  }

  private void postAlert(Alert alert) {
    SwingUtilities.invokeLater(
        () ->
            studio
                .alerts()
                .postAlert(
                    "Scopeside: " + alert.kind().title(), ScopesidePlugin.class, alert.words()));
  }

  /** Connects or disconnects, now and whenever Micro-Manager starts. */
  void keepConnected(boolean connected) {
    if (connected) {
      connect();
    } else {
      disconnect();
    }
    later(() -> keep(settings.toBuilder().connectAtStart(connected).build()).forEach(this::log));
  }

  /** Keeps settings; they hold for what begins from now on. */
  List<String> keep(PluginSettings next) {
    PluginSettings former = settings;
    settings = next;
    List<String> remarks = profile.save(next);
    live.every(next.liveSamplingMs());
    live.want(next.liveMode());
    reconnect |= runs.link() != null && !SettingsForm.sameLink(former, next);
    reconnectWhenIdle();
    return remarks;
  }

  /** What runs is published to its end as it began. */
  private void reconnectWhenIdle() {
    if (reconnect && runs.running().isEmpty()) {
      reconnect = false;
      connect();
    }
  }

  PluginSettings settings() {
    return settings;
  }

  Studio studio() {
    return studio;
  }

  RunBook runs() {
    return runs;
  }

  ChosenView view() {
    return view;
  }

  Notices notices() {
    return notices;
  }

  Alerts alerts() {
    return alerts;
  }

  ModelChoices models() {
    return models;
  }

  Questioning questions() {
    return questions;
  }

  Overlays overlays() {
    return overlays;
  }

  Steering steering() {
    return steering;
  }

  FrameTap tap() {
    return tap;
  }

  /** For what takes long and must not be on Swing's thread. */
  void later(Runnable task) {
    worker.execute(task);
  }

  @Override
  public void open() {
    ScopesideWindow open = window;
    if (open == null) {
      open = new ScopesideWindow(new PanelReadings(this, Clock.systemUTC()), new PanelDeeds(this));
      window = open;
    }
    open.setVisible(true);
    open.toFront();
  }

  @Override
  public void close() {
    tap.close();
    live.close();
    overlays.close();
    steering.close();
    worker.shutdownNow();
    KafkaLink link = runs.exchange(null);
    if (link != null) {
      link.close();
    }
    SwingUtilities.invokeLater(
        () -> {
          if (window != null) {
            window.dispose();
          }
        });
    route.close();
  }
}
