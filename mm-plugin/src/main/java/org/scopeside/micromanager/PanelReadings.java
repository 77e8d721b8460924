package org.scopeside.micromanager;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.AcquisitionAction;
import org.scopeside.contract.AcquisitionStarted;
import org.scopeside.contract.Well;
import org.scopeside.feed.Alert;
import org.scopeside.feed.Measure;
import org.scopeside.feed.PlaneFlag;
import org.scopeside.feed.PlateSnapshot;
import org.scopeside.feed.WellSnapshot;
import org.scopeside.panel.PanelModel;
import org.scopeside.panel.state.AcquisitionState;
import org.scopeside.panel.state.ActionRow;
import org.scopeside.panel.state.AlertRow;
import org.scopeside.panel.state.AnalysisState;
import org.scopeside.panel.state.ConnectionState;
import org.scopeside.panel.state.FieldRow;
import org.scopeside.panel.state.MeasureChoice;
import org.scopeside.panel.state.PanelState;
import org.scopeside.panel.state.PlateState;
import org.scopeside.panel.state.PublishingState;
import org.scopeside.panel.state.Question;
import org.scopeside.panel.state.SteeringAction;
import org.scopeside.panel.state.SteeringState;
import org.scopeside.panel.state.ViewChoices;
import org.scopeside.panel.state.WellState;
import org.scopeside.publish.LinkState;
import org.scopeside.publish.PublishingStatus;
import org.scopeside.publish.RunCounts;

/** What the panel shows of a session. Read by one thread of the panel's. */
final class PanelReadings implements PanelModel {
  private static final List<MeasureChoice> MEASURES = measures();
  private static final String NO_PLATE = "-";

  private final PluginSession session;
  private final Clock clock;
  private final Throughput throughput = new Throughput();
  private @Nullable Instant spoolProblemSince;
  private @Nullable PlateSnapshot lastSnapshot;
  private List<WellState> lastWells = Collections.emptyList();
  private List<FieldRow> lastFields = Collections.emptyList();

  PanelReadings(PluginSession session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  private static List<MeasureChoice> measures() {
    List<MeasureChoice> choices = new ArrayList<>();
    for (Measure measure : Measure.values()) {
      String unit = measure.unit();
      choices.add(new MeasureChoice(measure.wireName(), measure.label(), unit == null ? "" : unit));
    }
    return Collections.unmodifiableList(choices);
  }

  @Override
  public PanelState snapshot() {
    FollowedRun run = session.runs().latest();
    KafkaLink link = session.runs().link();
    PublishingStatus status = link == null ? null : link.publisher().status();
    PanelState.Builder state =
        PanelState.builder(connection(status))
            .alerts(alerts(status))
            .choices(choices())
            .steering(steering(run));
    if (run != null) {
      PlateSnapshot plate = run.plate().snapshot();
      read(plate);
      state
          .acquisition(acquisition(run))
          .analysis(analysis(run.counts(), plate))
          .plate(plate(run, plate))
          .fields(lastFields);
    }
    return state.publishing(publishing(status, run)).build();
  }

  private ConnectionState connection(@Nullable PublishingStatus status) {
    String broker = session.settings().kafka().values().getOrDefault("bootstrap.servers", "");
    if (status == null) {
      return ConnectionState.off(broker);
    }
    LinkState link = status.link();
    switch (link.kind()) {
      case CONNECTED:
        return ConnectionState.connected(broker);
      case AWAY:
        return ConnectionState.away(broker, link.since(), link.words());
      case REFUSED:
        return ConnectionState.refused(broker, link.words());
      default:
        return ConnectionState.connecting(broker);
    }
  }

  private static AcquisitionState acquisition(FollowedRun run) {
    AcquisitionStarted plan = run.plan();
    return new AcquisitionState(
        plan.acquisition(), plan.startedAt(), run.endedAt(), plan.expectedPlanes());
  }

  private PublishingState publishing(@Nullable PublishingStatus status, @Nullable FollowedRun run) {
    PublishingState.Builder numbers = PublishingState.builder();
    if (status != null) {
      numbers
          .queue(status.queueBytes(), status.queueLimitBytes())
          .spool(status.spoolBytes(), status.spoolLimitBytes());
    }
    if (run != null) {
      RunCounts counts = run.counts();
      String firstLoss = counts.firstLoss();
      throughput.sample(counts, System.nanoTime());
      numbers
          .captured(counts.captured())
          .sent(counts.sent())
          .spooled(counts.spooled())
          .dropped(counts.dropped(), firstLoss == null ? "" : firstLoss)
          .rate(throughput.planesPerSecond(), throughput.bytesPerSecond());
    }
    return numbers.build();
  }

  private AnalysisState analysis(RunCounts counts, PlateSnapshot plate) {
    long behind = Math.max(0, counts.captured() - counts.dropped() - plate.planesAnswered());
    double rate = throughput.answered(plate.planesAnswered(), System.nanoTime());
    return new AnalysisState(
        plate.planesAnalysed(),
        plate.planesFailed(),
        behind,
        behind == 0 ? 0 : rate > 0 ? behind / rate : Double.NaN);
  }

  /** Makes wells and rows anew where something changed. */
  private void read(PlateSnapshot plate) {
    if (plate == lastSnapshot) {
      return;
    }
    lastSnapshot = plate;
    long plannedPerWell = plannedPerWell(plate.plan());
    List<WellState> wells = new ArrayList<>();
    for (WellSnapshot well : plate.wells()) {
      wells.add(well(well, plannedPerWell));
    }
    lastWells = wells;
    List<FieldRow> rows = new ArrayList<>();
    for (org.scopeside.feed.FieldRow row : plate.recentFields()) {
      rows.add(field(row));
    }
    lastFields = rows;
  }

  private static long plannedPerWell(AcquisitionStarted plan) {
    int wells = Math.max(1, plan.wells().size());
    return plan.expectedPlanes() / wells;
  }

  private static WellState well(WellSnapshot from, long planned) {
    Well well = from.well();
    WellState.Builder state = well == null ? WellState.position(NO_PLATE) : WellState.of(well);
    state.planes(from.planesAnalysed() + from.planesFailed(), from.planesFailed(), planned);
    for (Measure measure : Measure.values()) {
      double value = from.measure(measure);
      if (!Double.isNaN(value)) {
        state.measure(measure.wireName(), value);
      }
    }
    from.flags().forEach((flag, planes) -> state.flag(flag.name(), planes));
    return state.build();
  }

  private static FieldRow field(org.scopeside.feed.FieldRow row) {
    String id = row.wellLabel() + "/" + row.field() + "/" + row.theT();
    String failure = row.failure();
    List<String> flags = new ArrayList<>();
    for (PlaneFlag flag : row.flags()) {
      flags.add(flag.name());
    }
    return FieldRow.of(id, row.wellLabel(), row.field(), row.theT())
        .count(row.counted() ? row.count() : Double.NaN)
        .focus(row.focus())
        .flags(flags)
        .failure(failure == null ? "" : failure)
        .at(row.at());
  }

  private PlateState plate(FollowedRun run, PlateSnapshot plate) {
    AcquisitionStarted plan = plate.plan();
    return plan.plateRows() > 0 && plan.plateColumns() > 0
        ? PlateState.plate(plan.plateRows(), plan.plateColumns(), onPlate(plan), run.acquiring())
        : PlateState.positions(lastWells, run.acquiring());
  }

  private List<WellState> onPlate(AcquisitionStarted plan) {
    List<WellState> wells = new ArrayList<>(lastWells);
    wells.removeIf(
        state -> {
          Well well = state.well();
          return well == null
              || well.row() >= plan.plateRows()
              || well.column() >= plan.plateColumns();
        });
    return wells;
  }

  private List<AlertRow> alerts(@Nullable PublishingStatus status) {
    List<AlertRow> rows = new ArrayList<>();
    String spoolProblem = status == null ? null : status.spoolProblem();
    if (spoolProblem == null) {
      spoolProblemSince = null;
    } else {
      Instant since = spoolProblemSince == null ? clock.instant() : spoolProblemSince;
      spoolProblemSince = since;
      String words = "The disk spool takes nothing now, planes wait in memory: " + spoolProblem;
      rows.add(new AlertRow("spool", AlertRow.Severity.WARNING, words, "", since, 1, false));
    }
    for (Alert alert : session.alerts().list()) {
      Well well = alert.well();
      String where =
          (well == null ? "" : well.label()) + (alert.ofField() ? " field " + alert.field() : "");
      rows.add(
          new AlertRow(
              PanelDeeds.id(alert),
              severity(alert),
              alert.kind().title() + ": " + alert.words(),
              where.trim(),
              alert.first(),
              (int) Math.min(Integer.MAX_VALUE, alert.count()),
              alert.acknowledged() || alert.over()));
    }
    rows.addAll(session.notices().rows());
    return rows;
  }

  private static AlertRow.Severity severity(Alert alert) {
    switch (alert.severity()) {
      case ERROR:
        return AlertRow.Severity.SEVERE;
      case WARNING:
        return AlertRow.Severity.WARNING;
      default:
        return AlertRow.Severity.NOTE;
    }
  }

  private ViewChoices choices() {
    Overlays overlays = session.overlays();
    return ViewChoices.builder()
        .measures(MEASURES, session.view().measure())
        .models(session.models().names(), session.settings().model())
        .overlay(overlays.wanted(), overlays.colours(), overlays.colour())
        .build();
  }

  private SteeringState steering(@Nullable FollowedRun run) {
    Steering steering = session.steering();
    SteeringState.Builder state =
        SteeringState.builder()
            .rules(steering.rules())
            .question(question())
            .candidates(steering.candidates())
            .actions(run == null ? Collections.emptyList() : actions(run));
    String progress = steering.adaptiveProgress();
    if (progress != null) {
      state.adaptiveRuns(progress);
    } else {
      state.adaptiveCannotStart(steering.adaptiveRemark());
    }
    return state.build();
  }

  private @Nullable Question question() {
    org.scopeside.steering.Question open = session.questions().open();
    if (open == null || open.until().isBefore(clock.instant())) {
      return null;
    }
    return new Question(
        session.questions().id(), open.text(), open.until(), otherwise(open.defaultAnswer()));
  }

  private static SteeringAction otherwise(org.scopeside.steering.Question.Answer answer) {
    switch (answer) {
      case PAUSE:
        return SteeringAction.PAUSE;
      case STOP:
        return SteeringAction.STOP;
      default:
        return SteeringAction.GO_ON;
    }
  }

  private static List<ActionRow> actions(FollowedRun run) {
    List<ActionRow> rows = new ArrayList<>();
    for (AcquisitionAction action : run.actions().actions()) {
      rows.add(0, new ActionRow(action.at(), action.action(), action.reason()));
    }
    return rows;
  }

  /** Rates over the last seconds. */
  private static final class Throughput {
    private static final double TAU_S = 3;

    private String acquisition = "";
    private long atNanos;
    private long planes;
    private long bytes;
    private double planeRate;
    private double byteRate;
    private long answeredAtNanos;
    private long answered;
    private double answerRate;

    void sample(RunCounts counts, long nowNanos) {
      if (!counts.acquisition().equals(acquisition)) {
        acquisition = counts.acquisition();
        planes = counts.captured();
        bytes = counts.capturedBytes();
        planeRate = 0;
        byteRate = 0;
        answerRate = 0;
        answered = 0;
        answeredAtNanos = 0;
        atNanos = nowNanos;
        return;
      }
      double seconds = (nowNanos - atNanos) / 1e9;
      if (seconds > 0.1) {
        planeRate = smooth(planeRate, (counts.captured() - planes) / seconds, seconds);
        byteRate = smooth(byteRate, (counts.capturedBytes() - bytes) / seconds, seconds);
        planes = counts.captured();
        bytes = counts.capturedBytes();
        atNanos = nowNanos;
      }
    }

    /** Planes answered a second. */
    double answered(long now, long nowNanos) {
      double seconds = (nowNanos - answeredAtNanos) / 1e9;
      if (answeredAtNanos == 0) {
        answered = now;
        answeredAtNanos = nowNanos;
      } else if (seconds > 0.1) {
        answerRate = smooth(answerRate, (now - answered) / seconds, seconds);
        answered = now;
        answeredAtNanos = nowNanos;
      }
      return answerRate;
    }

    private static double smooth(double before, double now, double seconds) {
      double weight = 1 - Math.exp(-seconds / TAU_S);
      double rate = before + weight * (now - before);
      return rate < 0.01 ? 0 : rate;
    }

    double planesPerSecond() {
      return planeRate;
    }

    double bytesPerSecond() {
      return byteRate;
    }
  }
}
