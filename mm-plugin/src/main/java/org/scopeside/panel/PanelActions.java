package org.scopeside.panel;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.AdaptiveOptions;
import org.scopeside.panel.state.FieldRow;
import org.scopeside.panel.state.PanelSettings;
import org.scopeside.panel.state.PositionPreview;
import org.scopeside.panel.state.ReimageReason;
import org.scopeside.panel.state.SteeringAction;
import org.scopeside.panel.state.StopRules;
import org.scopeside.panel.state.TestStep;

/**
 * What a person may do in the panel.
 *
 * <p>Every method is called on the event dispatch thread and must return at once: what takes time
 * is done elsewhere, and shows in a later {@link PanelModel#snapshot()}. Answers may come on any
 * thread.
 */
public interface PanelActions {
  void connect();

  void disconnect();

  void openDashboard();

  /** Colours the wells by that measure. */
  void chooseMeasure(String name);

  /** Analyses the next acquisition with that model; empty: the service decides. */
  void chooseModel(String model);

  /** Shows or hides objects on the image. */
  void showOverlay(boolean on, String colourBy);

  /** A field was chosen in the table: the display may move to its image. */
  void showField(FieldRow field);

  void acknowledge(String alertId);

  void acknowledgeAll();

  void setStopRules(StopRules rules);

  /** Answers {@link org.scopeside.panel.state.SteeringState#question()}. */
  void answer(String questionId, SteeringAction answer);

  /** Makes a position list of all fields with one of these reasons. */
  void createReimageList(Set<ReimageReason> reasons);

  void startAdaptive(AdaptiveOptions options);

  void stopAdaptive();

  /** Gives the settings that hold now. */
  void readSettings(Consumer<PanelSettings> answer);

  /**
   * Keeps settings and applies them to the next acquisition.
   *
   * @param password null: the kept one stays; else the callee's, to be overwritten after use
   * @param answer what went wrong, in words; empty where they were kept
   */
  void saveSettings(PanelSettings settings, char @Nullable [] password, Consumer<String> answer);

  /**
   * Tries a connection without keeping anything.
   *
   * @param password null: the kept one; else the callee's, to be overwritten after use
   * @param steps takes each step as it begins and as it ends
   * @param ended runs after the last step
   */
  void testConnection(
      PanelSettings settings, char @Nullable [] password, Consumer<TestStep> steps, Runnable ended);

  /** Reads the labels of the current position list with a pattern. */
  void previewPattern(String pattern, Consumer<List<PositionPreview>> answer);
}
