package org.scopeside.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.contract.Well;
import org.scopeside.panel.state.AdaptiveOptions;
import org.scopeside.panel.state.ChannelRoleRow;
import org.scopeside.panel.state.DropPolicy;
import org.scopeside.panel.state.FieldRow;
import org.scopeside.panel.state.PanelSettings;
import org.scopeside.panel.state.PositionPreview;
import org.scopeside.panel.state.ReimageReason;
import org.scopeside.panel.state.SecurityPreset;
import org.scopeside.panel.state.SteeringAction;
import org.scopeside.panel.state.StopRules;
import org.scopeside.panel.state.TestStep;
import org.scopeside.panel.state.TestStep.Outcome;

/** Writes down what a person did, in words, and answers like a plugin whose password is wrong. */
final class RecordedActions implements PanelActions {
  final List<String> done = new CopyOnWriteArrayList<>();
  final List<PanelSettings> saved = new CopyOnWriteArrayList<>();

  @Override
  public void connect() {
    done.add("connect");
  }

  @Override
  public void disconnect() {
    done.add("disconnect");
  }

  @Override
  public void openDashboard() {
    done.add("dashboard");
  }

  @Override
  public void chooseMeasure(String name) {
    done.add("measure " + name);
  }

  @Override
  public void chooseModel(String model) {
    done.add("model " + model);
  }

  @Override
  public void showOverlay(boolean on, String colourBy) {
    done.add("overlay " + on + " by " + colourBy);
  }

  @Override
  public void showField(FieldRow field) {
    done.add("field " + field.id());
  }

  @Override
  public void acknowledge(String alertId) {
    done.add("acknowledge " + alertId);
  }

  @Override
  public void acknowledgeAll() {
    done.add("acknowledge all");
  }

  @Override
  public void setStopRules(StopRules rules) {
    done.add("rules " + rules);
  }

  @Override
  public void answer(String questionId, SteeringAction answer) {
    done.add("answer " + questionId + " " + answer);
  }

  @Override
  public void createReimageList(Set<ReimageReason> reasons) {
    done.add("re-image " + reasons);
  }

  @Override
  public void startAdaptive(AdaptiveOptions options) {
    done.add("adaptive " + options.goal() + " " + options.wanted());
  }

  @Override
  public void stopAdaptive() {
    done.add("stop adaptive");
  }

  @Override
  public void readSettings(Consumer<PanelSettings> answer) {
    answer.accept(
        PanelSettings.builder()
            .bootstrapServers(SampleStates.BROKER)
            .security(
                SecurityPreset.SASL_SSL_SCRAM,
                """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                ssl.truststore.type=PEM
                ssl.truststore.location=C:/imaging/ca.pem
                """,
                "scope-3")
            .results(false, "https://scopeside.imaging.example.org")
            .spool("/data/spool", 20_000, DropPolicy.NEWEST)
            .wellPattern("{well}_f{field}")
            .channelRoles(
                Arrays.asList(
                    new ChannelRoleRow("Cy5", ChannelRole.MEMBRANE),
                    new ChannelRoleRow("405", ChannelRole.NUCLEUS),
                    new ChannelRoleRow("BF", null)))
            .build());
  }

  @Override
  public void saveSettings(
      PanelSettings settings, char @Nullable [] password, Consumer<String> answer) {
    saved.add(settings);
    done.add("save with a password of " + (password == null ? 0 : password.length));
    answer.accept("");
  }

  @Override
  public void testConnection(
      PanelSettings settings,
      char @Nullable [] password,
      Consumer<TestStep> steps,
      Runnable ended) {
    done.add("test " + settings.bootstrapServers());
    String host = settings.bootstrapServers().replaceAll(":.*", "");
    steps.accept(new TestStep("Name", Outcome.RUNNING, ""));
    steps.accept(new TestStep("Name", Outcome.OK, host + " is 10.20.4.17"));
    steps.accept(new TestStep("Port", Outcome.OK, "9093 answers after 3 ms"));
    steps.accept(
        new TestStep("TLS", Outcome.WARNING, "the certificate is good, but ends in 9 days"));
    steps.accept(
        new TestStep(
            "Password",
            Outcome.FAILED,
            "the broker does not know user scope-3 with this password (SCRAM-SHA-512). Type the"
                + " password again, or ask who runs the broker whether the user exists."));
    ended.run();
  }

  @Override
  public void previewPattern(String pattern, Consumer<List<PositionPreview>> answer) {
    done.add("preview " + pattern);
    List<PositionPreview> positions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Well well = new Well(i / 12, i % 12);
      positions.add(PositionPreview.of(well.label() + "_f" + i % 4, well, i % 4));
    }
    positions.add(1, PositionPreview.unread("Pos 2", "the label does not match the pattern"));
    positions.add(4, PositionPreview.unread("A0_f2", "there is no column 0"));
    answer.accept(pattern.isEmpty() ? Collections.emptyList() : positions);
  }
}
