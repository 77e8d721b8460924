package org.scopeside.panel;

import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JPanel;
import org.scopeside.panel.state.ConnectionState;
import org.scopeside.panel.state.ConnectionState.Phase;

/** While nothing runs: what is going to happen, and what to do. */
final class EmptyPanel extends JPanel {
  private final InkLabel title = new InkLabel(" ", Ink.TEXT, 1.6, Font.BOLD);
  private final WrappedText words = new WrappedText(" ", Ink.MUTED, 1.15, Font.PLAIN, 34);
  private final JButton settings;

  EmptyPanel(Runnable openSettings) {
    super(new GridBagLayout());
    setOpaque(false);
    settings =
        new PushButton(
            "Open settings\u2026",
            "Broker, spool, wells, channels, alerts",
            event -> openSettings.run());
    PlateSketch sketch = new PlateSketch();
    Box column = Box.createVerticalBox();
    title.setAlignmentX(LEFT_ALIGNMENT);
    words.setAlignmentX(LEFT_ALIGNMENT);
    settings.setAlignmentX(LEFT_ALIGNMENT);
    sketch.setAlignmentX(LEFT_ALIGNMENT);
    column.add(sketch);
    column.add(Em.space(1.2));
    column.add(title);
    column.add(Em.space(0.6));
    column.add(words);
    column.add(Em.space(1));
    column.add(settings);
    GridBagConstraints middle = new GridBagConstraints();
    middle.weightx = 1;
    middle.insets = Em.insets(1, 2, 7, 2);
    add(column, middle);
  }

  void show(ConnectionState connection) {
    boolean unset = connection.broker().isEmpty();
    title.setText(unset ? "Where is the broker?" : titleOf(connection.phase()));
    words.setText(
        unset
            ? "Scopeside sends each image to an Apache Kafka broker, where it is analysed while the"
                + " acquisition runs. Say in the settings where yours is, and test the connection."
            : wordsOf(connection));
    settings.setVisible(
        unset || connection.phase() == Phase.OFF || connection.phase() == Phase.REFUSED);
  }

  private static String titleOf(Phase phase) {
    switch (phase) {
      case CONNECTED:
        return "Ready for the next acquisition";
      case CONNECTING:
        return "Looking for the broker";
      case REFUSED:
        return "The broker said no";
      case AWAY:
        return "The broker is away";
      default:
        return "Not connected";
    }
  }

  private static String wordsOf(ConnectionState connection) {
    switch (connection.phase()) {
      case CONNECTED:
        return "Start an acquisition as usual. Each image is sent to "
            + connection.broker()
            + " as it is taken, and counts appear here well by well within seconds.";
      case CONNECTING:
        return "You may start an acquisition at once: planes wait until "
            + connection.broker()
            + " answers.";
      case REFUSED:
        return "Acquisitions run as usual, but nothing is analysed until the settings are mended.";
      case AWAY:
        return "You may start an acquisition all the same: planes wait in the spool and are sent"
            + " when the broker is back.";
      default:
        return "Acquisitions run as usual and nothing is sent. Connect to have the next one"
            + " analysed while it runs.";
    }
  }
}
