package org.scopeside.deploy.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a run on standard error: a bar on a terminal, a line now and then elsewhere. */
public final class RunProgress implements AutoCloseable {
  private static final long LINE_PERIOD_NANOS = Duration.ofSeconds(5).toNanos();
  private static final int COLUMNS = 120;

  private final PrintStream out;
  private final int wells;
  private final long planes;
  private final @Nullable ProgressBar bar;
  private long lastLine = System.nanoTime();

  /**
   * @param planes planes that are expected
   * @param wells wells that are expected; 0 where there is no plate
   * @param terminal whether somebody watches
   */
  public RunProgress(PrintStream out, long planes, int wells, boolean terminal) {
    this.out = out;
    this.wells = wells;
    this.planes = planes;
    this.bar = terminal ? bar(out, planes) : null;
  }

  private static ProgressBar bar(PrintStream out, long planes) {
    return new ProgressBarBuilder()
        .setTaskName("Planes")
        .setInitialMax(planes)
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
        .setUpdateIntervalMillis(200)
        .hideEta()
        .setConsumer(new ConsoleProgressBarConsumer(out, COLUMNS))
        .build();
  }

  /**
   * Shows a state.
   *
   * @param done planes of this run that are done with
   */
  public void show(RunState state, long done) {
    if (bar != null) {
      bar.stepTo(done);
      bar.setExtraMessage(words(state));
    } else if (System.nanoTime() - lastLine > LINE_PERIOD_NANOS) {
      lastLine = System.nanoTime();
      out.println(done + "/" + planes + " planes, " + words(state));
    }
  }

  private String words(RunState state) {
    String done = wells == 0 ? "" : state.wellsDone() + "/" + wells + " wells, ";
    return String.format(
        Locale.ROOT,
        "%s%.1f planes/s, latency p50 %.0f ms p99 %.0f ms, lost %d",
        done,
        state.planesPerSecond(),
        state.p50Ms(),
        state.p99Ms(),
        state.failed() + state.dropped());
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
