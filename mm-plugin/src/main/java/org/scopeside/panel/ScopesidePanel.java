package org.scopeside.panel;

import java.awt.BorderLayout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.Timer;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.AlertRow;
import org.scopeside.panel.state.PanelState;

/**
 * What stands beside the image that is being acquired: connection, numbers, plate, alerts and
 * steering. It reads its model while it is part of a window. To be made and used on the event
 * dispatch thread.
 */
public final class ScopesidePanel extends JPanel {
  static final String PLATE = "Plate";
  static final String ALERTS = "Alerts";
  static final String STEERING = "Steering";

  private static final int TICK_MS = 1000;

  /** Four snapshots a second are due: so old, what is shown needs a word. */
  private static final Duration STALE = Duration.ofSeconds(3);

  private final Clock clock;
  private final PanelActions actions;
  private final StatePoller poller;
  private final Timer ticks;
  private final HeaderPanel header;
  private final QuestionBar question;
  private final Notice stale = new Notice();
  private final RunPanel run;
  private final Notice alert;
  private final PlatePage plate;
  private final AlertsPanel alerts;
  private final SteeringPanel steering;
  private final SectionTabs tabs = new SectionTabs();
  private @Nullable PanelState shown;
  private @Nullable Instant shownAt;
  private @Nullable SettingsDialog settings;

  public ScopesidePanel(PanelModel model, PanelActions actions) {
    this(model, actions, Clock.systemUTC());
  }

  /**
   * @param clock what ages and countdowns are measured by
   */
  public ScopesidePanel(PanelModel model, PanelActions actions, Clock clock) {
    super(new BorderLayout(0, Em.px(0.5)));
    this.clock = clock;
    this.actions = actions;
    this.poller = new StatePoller(model, this::show, this::trouble);
    this.ticks = new Timer(TICK_MS, event -> tick());
    this.header = new HeaderPanel(actions, this::openSettings, clock);
    this.question = new QuestionBar(actions, clock);
    this.run = new RunPanel(clock);
    this.alert = new Notice(toAlerts());
    this.plate = new PlatePage(actions, this::openSettings, clock);
    this.alerts = new AlertsPanel(actions, clock);
    this.steering = new SteeringPanel(actions);
    setBorder(Em.gap(0.8, 1, 0.8, 1));
    add(top(), BorderLayout.NORTH);
    tabs.addPage(PLATE, "The plate as it fills, and recent fields", plate);
    tabs.addPage(ALERTS, "What asks for a person", alerts);
    tabs.addPage(STEERING, "Stop rules, re-image list, enough cells", steering);
    add(tabs, BorderLayout.CENTER);
    run.setVisible(false);
  }

  private JButton toAlerts() {
    return new PushButton(
        "Show alerts", "Shows all that asks for a person", event -> tabs.select(ALERTS));
  }

  private JComponent top() {
    JPanel top = new JPanel();
    top.setOpaque(false);
    top.setLayout(new BoxLayout(top, BoxLayout.Y_AXIS));
    for (JComponent part : new JComponent[] {header, question, stale, run, alert}) {
      part.setAlignmentX(LEFT_ALIGNMENT);
      top.add(new Below(part));
    }
    return top;
  }

  /** A part with a gap below it, which goes when the part does. */
  private static final class Below extends JPanel {
    private final JComponent part;

    private Below(JComponent part) {
      super(new BorderLayout());
      this.part = part;
      setOpaque(false);
      setAlignmentX(LEFT_ALIGNMENT);
      setBorder(Em.gap(0, 0, 0.5, 0));
      add(part);
    }

    @Override
    public boolean isVisible() {
      return part == null || part.isVisible();
    }
  }

  @Override
  public void addNotify() {
    super.addNotify();
    poller.start();
    ticks.start();
  }

  @Override
  public void removeNotify() {
    poller.stop();
    ticks.stop();
    super.removeNotify();
  }

  private void show(PanelState state) {
    shown = state;
    shownAt = clock.instant();
    header.show(state);
    question.show(state.steering().question());
    run.setVisible(state.acquisition() != null);
    run.show(state);
    plate.show(state);
    alerts.show(state.alerts());
    steering.show(state.steering());
    newestAlert(state.alerts());
    stale.hush();
  }

  private void newestAlert(List<AlertRow> rows) {
    tabs.setBadge(ALERTS, AlertsPanel.waiting(rows), severe(rows) ? Ink.BAD : Ink.WARN);
    AlertRow newest = tabs.selected().equals(ALERTS) ? null : firstWaiting(rows);
    if (newest == null) {
      alert.hush();
    } else {
      String where = newest.where().isEmpty() ? "" : newest.where() + ": ";
      alert.say(AlertsPanel.signOf(newest), where + newest.words());
    }
  }

  private static @Nullable AlertRow firstWaiting(List<AlertRow> rows) {
    for (AlertRow row : rows) {
      if (!row.acknowledged()) {
        return row;
      }
    }
    return null;
  }

  private static boolean severe(List<AlertRow> rows) {
    for (AlertRow row : rows) {
      if (!row.acknowledged() && row.severity() == AlertRow.Severity.SEVERE) {
        return true;
      }
    }
    return false;
  }

  private void trouble(String reason) {
    stale.say(Sign.BAD, "What is shown is out of date: " + reason);
  }

  private void tick() {
    PanelState state = shown;
    Instant at = shownAt;
    if (state == null || at == null) {
      return;
    }
    header.show(state);
    question.tick();
    plate.tick();
    Duration age = Duration.between(at, clock.instant());
    if (age.compareTo(STALE) >= 0) {
      stale.say(Sign.WARNING, "No news from the plugin for " + Words.age(age) + ".");
    }
  }

  /** Opens the settings, or brings them to the front. */
  public void openSettings() {
    SettingsDialog open = settings;
    if (open != null && open.isDisplayable()) {
      open.toFront();
      return;
    }
    settings = SettingsDialog.open(this, actions);
  }

  /** The state that is on the screen; null before the first. */
  @Nullable PanelState shown() {
    return shown;
  }

  SectionTabs tabs() {
    return tabs;
  }

  PlatePage plate() {
    return plate;
  }

  HeaderPanel header() {
    return header;
  }

  @Nullable SettingsDialog settings() {
    return settings;
  }
}
