package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import org.scopeside.panel.state.ConnectionState;
import org.scopeside.panel.state.ConnectionState.Phase;
import org.scopeside.panel.state.PanelState;

/** The broker, how it stands with it, and what can be done about it. */
final class HeaderPanel extends JPanel {
  private final Clock clock;
  private final PanelActions actions;
  private final JLabel sign = new JLabel();
  private final InkLabel state = new InkLabel(" ", Ink.TEXT, 1.35, Font.BOLD);
  private final InkLabel broker = new InkLabel(" ", Ink.MUTED, 1, Font.PLAIN);
  private final JButton connect;
  private final JButton dashboard;
  private final JButton settings;
  private final Notice notice = new Notice();
  private Phase phase = Phase.OFF;

  HeaderPanel(PanelActions actions, Runnable openSettings, Clock clock) {
    super(new BorderLayout(0, Em.px(0.6)));
    this.actions = actions;
    this.clock = clock;
    setOpaque(false);
    connect = new PushButton("Connect", "Connects to the broker", event -> toggle());
    dashboard =
        new PushButton(
            "Dashboard",
            "Opens the results service's page in the web browser",
            event -> actions.openDashboard());
    settings =
        new PushButton(
            "Settings\u2026",
            "Broker, spool, wells, channels, alerts",
            event -> openSettings.run());
    connect.setMnemonic('C');
    dashboard.setMnemonic('D');
    settings.setMnemonic('S');
    add(line(connect, dashboard, settings), BorderLayout.NORTH);
    add(notice, BorderLayout.CENTER);
  }

  private JComponent line(JButton... buttons) {
    Box line = Box.createHorizontalBox();
    line.add(sign);
    line.add(Em.space(0.5));
    line.add(state);
    line.add(Em.space(0.8));
    line.add(broker);
    line.add(Box.createHorizontalGlue());
    for (JButton button : buttons) {
      line.add(Em.space(0.4));
      line.add(button);
    }
    return line;
  }

  private void toggle() {
    if (phase == Phase.OFF || phase == Phase.REFUSED) {
      actions.connect();
    } else {
      actions.disconnect();
    }
  }

  void show(PanelState shown) {
    ConnectionState connection = shown.connection();
    phase = connection.phase();
    sign.setIcon(signOf(phase));
    state.setText(words(connection));
    state.setInk(phase == Phase.CONNECTED || phase == Phase.OFF ? Ink.TEXT : signOf(phase).ink());
    broker.setText(connection.broker());
    broker.setToolTipText(connection.broker().isEmpty() ? null : "Broker " + connection.broker());
    boolean idle = phase == Phase.OFF || phase == Phase.REFUSED;
    connect.setText(idle ? "Connect" : "Disconnect");
    connect.setEnabled(!connection.broker().isEmpty());
    connect.setToolTipText(
        idle ? "Connects to the broker" : "Stops sending; the acquisition goes on");
    explain(connection, shown);
  }

  private static Sign signOf(Phase phase) {
    switch (phase) {
      case CONNECTED:
        return Sign.GOOD;
      case CONNECTING:
        return Sign.BUSY;
      case AWAY:
        return Sign.WARNING;
      case REFUSED:
        return Sign.BAD;
      default:
        return Sign.OFF;
    }
  }

  private String words(ConnectionState connection) {
    Instant since = connection.since();
    switch (connection.phase()) {
      case CONNECTED:
        return "Connected";
      case CONNECTING:
        return "Connecting";
      case AWAY:
        return since == null
            ? "Broker away"
            : "Broker away for " + Words.age(Duration.between(since, clock.instant()));
      case REFUSED:
        return "Refused";
      default:
        return "Not connected";
    }
  }

  private void explain(ConnectionState connection, PanelState shown) {
    Instant since = connection.since();
    if (connection.phase() == Phase.REFUSED) {
      notice.say(
          Sign.BAD,
          "The broker refuses the connection: "
              + connection.reason()
              + ". Images are acquired as usual, but not analysed.");
    } else if (connection.phase() == Phase.AWAY && since != null) {
      String spool =
          shown.publishing().spoolLimitBytes() > 0
              ? "Planes are kept in the spool and sent when it returns."
              : "There is no spool: planes are lost once the memory is full.";
      notice.say(
          Sign.WARNING,
          "No broker since " + Words.clock(since) + ": " + connection.reason() + ". " + spool);
    } else {
      notice.hush();
    }
  }
}
