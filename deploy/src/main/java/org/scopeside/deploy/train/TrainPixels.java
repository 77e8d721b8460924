package org.scopeside.deploy.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.train.TrainingPairs.Pair;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.threeclass.ThreeClassDecoder;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.pixels.FeatureSet;
import org.scopeside.segmenter.pixels.ForestFile;
import org.scopeside.segmenter.pixels.ForestSettings;
import org.scopeside.segmenter.pixels.PixelClassifierModel;
import org.scopeside.segmenter.pixels.PixelClassifierSettings;
import org.scopeside.segmenter.pixels.PixelTraining;
import org.scopeside.segmenter.pixels.TrainingReport;
import org.scopeside.source.UnreadableImageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside train pixels}: a random forest that tells objects from background. */
@Command(
    name = "pixels",
    header = "Train a pixel classifier, in seconds and without a GPU.",
    description = {
      "",
      "Learns from a folder of images and a folder of label images of the same names (0 is background, every other "
          + "number one object) to tell background, interior and boundary apart, and writes a model package.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  scopeside train pixels --images nuclei/images --labels nuclei/labels --out models/my-nuclei"
    })
public final class TrainPixels implements Callable<Integer> {
  private static final int COLUMNS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description = "8- or 16-bit PNG or TIFF images.")
  @Nullable Path images;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "DIR",
      description = "Their label images.")
  @Nullable Path labels;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the model package is written.")
  @Nullable Path out;

  @Option(names = "--name", paramLabel = "TEXT", description = "Default: the name of --out.")
  @Nullable String name;

  @Option(
      names = "--trees",
      paramLabel = "N",
      description = "Trees of the forest (default: ${DEFAULT-VALUE}).")
  private int trees = ForestSettings.defaults().trees();

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "Splits from the root to a leaf (default: ${DEFAULT-VALUE}).")
  private int maxDepth = ForestSettings.defaults().maxDepth();

  @Option(
      names = "--samples-per-image",
      paramLabel = "N",
      description = "Pixels learnt from (default: ${DEFAULT-VALUE}).")
  private int samplesPerImage = 3000;

  @Option(
      names = "--hold-out",
      paramLabel = "SHARE",
      description = "Share of the images that is not learnt from but measured (default: 0.2).")
  @Nullable Double holdOut;

  @Option(
      names = "--validation",
      paramLabel = "DIR",
      description = "Folder with images/ and labels/ to measure on instead.")
  @Nullable Path validation;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "One seed, one forest (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON summary on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try {
      return train();
    } catch (UnreadableImageException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.FAILED, e.toString(), e);
    }
  }

  private int train() throws IOException, UserErrorException {
    checkOptions();
    PixelTraining training = training();
    Path folder = Objects.requireNonNull(out);
    List<Pair> learn =
        new ArrayList<>(
            TrainingPairs.of(Objects.requireNonNull(images), Objects.requireNonNull(labels)));
    List<Pair> held = validation == null ? heldOut(learn) : validationPairs(validation);
    TrainingReport report;
    HeldOutScore score = null;
    long start = System.nanoTime();
    double seconds;
    try (ProgressBar bar = bar((long) learn.size() + trees + held.size())) {
      for (Pair pair : learn) {
        training.add(pair.grey(), pair.truth(), samplesPerImage);
        bar.step();
      }
      report = grow(training, bar);
      seconds = (System.nanoTime() - start) / 1e9;
      PixelPackage model = new PixelPackage(folder, title(folder));
      model.write(training, report, null);
      if (!held.isEmpty()) {
        score = measure(folder.resolve(ForestFile.NAME), held, bar);
        model.write(training, report, score);
      }
    }
    print(folder, report, score, seconds);
    return ExitCode.OK.status();
  }

  private void checkOptions() throws UserErrorException {
    if (validation != null && holdOut != null) {
      throw new UserErrorException(ExitCode.USAGE, "--validation and --hold-out: choose one");
    }
    if (holdOut != null && !(holdOut >= 0 && holdOut <= 0.9)) {
      throw new UserErrorException(ExitCode.USAGE, "--hold-out " + holdOut + ": 0 to 0.9");
    }
    if (samplesPerImage < 3) {
      throw new UserErrorException(
          ExitCode.USAGE, "--samples-per-image " + samplesPerImage + ": at least 3");
    }
  }

  private PixelTraining training() throws UserErrorException {
    ForestSettings d = ForestSettings.defaults();
    try {
      return new PixelTraining(
          FeatureSet.defaults(), new ForestSettings(trees, maxDepth, d.minLeaf(), seed));
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Takes images away from those that are learnt from, never all. */
  private List<Pair> heldOut(List<Pair> learn) {
    double share = holdOut == null ? 0.2 : holdOut;
    int count = (int) Math.min(learn.size() - 1L, Math.round(share * learn.size()));
    List<Pair> shuffled = new ArrayList<>(learn);
    Collections.shuffle(shuffled, new Random(seed));
    List<Pair> held = List.copyOf(shuffled.subList(0, count));
    learn.removeAll(held);
    return held;
  }

  private static List<Pair> validationPairs(Path folder) throws UserErrorException {
    return TrainingPairs.of(folder.resolve("images"), folder.resolve("labels"));
  }

  private static TrainingReport grow(PixelTraining training, ProgressBar bar)
      throws UserErrorException {
    try {
      return training.train(tree -> bar.step());
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static HeldOutScore measure(Path forest, List<Pair> held, ProgressBar bar)
      throws IOException, UserErrorException {
    HeldOutScore score = new HeldOutScore();
    try (PixelClassifierModel model =
        PixelClassifierModel.open(
            forest,
            "trained",
            FieldSegmentation.NUCLEI,
            ChannelRole.NUCLEUS,
            decoder(),
            PixelClassifierSettings.defaults())) {
      for (Pair pair : held) {
        FieldInput field = FieldInput.of(pair.grey(), Double.NaN);
        FieldSegmentation found = model.segment(List.of(field)).toCompletableFuture().join().get(0);
        score.add(pair.truth(), found.labels());
        bar.step();
      }
    }
    return score;
  }

  /** As the package will ask for it. */
  private static DenseDecoder decoder() {
    return ThreeClassDecoder.of(
        new Parameters("decoder three-class", PixelPackage.DECODER_PARAMETERS));
  }

  private String title(Path folder) {
    return name == null ? String.valueOf(folder.toAbsolutePath().normalize().getFileName()) : name;
  }

  private static ProgressBar bar(long steps) {
    return new ProgressBarBuilder()
        .setTaskName("Train")
        .setInitialMax(steps)
        .setUpdateIntervalMillis(200)
        .hideEta()
        .setConsumer(consumer())
        .build();
  }

  /** A bar for somebody who watches; silence in a log. */
  private static ProgressBarConsumer consumer() {
    return Boolean.getBoolean("scopeside.terminal")
        ? new ConsoleProgressBarConsumer(System.err, COLUMNS)
        : new DelegatingProgressBarConsumer(line -> {}, COLUMNS);
  }

  private void print(
      Path folder, TrainingReport report, @Nullable HeldOutScore score, double seconds)
      throws IOException {
    PrintWriter to = spec.commandLine().getOut();
    if (json) {
      to.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(summary(folder, report, score, seconds)));
    } else {
      new TrainingTable(to).print(folder, report, score, seconds);
    }
    to.flush();
  }

  private static Map<String, Object> summary(
      Path folder, TrainingReport report, @Nullable HeldOutScore score, double seconds) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("package", folder.toString());
    summary.put("images", report.images());
    summary.put("samples", report.samples());
    summary.put("nodes", report.nodes());
    summary.put("outOfBagError", report.outOfBagError());
    summary.put("confusion", report.confusion());
    summary.put("importance", report.importance());
    summary.put("seconds", Double.parseDouble(String.format(Locale.ROOT, "%.2f", seconds)));
    if (score != null) {
      Map<String, Object> held = new LinkedHashMap<>();
      held.put("images", score.images());
      held.put("trueObjects", score.trueObjects());
      held.put("foundObjects", score.foundObjects());
      held.put("f1", score.f1());
      held.put("meanF1", score.meanF1());
      summary.put("heldOut", held);
    }
    return summary;
  }
}
