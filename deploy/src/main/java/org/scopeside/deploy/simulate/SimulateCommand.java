package org.scopeside.deploy.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.simulator.CellKind;
import org.scopeside.simulator.FieldSeries;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside simulate}: images with exact truth. */
@Command(
    name = "simulate",
    header = "Draw images of cells or nuclei with exact truth.",
    description = {
      "",
      "For trying a model, or training one. Writes 16-bit grey PNG and index.csv into a new folder; in label images 0"
          + " is background and every other number one object.",
      "",
      "  --cells   cell/, nucleus/, labels/ (whole cells), nucleus_labels/ (same numbers)",
      "  --nuclei  images/, labels/",
      "",
      "Fields differ in size and density of the objects, stain, blur, noise and background. One seed, the same"
          + " pixels, on any machine and with any number of threads.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  scopeside simulate --cells --count 200 --out simulated/cells",
      "  scopeside simulate --cells --type tissue,round --size 512 --count 20 --seed 7 --out tissue",
      "  scopeside simulate --nuclei --count 100 --out simulated/nuclei",
      "  scopeside evaluate --model classical --images simulated/nuclei/images \\",
      "    --truth simulated/nuclei/labels"
    })
public final class SimulateCommand implements Callable<Integer> {
  /** More pixels could hold more objects than a 16-bit label image can number. */
  private static final int MOST_SIDE = 2048;

  private static final int LEAST_SIDE = 64;
  private static final int MOST_IMAGES = 1_000_000;
  private static final int COLUMNS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private What what = new What();

  /** What is drawn: one of the two. */
  private static final class What {
    @Option(names = "--cells", description = "Cells in two channels: cell stain and nuclei.")
    private boolean cells;

    @Option(names = "--nuclei", description = "Nuclei in one channel.")
    private boolean nuclei;
  }

  @Option(names = "--count", paramLabel = "N", description = "Fields (default: ${DEFAULT-VALUE}).")
  private int count = 10;

  @Option(
      names = "--size",
      paramLabel = "PX",
      description = "Width and height, 64 to 2048 (default: ${DEFAULT-VALUE}).")
  private int size = 384;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Another seed, other fields (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description =
          "Cells only: ${COMPLETION-CANDIDATES}; one of these a field, at random (default: all).")
  private List<CellKind> types = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A new or empty folder.")
  @Nullable Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Fields drawn at the same time (default: one a processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON summary on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    checkOptions();
    Path folder = Objects.requireNonNull(out);
    List<CellKind> kinds = types.isEmpty() ? List.of(CellKind.values()) : types;
    long start = System.nanoTime();
    List<IndexRow> rows;
    try {
      SimulatedFolder into =
          SimulatedFolder.create(folder, new FieldSeries(seed, size, kinds), what.cells, count);
      rows = draw(into);
      into.writeIndex(rows);
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.FAILED, "cannot write " + folder + ": " + e, e);
    }
    print(folder, rows, (System.nanoTime() - start) / 1e9);
    return ExitCode.OK.status();
  }

  private void checkOptions() throws UserErrorException {
    requireInRange("--count", count, 1, MOST_IMAGES);
    requireInRange("--size", size, LEAST_SIDE, MOST_SIDE);
    requireInRange("--threads", threads, 1, 256);
    if (what.nuclei && !types.isEmpty()) {
      throw new UserErrorException(
          ExitCode.USAGE, "--type chooses cells; leave it out for --nuclei");
    }
  }

  private static void requireInRange(String option, int value, int least, int most)
      throws UserErrorException {
    if (value < least || value > most) {
      throw new UserErrorException(
          ExitCode.USAGE, "%s %d: %d to %d".formatted(option, value, least, most));
    }
  }

  private List<IndexRow> draw(SimulatedFolder into) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, count));
    try (ProgressBar bar = bar()) {
      List<Future<IndexRow>> drawn = new ArrayList<>();
      for (int index = 0; index < count; index++) {
        int field = index;
        drawn.add(pool.submit(() -> into.write(field)));
      }
      List<IndexRow> rows = new ArrayList<>();
      for (Future<IndexRow> row : drawn) {
        rows.add(row.get());
        if (bar != null) {
          bar.step();
        }
      }
      return rows;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("field not drawn", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** A bar for somebody who watches; nothing in a log. */
  private @Nullable ProgressBar bar() {
    if (!Boolean.getBoolean("scopeside.terminal")) {
      return null;
    }
    return new ProgressBarBuilder()
        .setTaskName("Fields")
        .setInitialMax(count)
        .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
        .build();
  }

  private void print(Path folder, List<IndexRow> rows, double seconds) throws IOException {
    Map<String, Integer> fields = new TreeMap<>();
    long objects = 0;
    for (IndexRow row : rows) {
      fields.merge(row.type(), 1, Integer::sum);
      objects += row.objects();
    }
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("folder", folder.toString());
      summary.put("fields", rows.size());
      summary.put("types", fields);
      summary.put("size", size);
      summary.put("objects", objects);
      summary.put("seed", seed);
      summary.put("seconds", Double.parseDouble(String.format(Locale.ROOT, "%.2f", seconds)));
      to.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(summary));
    } else {
      to.printf(
          Locale.ROOT,
          "%d fields of %d×%d with %d objects in %s (%.1f s)%n",
          rows.size(),
          size,
          size,
          objects,
          folder,
          seconds);
    }
    to.flush();
  }
}
