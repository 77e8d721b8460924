package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.time.Clock;
import java.time.Duration;
import javax.swing.JButton;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.Question;
import org.scopeside.panel.state.SteeringAction;

/** What a stop rule asks, with the time that is left; never a dialog, since nobody may be there. */
final class QuestionBar extends JPanel {
  private final Clock clock;
  private final Notice notice;
  private final InkLabel countdown = new InkLabel("", Ink.TEXT, 1.3, Font.BOLD);
  private @Nullable Question question;

  QuestionBar(PanelActions actions, Clock clock) {
    super(new BorderLayout());
    setOpaque(false);
    countdown.setBorder(Em.gap(0, 0, 0, 0.6));
    this.clock = clock;
    this.notice =
        new Notice(
            countdown,
            button("Go on", SteeringAction.GO_ON, actions),
            button("Pause", SteeringAction.PAUSE, actions),
            button("Stop", SteeringAction.STOP, actions));
    add(notice);
    setVisible(false);
  }

  private JButton button(String words, SteeringAction answer, PanelActions actions) {
    return new PushButton(
        words,
        "Answers: " + answer,
        event -> {
          Question asked = question;
          if (asked != null) {
            actions.answer(asked.id(), answer);
          }
        });
  }

  void show(@Nullable Question asked) {
    question = asked;
    tick();
  }

  void tick() {
    Question asked = question;
    setVisible(asked != null);
    if (asked != null) {
      long left =
          Math.max(0, Duration.between(clock.instant(), asked.deadline()).toMillis() / 1000);
      String otherwise = Words.sentence(asked.otherwise().toString());
      countdown.setText(otherwise + " in " + left + " s");
      notice.say(Sign.WARNING, asked.words());
    }
  }
}
