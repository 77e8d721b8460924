package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridBagLayout;
import java.util.function.Supplier;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JPanel;
import javax.swing.JPasswordField;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.PanelSettings;
import org.scopeside.panel.state.SecurityPreset;
import org.scopeside.panel.state.TestStep;

/** Which broker, how it is secured, where results come from; and whether that works. */
final class ConnectionPage extends JPanel {
  private static final String[] ROUTES = {"Through Kafka", "Over HTTP, from the results service"};

  private final PanelActions actions;
  private final Supplier<PanelSettings> draft;
  private final Form form = new Form();
  private final JTextField bootstrap = new BigField();
  private final JComboBox<SecurityPreset> security = new DropDown<>(SecurityPreset.values());
  private final JTextField user = new JTextField();
  private final JPasswordField password = new JPasswordField();
  private final JTextArea properties = new JTextArea(5, 30);
  private final JTextField topicPrefix = new JTextField();
  private final JComboBox<String> route = new DropDown<>(ROUTES);
  private final JTextField resultsUrl = new JTextField();
  private final JButton test;
  private final TestStepsView steps = new TestStepsView();
  private final WrappedText testWords =
      new WrappedText(
              "Tries name, port, security, topics and results with what stands above. Nothing is saved.",
              Ink.MUTED,
              1,
              Font.PLAIN,
              30)
          .centred();
  private int tests;
  private boolean filling;

  /**
   * @param draft all settings as they stand in the dialog
   */
  ConnectionPage(PanelActions actions, Supplier<PanelSettings> draft) {
    super(new BorderLayout(0, Em.px(0.8)));
    this.actions = actions;
    this.draft = draft;
    setOpaque(false);
    test = new PushButton("Test connection", "Tries the connection step by step", event -> test());
    test.setMnemonic('T');
    fields();
    add(form, BorderLayout.NORTH);
    add(testSheet(test), BorderLayout.CENTER);
    security.addActionListener(event -> presetChosen());
    route.addActionListener(event -> resultsUrl.setText(resultsUrl.getText()));
  }

  private void fields() {
    form.add(
        "Broker address",
        bootstrap,
        bootstrap,
        "host:port of the Kafka broker; several with commas in between",
        () -> SettingsCheck.bootstrap(bootstrap.getText()));
    form.add(
        "Security", security, "Fills the properties below; what is special can be added there");
    form.add(
        "User",
        user,
        user,
        "For the kinds of security with a password",
        () -> SettingsCheck.user(user.getText(), preset().needsPassword()));
    form.add("Password", password, "Never shown; left empty, the one that was saved stays");
    properties.setFont(new Font(Font.MONOSPACED, Font.PLAIN, Em.font().getSize()));
    form.add(
        "Kafka properties",
        new JScrollPane(properties),
        properties,
        "Any property of a Kafka client, one a line; secrets belong into the password field",
        () -> SettingsCheck.properties(properties.getText()));
    form.add(
        "Topic prefix",
        topicPrefix,
        topicPrefix,
        "What the names of all topics begin with, one for each installation",
        () -> SettingsCheck.topicPrefix(topicPrefix.getText()));
    form.add("Results", route, "HTTP is for networks that let no Kafka through in this direction");
    form.add(
        "Results service",
        resultsUrl,
        resultsUrl,
        "Its address; the dashboard is there too",
        () -> SettingsCheck.url(resultsUrl.getText(), overHttp()));
  }

  private JPanel testSheet(JButton test) {
    Card sheet = new Card(new BorderLayout(Em.px(0.8), Em.px(0.6)));
    JPanel head = new JPanel(new BorderLayout(Em.px(0.8), 0));
    head.setOpaque(false);
    JPanel button = new JPanel(new GridBagLayout());
    button.setOpaque(false);
    button.add(test);
    head.add(button, BorderLayout.WEST);
    head.add(testWords, BorderLayout.CENTER);
    sheet.add(head, BorderLayout.NORTH);
    sheet.add(steps, BorderLayout.CENTER);
    return sheet;
  }

  private SecurityPreset preset() {
    Object chosen = security.getSelectedItem();
    return chosen == null ? SecurityPreset.NONE : (SecurityPreset) chosen;
  }

  private boolean overHttp() {
    return route.getSelectedIndex() == 1;
  }

  private void presetChosen() {
    user.setEnabled(preset().needsPassword());
    password.setEnabled(preset().needsPassword());
    if (!filling) {
      properties.setText(preset().applyTo(properties.getText()));
      user.setText(user.getText());
    }
  }

  Form form() {
    return form;
  }

  void fill(PanelSettings settings) {
    filling = true;
    bootstrap.setText(settings.bootstrapServers());
    security.setSelectedItem(settings.security());
    user.setText(settings.user());
    properties.setText(
        settings.kafkaProperties().isEmpty()
            ? settings.security().applyTo("")
            : settings.kafkaProperties());
    topicPrefix.setText(settings.topicPrefix());
    route.setSelectedIndex(settings.resultsOverHttp() ? 1 : 0);
    resultsUrl.setText(settings.resultsUrl());
    filling = false;
  }

  void read(PanelSettings.Builder into) {
    into.bootstrapServers(bootstrap.getText().trim())
        .security(preset(), properties.getText(), user.getText().trim())
        .topicPrefix(topicPrefix.getText().trim())
        .results(overHttp(), resultsUrl.getText().trim());
  }

  /** The password as typed, the taker's to overwrite; null where none was. */
  char @Nullable [] password() {
    char[] typed = password.getPassword();
    return typed.length == 0 ? null : typed;
  }

  final void test() {
    steps.clear();
    if (form.problems() > 0) {
      testWords.setText("Mend what is marked above first.", Ink.BAD);
      return;
    }
    testWords.setText("Testing\u2026", Ink.MUTED);
    test.setEnabled(false);
    int number = ++tests;
    actions.testConnection(
        draft.get(),
        password(),
        step -> SwingUtilities.invokeLater(() -> stepCame(number, step)),
        () -> SwingUtilities.invokeLater(() -> testEnded(number)));
  }

  /** A step of a former test says nothing any more. */
  private void stepCame(int number, TestStep step) {
    if (number == tests) {
      steps.show(step);
    }
  }

  private void testEnded(int number) {
    if (number == tests) {
      test.setEnabled(true);
      testWords.setText("The test has ended.", Ink.MUTED);
    }
  }

  JTextField bootstrap() {
    return bootstrap;
  }

  JComboBox<SecurityPreset> security() {
    return security;
  }

  JTextArea properties() {
    return properties;
  }

  JPasswordField passwordField() {
    return password;
  }

  TestStepsView steps() {
    return steps;
  }

  /** The address is what matters most. */
  private static final class BigField extends JTextField {
    @Override
    public Font getFont() {
      return Em.font(1.25, Font.BOLD);
    }
  }
}
