package org.scopeside.panel;

import java.awt.BorderLayout;
import java.awt.Font;
import java.awt.GridLayout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;
import org.scopeside.panel.state.AcquisitionState;
import org.scopeside.panel.state.AnalysisState;
import org.scopeside.panel.state.PanelState;
import org.scopeside.panel.state.PublishingState;

/** The acquisition in numbers: how fast, how far, what waits, what was lost. */
final class RunPanel extends Card {
  private final Clock clock;
  private final InkLabel name = new InkLabel(" ", Ink.TEXT, 1.2, Font.BOLD);
  private final InkLabel time = new InkLabel(" ", Ink.MUTED, 1, Font.PLAIN);
  private final Figure speed =
      new Figure("Planes/s", "Planes and bytes of pixels that the camera delivers per second");
  private final Figure captured =
      new Figure("Captured", "Planes that the camera delivered, of those planned");
  private final Figure sent = new Figure("Sent", "Planes that the broker has acknowledged");
  private final Figure spooled =
      new Figure("In spool", "Planes on disk that wait until the broker takes them");
  private final Figure lost =
      new Figure("Lost", "Planes that were given up; the acquisition itself has them");
  private final Figure analysed =
      new Figure("Analysed", "Planes with a result, and how many sent planes wait for theirs");
  private final LevelBar progress =
      new LevelBar("Acquisition", false, "Captured planes of those planned");
  private final LevelBar memory =
      new LevelBar("Memory", true, "Planes in memory that wait to be sent, of what they may take");
  private final LevelBar spool =
      new LevelBar("Disk spool", true, "What lies in the spool, of what it may take");
  private final Notice loss = new Notice();

  RunPanel(Clock clock) {
    super(new BorderLayout(0, Em.px(0.5)));
    this.clock = clock;
    add(titleLine(), BorderLayout.NORTH);
    add(numbers(), BorderLayout.CENTER);
    add(loss, BorderLayout.SOUTH);
  }

  private JComponent titleLine() {
    JPanel line = new JPanel(new BorderLayout(Em.px(0.8), 0));
    line.setOpaque(false);
    line.add(name, BorderLayout.CENTER);
    line.add(time, BorderLayout.EAST);
    return line;
  }

  private JComponent numbers() {
    JPanel bars = new JPanel(new GridLayout(1, 3, Em.px(1.4), 0));
    bars.setOpaque(false);
    bars.add(progress);
    bars.add(memory);
    bars.add(spool);
    JPanel numbers = new JPanel();
    numbers.setOpaque(false);
    numbers.setLayout(new BoxLayout(numbers, BoxLayout.Y_AXIS));
    numbers.add(Figure.row(speed, captured, sent, spooled, lost, analysed));
    numbers.add(Box.createVerticalStrut(Em.px(0.5)));
    numbers.add(bars);
    return numbers;
  }

  void show(PanelState shown) {
    AcquisitionState acquisition = shown.acquisition();
    PublishingState publishing = shown.publishing();
    title(acquisition);
    figures(publishing, shown.analysis());
    bars(acquisition, publishing);
    losses(publishing);
  }

  private void title(@Nullable AcquisitionState acquisition) {
    if (acquisition == null) {
      return;
    }
    Instant ended = acquisition.endedAt();
    name.setText(acquisition.name());
    name.setToolTipText(acquisition.name());
    Duration length =
        Duration.between(acquisition.startedAt(), ended == null ? clock.instant() : ended);
    time.setText((ended == null ? "running " : "ended after ") + Words.duration(length));
  }

  private void figures(PublishingState publishing, AnalysisState analysis) {
    speed.show(
        Words.rate(publishing.planesPerSecond()),
        Words.bytes(publishing.bytesPerSecond()) + "/s",
        Ink.TEXT);
    captured.show(Words.planes(publishing.captured()), "", Ink.TEXT);
    sent.show(Words.planes(publishing.sent()), "", Ink.TEXT);
    spooled.show(
        Words.planes(publishing.spooled()), "", publishing.spooled() > 0 ? Ink.WARN : Ink.TEXT);
    long dropped = publishing.dropped();
    lost.show(Words.planes(dropped), dropped > 0 ? "never sent" : "", lossInk(dropped));
    analysed.show(Words.planes(analysis.analysed()), behind(analysis), Ink.TEXT);
  }

  private static Ink lossInk(long dropped) {
    return dropped > 0 ? Ink.BAD : Ink.TEXT;
  }

  /** "135 behind, 6 s" */
  private static String behind(AnalysisState analysis) {
    if (analysis.behindPlanes() == 0) {
      return analysis.failed() == 0 ? "" : Words.integer((double) analysis.failed()) + " failed";
    }
    String planes = Words.integer((double) analysis.behindPlanes()) + " behind";
    return Double.isNaN(analysis.behindS())
        ? planes
        : planes + ", " + Words.age(Duration.ofSeconds((long) Math.ceil(analysis.behindS())));
  }

  private void bars(@Nullable AcquisitionState acquisition, PublishingState publishing) {
    long planned = acquisition == null ? 0 : acquisition.plannedPlanes();
    if (planned > 0) {
      double part = publishing.captured() / (double) planned;
      progress.show(part, (int) (100 * part) + " % of " + Words.count(planned, "plane"));
    } else {
      progress.show(0, "no plan");
    }
    level(memory, publishing.queueBytes(), publishing.queueLimitBytes());
    level(spool, publishing.spoolBytes(), publishing.spoolLimitBytes());
  }

  private static void level(LevelBar bar, long bytes, long limit) {
    if (limit > 0) {
      bar.show(
          bytes / (double) limit,
          Words.bytes((double) bytes) + " of " + Words.bytes((double) limit));
    } else {
      bar.show(0, "none");
    }
  }

  private void losses(PublishingState publishing) {
    if (publishing.dropped() == 0) {
      loss.hush();
      return;
    }
    loss.say(
        Sign.BAD,
        Words.count(publishing.dropped(), "plane")
            + " lost on the way to analysis: "
            + publishing.firstLoss()
            + ". The images on this computer are complete.");
  }
}
