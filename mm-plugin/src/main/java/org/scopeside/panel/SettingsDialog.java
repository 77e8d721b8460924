package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import org.scopeside.panel.state.PanelSettings;

/**
 * The settings. It blocks nothing: acquisitions and the panel go on behind it. Nothing is kept
 * while an entry is wrong; the wrong ones are marked.
 */
final class SettingsDialog extends JDialog {
  static final String CONNECTION = "Connection";

  private final PanelActions actions;
  private final ConnectionPage connection;
  private final ImagesPage images = new ImagesPage();
  private final WellsPage wells;
  private final ChannelsPage channels = new ChannelsPage();
  private final ThresholdsPage thresholds = new ThresholdsPage();
  private final Map<String, Form> forms = new LinkedHashMap<>();
  private final SectionTabs tabs = new SectionTabs();
  private final WrappedText verdict = new WrappedText(" ", Ink.BAD, 1, Font.PLAIN, 24).centred();
  private final JButton save;
  private final JButton cancel;

  private SettingsDialog(Window owner, PanelActions actions) {
    super(owner, "Scopeside settings", Dialog.ModalityType.MODELESS);
    this.actions = actions;
    this.connection = new ConnectionPage(actions, this::draft);
    this.wells = new WellsPage(actions);
    this.save =
        new PushButton(
            "Save", "Keeps the settings; they hold from the next acquisition on", event -> save());
    this.cancel = new PushButton("Cancel", "Closes without a change", event -> dispose());
    setDefaultCloseOperation(DISPOSE_ON_CLOSE);
    addPage(CONNECTION, "Broker, security, results", connection, connection.form());
    addPage("Images", "Memory, spool, live mode", images, images.form());
    addPage("Wells", "Labels of positions", wells, wells.form());
    addPage("Channels", "What channels show", channels, channels.form());
    addPage("Alerts", "When a person is told", thresholds, thresholds.form());
    JPanel content = new JPanel(new BorderLayout(0, Em.px(0.8)));
    content.setBorder(Em.gap(0.8, 1, 0.8, 1));
    content.add(tabs, BorderLayout.CENTER);
    content.add(foot(cancel, save), BorderLayout.SOUTH);
    setContentPane(content);
    getRootPane().setDefaultButton(save);
    getRootPane()
        .registerKeyboardAction(
            event -> dispose(),
            KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
  }

  /** Opens beside a component with the settings that hold. */
  static SettingsDialog open(Component beside, PanelActions actions) {
    SettingsDialog dialog = new SettingsDialog(SwingUtilities.getWindowAncestor(beside), actions);
    dialog.save.setEnabled(false);
    actions.readSettings(settings -> SwingUtilities.invokeLater(() -> dialog.fill(settings)));
    dialog.setSize(Em.px(54), Em.px(54));
    dialog.setMinimumSize(new Dimension(Em.px(38), Em.px(34)));
    dialog.setLocationRelativeTo(beside);
    dialog.setVisible(true);
    return dialog;
  }

  private void addPage(String title, String tooltip, JComponent page, Form form) {
    page.setBorder(Em.gap(1, 0.4, 0, 0.4));
    // A page with a list of its own gives it the height that there is.
    boolean fills = page == wells || page == channels;
    JScrollPane scroll = ScrolledColumn.of(page);
    tabs.addPage(title, tooltip, fills ? page : scroll);
    forms.put(title, form);
  }

  private JComponent foot(JButton cancel, JButton save) {
    JPanel foot = new JPanel(new BorderLayout(Em.px(0.8), 0));
    JPanel buttons = new JPanel();
    buttons.setLayout(new BoxLayout(buttons, BoxLayout.X_AXIS));
    buttons.add(cancel);
    buttons.add(Box.createHorizontalStrut(Em.px(0.4)));
    buttons.add(save);
    foot.add(verdict, BorderLayout.CENTER);
    foot.add(buttons, BorderLayout.EAST);
    return foot;
  }

  private void fill(PanelSettings settings) {
    connection.fill(settings);
    images.fill(settings);
    wells.fill(settings);
    channels.fill(settings);
    thresholds.fill(settings);
    save.setEnabled(true);
    connection.bootstrap().requestFocusInWindow();
  }

  private PanelSettings draft() {
    PanelSettings.Builder draft = PanelSettings.builder();
    connection.read(draft);
    images.read(draft);
    wells.read(draft);
    channels.read(draft);
    thresholds.read(draft);
    return draft.build();
  }

  final void save() {
    int wrong = check();
    if (wrong > 0) {
      verdict.setText(
          "Not saved: " + (wrong == 1 ? "1 entry" : wrong + " entries") + " to mend.", Ink.BAD);
      return;
    }
    save.setEnabled(false);
    verdict.setText("Saving\u2026", Ink.MUTED);
    actions.saveSettings(
        draft(),
        connection.password(),
        problem -> SwingUtilities.invokeLater(() -> saved(problem)));
  }

  private void saved(String problem) {
    if (problem.isEmpty()) {
      dispose();
    } else {
      save.setEnabled(true);
      verdict.setText("Not saved: " + problem, Ink.BAD);
    }
  }

  /** Marks what is wrong, on its page and on the page's head, and goes to the first. */
  private int check() {
    int wrong = 0;
    for (Map.Entry<String, Form> form : forms.entrySet()) {
      int problems = form.getValue().problems();
      tabs.setBadge(form.getKey(), problems, Ink.BAD);
      if (wrong == 0 && problems > 0) {
        goTo(form.getKey(), form.getValue());
      }
      wrong += problems;
    }
    return wrong;
  }

  private void goTo(String page, Form form) {
    tabs.select(page);
    JComponent field = form.firstWrong();
    if (field != null) {
      field.requestFocusInWindow();
    }
  }

  SectionTabs tabs() {
    return tabs;
  }

  ConnectionPage connection() {
    return connection;
  }

  ImagesPage images() {
    return images;
  }

  String verdict() {
    return verdict.text();
  }
}
