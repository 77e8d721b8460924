package org.scopeside.deploy.train;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.pixels.PixelClass;
import org.scopeside.segmenter.pixels.TrainingReport;

/** What a training came to, for the person at the terminal. */
final class TrainingTable {
  private static final int FEATURES_SHOWN = 8;

  private final PrintWriter to;

  TrainingTable(PrintWriter to) {
    this.to = to;
  }

  void print(Path folder, TrainingReport report, @Nullable HeldOutScore score, double seconds) {
    line("%d pixels of %d images learnt in %.1f s", report.samples(), report.images(), seconds);
    line("pixels wrong, out of bag  %.1f %%", 100 * report.outOfBagError());
    confusion(report.confusion());
    line("features that count most");
    report.importance().entrySet().stream()
        .limit(FEATURES_SHOWN)
        .forEach(f -> line("  %-18s %4.1f %%", f.getKey(), 100 * f.getValue()));
    if (score != null) {
      line(
          "%d images not learnt from: F1@0.5 %.3f, mean F1 %.3f (%d objects, %d found)",
          score.images(), score.f1(), score.meanF1(), score.trueObjects(), score.foundObjects());
    }
    line("model package  %s", folder);
  }

  private void confusion(long[][] confusion) {
    StringBuilder head = new StringBuilder("  true \\ found");
    for (PixelClass c : PixelClass.values()) {
      head.append(String.format(Locale.ROOT, "%12s", word(c)));
    }
    line("%s", head);
    for (PixelClass c : PixelClass.values()) {
      long[] row = confusion[c.channel()];
      line("  %-12s%12d%12d%12d", word(c), row[0], row[1], row[2]);
    }
  }

  private static String word(PixelClass c) {
    return c.name().toLowerCase(Locale.ROOT);
  }

  private void line(String format, Object... values) {
    to.println(String.format(Locale.ROOT, format, values));
  }
}
