package org.scopeside.micromanager;

import java.awt.Desktop;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.micromanager.Studio;
import org.micromanager.data.Coords;
import org.micromanager.data.DataProvider;
import org.micromanager.display.DisplayWindow;
import org.scopeside.contract.Well;
import org.scopeside.feed.Alert;
import org.scopeside.feed.ConnectionTest;
import org.scopeside.feed.Step;
import org.scopeside.micromanager.settings.PluginSettings;
import org.scopeside.panel.PanelActions;
import org.scopeside.panel.state.AdaptiveOptions;
import org.scopeside.panel.state.FieldRow;
import org.scopeside.panel.state.PanelSettings;
import org.scopeside.panel.state.PositionPreview;
import org.scopeside.panel.state.ReimageReason;
import org.scopeside.panel.state.SteeringAction;
import org.scopeside.panel.state.StopRules;
import org.scopeside.panel.state.TestStep;
import org.scopeside.steering.Question;
import org.scopeside.tap.NamedPosition;
import org.scopeside.tap.PatternPreview;
import org.scopeside.tap.TappedAcquisition;

/** Does what a person asks for in the panel. On Swing's thread, so nothing here waits. */
final class PanelDeeds implements PanelActions {
  /** Longest of a connection test, and room to tell of it. */
  private static final long TEST_S = 30;

  private final PluginSession session;

  PanelDeeds(PluginSession session) {
    this.session = session;
  }

  @Override
  public void connect() {
    session.keepConnected(true);
  }

  @Override
  public void disconnect() {
    session.keepConnected(false);
  }

  @Override
  public void openDashboard() {
    URI service = session.settings().resultsService();
    session.later(
        () -> {
          try {
            if (service == null) {
              session.log("there is no address of the dashboard in the settings");
            } else {
              Desktop.getDesktop().browse(service);
            }
          } catch (IOException | UnsupportedOperationException e) {
            session.log("the dashboard is at " + service + "; no browser could be opened: " + e);
          }
        });
  }

  @Override
  public void chooseMeasure(String name) {
    session.view().measure(name);
  }

  @Override
  public void chooseModel(String model) {
    session.models().typed(model);
    PluginSettings next = session.settings().toBuilder().model(model.trim()).build();
    session.later(() -> session.keep(next).forEach(session::log));
  }

  @Override
  public void showOverlay(boolean on, String colourBy) {
    session.overlays().colour(colourBy);
    session.later(() -> session.overlays().want(on));
  }

  @Override
  public void showField(FieldRow field) {
    FollowedRun run = session.runs().latest();
    if (run != null) {
      String acquisition = run.plan().acquisition();
      DataProvider store = session.tap().storeOf(acquisition);
      TappedAcquisition tapped = session.tap().acquisition(acquisition);
      if (store != null && tapped != null) {
        show(store, tapped, field);
      }
    }
  }

  private void show(DataProvider store, TappedAcquisition tapped, FieldRow field) {
    int position = tapped.positionOf(Well.parse(field.well()), field.field());
    if (position < 0) {
      return;
    }
    Studio studio = session.studio();
    Coords coords = studio.data().coordsBuilder().p(position).t(field.theT()).z(0).c(0).build();
    for (DisplayWindow window : studio.displays().getAllImageWindows()) {
      if (window.getDataProvider() == store) {
        window.setDisplayPosition(coords);
      }
    }
  }

  /** Tells one alert from others across snapshots. */
  static String id(Alert alert) {
    Well well = alert.well();
    return alert.acquisition() + "/" + alert.kind() + "/" + (well == null ? "" : well.label());
  }

  @Override
  public void acknowledge(String alertId) {
    session.notices().acknowledge(alertId);
    for (Alert alert : session.alerts().list()) {
      if (id(alert).equals(alertId)) {
        session.alerts().acknowledge(alert);
      }
    }
  }

  @Override
  public void acknowledgeAll() {
    session.notices().acknowledgeAll();
    session.alerts().list().forEach(session.alerts()::acknowledge);
  }

  @Override
  public void setStopRules(StopRules rules) {
    session.steering().setRules(rules);
  }

  @Override
  public void answer(String questionId, SteeringAction answer) {
    session.questions().answer(questionId, answer(answer));
  }

  private static Question.Answer answer(SteeringAction action) {
    switch (action) {
      case PAUSE:
        return Question.Answer.PAUSE;
      case STOP:
        return Question.Answer.STOP;
      default:
        return Question.Answer.CONTINUE;
    }
  }

  @Override
  public void createReimageList(Set<ReimageReason> reasons) {
    session.log(session.steering().createReimageList(reasons));
  }

  @Override
  public void startAdaptive(AdaptiveOptions options) {
    session.steering().startAdaptive(options);
  }

  @Override
  public void stopAdaptive() {
    session.steering().stopAdaptive();
  }

  @Override
  public void readSettings(Consumer<PanelSettings> answer) {
    answer.accept(SettingsForm.of(session.settings()));
  }

  @Override
  public void saveSettings(
      PanelSettings form, char @Nullable [] password, Consumer<String> answer) {
    PluginSettings next;
    try {
      next = SettingsForm.applied(form, password, session.settings());
    } catch (IllegalArgumentException e) {
      answer.accept(String.valueOf(e.getMessage()));
      return;
    } finally {
      wipe(password);
    }
    session.later(
        () -> {
          session.keep(next).forEach(session::log);
          answer.accept("");
        });
  }

  @Override
  public void testConnection(
      PanelSettings form, char @Nullable [] password, Consumer<TestStep> steps, Runnable ended) {
    PluginSettings tried;
    try {
      tried = SettingsForm.applied(form, password, session.settings());
    } catch (IllegalArgumentException e) {
      steps.accept(
          new TestStep("Settings", TestStep.Outcome.FAILED, String.valueOf(e.getMessage())));
      ended.run();
      return;
    } finally {
      wipe(password);
    }
    Thread thread = new Thread(() -> test(tried, steps, ended), "scopeside-connection-test");
    thread.setDaemon(true);
    thread.start();
  }

  private static void test(PluginSettings tried, Consumer<TestStep> steps, Runnable ended) {
    try {
      ConnectionTest.Run run =
          PluginClasses.within(() -> connectionTest(tried).start(step -> steps.accept(of(step))));
      if (!run.await(TEST_S, TimeUnit.SECONDS)) {
        run.cancel();
        steps.accept(new TestStep("Test", TestStep.Outcome.FAILED, "It took longer than it may."));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      steps.accept(new TestStep("Test", TestStep.Outcome.FAILED, String.valueOf(e)));
    } finally {
      ended.run();
    }
  }

  private static ConnectionTest connectionTest(PluginSettings tried) {
    URI service = tried.resultsService();
    Map<String, String> kafka = new HashMap<>(tried.kafka().values());
    return new ConnectionTest(
        kafka, tried.topics(), service == null ? null : service.toString(), Collections.emptyMap());
  }

  private static TestStep of(Step step) {
    TestStep.Outcome outcome;
    switch (step.outcome()) {
      case OK:
        outcome = TestStep.Outcome.OK;
        break;
      case WARNING:
      case SKIPPED:
        outcome = TestStep.Outcome.WARNING;
        break;
      default:
        outcome = TestStep.Outcome.FAILED;
        break;
    }
    return new TestStep(step.name(), outcome, step.words());
  }

  private static void wipe(char @Nullable [] password) {
    if (password != null) {
      Arrays.fill(password, ' ');
    }
  }

  @Override
  public void previewPattern(String pattern, Consumer<List<PositionPreview>> answer) {
    List<NamedPosition> positions =
        NamedPosition.of(
            Arrays.asList(session.studio().positions().getPositionList().getPositions()));
    PatternPreview preview = PatternPreview.of(positions, pattern, null);
    List<PositionPreview> rows = new ArrayList<>();
    String fault = preview.fault();
    for (PatternPreview.Row row : preview.rows()) {
      rows.add(preview(row, fault));
    }
    answer.accept(rows);
  }

  private static PositionPreview preview(PatternPreview.Row row, @Nullable String fault) {
    Well well = row.site().well();
    if (fault != null) {
      return PositionPreview.unread(row.label(), fault);
    }
    if (!row.matches() || well == null) {
      return PositionPreview.unread(
          row.label(), "no well: it becomes field " + row.site().field() + " without one");
    }
    return PositionPreview.of(row.label(), well, row.site().field());
  }
}
