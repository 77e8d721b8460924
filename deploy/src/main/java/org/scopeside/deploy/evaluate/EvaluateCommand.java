package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.deploy.models.ModelOptions;
import org.scopeside.segmenter.evaluate.IouThresholds;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside evaluate}: how good label images, or a model, are against the truth. */
@Command(
    name = "evaluate",
    header = "Measure label images, or a model, against the truth.",
    description = {
      "",
      "Compares label images (TIFF, PNG of 8 to 32 bits, or .npy; 0 is background, every other number an object) of the "
          + "same name in two folders, or segments a folder of images with a model first. Objects are matched by optimal "
          + "assignment; numbers by the rules of cellpose.metrics, Caicedo et al. 2019 and StarDist stand beside ours.",
      ""
    },
    footer = {
      "",
      "Conventions:",
      "  scopeside  a match has IoU >= t; objects of all images are counted together",
      "  cellpose   the same matches; rates are means over images (cellpose.metrics)",
      "  caicedo    IoU > t, t = 0.5 to 0.9 in NumPy's steps; means over images",
      "  stardist   IoU >= t in single precision; counted together (matching_dataset)",
      "  A rate of nothing (0/0) is undefined and left out of means; caicedo and",
      "  stardist call it 0.",
      "",
      "JSON: settings, overall, groups[] (with --group) and images[]; of several models",
      "  these in each of models[]. In each tp, fp, fn, precision, recall, f1 and",
      "  ap by settings.thresholds with mean_...; count_error; dsb2018_mean_ap;",
      "  aggregated_jaccard_index; adjusted_rand_index; coco; by_area; and under cellpose,",
      "  caicedo and stardist those programs' numbers by their own names. Undefined is null.",
      "",
      "Scores for COCO's average precision: beside a.tif in a.csv (label,score), a.json or",
      "  a.npy, or a_scores.csv and so on.",
      "",
      "Examples:",
      "  scopeside evaluate --predictions masks --suffix-predictions _cp_masks --truth labels",
      "  scopeside evaluate --model classical --images val/images --truth val/labels --report r.html",
      "  scopeside evaluate --predictions masks --truth labels --json --fail-below F1=0.8",
      "  scopeside evaluate --model cells-flow --images cell=gfp --images nucleus=dapi --truth labels",
      "  scopeside evaluate --model nuclei-star --model classical --images images --truth labels",
      "",
      "Groups: a CSV file with the columns name and group, names without extension and suffix."
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final int PROGRESS_FROM = 4;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--predictions",
      paramLabel = "DIR",
      description = "Label images to measure: a folder, or one file.")
  @Nullable Path predictions;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "DIR",
      description = "Label images that are right: a folder, or one file.")
  @Nullable Path truth;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "Segment --images with this model and measure what it finds; given several times, models are compared.")
  List<String> modelNames = new ArrayList<>();

  @Option(
      names = "--images",
      paramLabel = "[ROLE=]DIR",
      converter = ChannelImages.Converter.class,
      description =
          "Grey images: what the model segments, and what the report draws on. For a model of several channels once for each: nucleus=DIR, cell=DIR, membrane=DIR, other=DIR; the report draws on the first.")
  List<ChannelImages> images = new ArrayList<>();

  @Option(
      names = "--objects",
      paramLabel = "KIND",
      description = "Nuclei or Cells, of a model that finds both. Default: what it counts.")
  @Nullable ObjectKind objects;

  @Option(
      names = "--group",
      paramLabel = "CSV",
      description = "Scores for groups of images too; a file with the columns name and group.")
  @Nullable Path groupFile;

  @Option(
      names = "--suffix-predictions",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What names end with before the extension, such as _cp_masks.")
  String suffixPredictions = "";

  @Option(
      names = "--suffix-truth",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The same for the truth, such as _masks.")
  String suffixTruth = "";

  @Option(
      names = "--suffix-images",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "The same for the images, such as _img.")
  String suffixImages = "";

  @Option(
      names = "--partial",
      description = "Leave out files without a partner instead of stopping.")
  boolean partial;

  @Option(
      names = "--threshold",
      split = ",",
      paramLabel = "IOU",
      description = "IoU that a match needs. Default: 0.5 to 0.95 by 0.05.")
  List<Double> thresholds = new ArrayList<>();

  @Option(
      names = "--min-size",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = "Leave out smaller objects, true and predicted.")
  int minSize;

  @Option(
      names = "--convention",
      paramLabel = "NAME",
      defaultValue = "scopeside",
      description =
          "Whose rule the table and the report follow: scopeside (default), cellpose, caicedo, stardist.")
  Convention convention = Convention.SCOPESIDE;

  @Option(
      names = "--pixel-size",
      paramLabel = "UM",
      description = "Size of a pixel, µm, for the model.")
  double pixelSizeUm = Double.NaN;

  @Option(
      names = "--object-diameter",
      paramLabel = "PX",
      description = "Diameter of a typical object in pixels, for models that want it.")
  double objectDiameterPx = Double.NaN;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "Which network of a package runs: auto (default), fp32, fp16 or int8; see models show.")
  PrecisionChoice precision = PrecisionChoice.AUTO;

  @Mixin ModelOptions models = new ModelOptions();

  @Option(
      names = "--labels-out",
      paramLabel = "DIR",
      description = "Write the model's label images there.")
  @Nullable Path labelsOut;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write an HTML report with curves, tables and outlines on the images.")
  @Nullable Path report;

  @Option(
      names = "--report-images",
      paramLabel = "N",
      defaultValue = "24",
      description = "Images that the report shows, the worst ones. Default: ${DEFAULT-VALUE}.")
  int reportImages;

  @Option(
      names = "--json",
      description = "Print everything as JSON on standard output; progress goes to standard error.")
  boolean json;

  @Option(
      names = "--fail-below",
      split = ",",
      paramLabel = "MEASURE=VALUE",
      converter = Requirement.Converter.class,
      description =
          "End with status 1 where less is reached: F1=0.8, AP@0.75=0.5, mean-F1, AJI, ARI, DSB.")
  List<Requirement> requirements = new ArrayList<>();

  @Override
  public Integer call() throws UserErrorException {
    check();
    List<ModelSegmenter> segmenters = new ArrayList<>();
    try {
      for (String name : modelNames) {
        segmenters.add(ModelSegmenter.open(library(), name));
      }
      return evaluate(segmenters).status();
    } catch (IOException unreadable) {
      throw new UserErrorException(
          ExitCode.INPUT, String.valueOf(unreadable.getMessage()), unreadable);
    } finally {
      segmenters.forEach(ModelSegmenter::close);
    }
  }

  private ModelLibrary library() {
    int threads = Runtime.getRuntime().availableProcessors();
    return models.library(objectDiameterPx, precision, threads);
  }

  private void check() throws UserErrorException {
    if (modelNames.isEmpty() == (predictions == null)) {
      throw usage("give either --predictions, or --model and --images");
    }
    if (modelNames.isEmpty()) {
      checkPredictions();
    } else if (images.isEmpty()) {
      throw usage("--model needs --images to segment");
    }
    if (modelNames.size() > 1 && (report != null || labelsOut != null)) {
      throw usage("--report and --labels-out are of one model, not of " + modelNames.size());
    }
    if (minSize < 0 || reportImages < 0) {
      throw usage("--min-size and --report-images are 0 or more");
    }
    if (thresholds.size() > 31 || thresholds.stream().anyMatch(t -> !(t > 0 && t <= 1))) {
      throw usage("--threshold takes up to 31 values above 0 and up to 1, not " + thresholds);
    }
  }

  private void checkPredictions() throws UserErrorException {
    if (labelsOut != null) {
      throw usage("--labels-out writes what a model finds; it needs --model");
    }
    if (objects != null) {
      throw usage("--objects chooses among what a model finds; it needs --model");
    }
    if (images.size() > 1) {
      throw usage("the report draws on one channel; give --images once");
    }
  }

  private static UserErrorException usage(String fact) {
    return new UserErrorException(ExitCode.USAGE, fact);
  }

  private ExitCode evaluate(List<ModelSegmenter> segmenters)
      throws IOException, UserErrorException {
    ImageGroups groups = groupFile == null ? ImageGroups.UNKNOWN : ImageGroups.read(groupFile);
    List<EvaluationResult> results = new ArrayList<>();
    if (segmenters.isEmpty()) {
      Path given = Objects.requireNonNull(predictions);
      results.add(evaluate(null, List.of(new ChannelImages(null, given)), groups));
    } else {
      List<List<ChannelImages>> channels = channels(segmenters);
      for (int i = 0; i < segmenters.size(); i++) {
        results.add(evaluate(segmenters.get(i), channels.get(i), groups));
      }
    }
    print(results);
    return verdict(results);
  }

  /** The images of each model's channels. */
  private List<List<ChannelImages>> channels(List<ModelSegmenter> segmenters)
      throws UserErrorException {
    List<List<ChannelImages>> channels = new ArrayList<>();
    List<ChannelImages> used = new ArrayList<>();
    for (ModelSegmenter segmenter : segmenters) {
      List<ChannelImages> own = ChannelImages.of(segmenter.id(), segmenter.channels(), images);
      channels.add(own);
      used.addAll(own);
    }
    String all = segmenters.stream().map(ModelSegmenter::id).collect(Collectors.joining(", "));
    ChannelImages.checkAllUsed(images, used, all);
    return channels;
  }

  private EvaluationResult evaluate(
      @Nullable ModelSegmenter segmenter, List<ChannelImages> from, ImageGroups groups)
      throws IOException, UserErrorException {
    Path right = Objects.requireNonNull(truth);
    Pairing pairing = pair(right, from, segmenter);
    EvaluationResult.Settings settings =
        new EvaluationResult.Settings(
            ChannelImages.shown(from),
            right.toString(),
            segmenter == null ? null : segmenter.id(),
            pixelSizeUm,
            objects,
            minSize,
            convention);
    WorstOverlays overlays = report == null ? null : new WorstOverlays(reportImages, convention);
    LabelWriter labels =
        labelsOut == null ? null : LabelWriter.into(labelsOut, folder(from.get(0).place()));
    EvaluationRun run =
        new EvaluationRun(settings, thresholds(), segmenter, labels, overlays, groups);
    boolean bar =
        Boolean.getBoolean("scopeside.terminal") && pairing.pairs().size() >= PROGRESS_FROM;
    EvaluationResult result = run.execute(pairing.pairs(), bar ? System.err : null);
    if (groups.isKnown() && result.groups().keySet().equals(Set.of(ImageGroups.NONE))) {
      throw new UserErrorException(ExitCode.INPUT, groupFile + " names none of the images");
    }
    if (report != null && overlays != null) {
      EvaluationReport.write(result, overlays.worstFirst(), report);
      spec.commandLine().getErr().println("report: " + report.toAbsolutePath());
    }
    return result;
  }

  private Pairing pair(Path right, List<ChannelImages> from, @Nullable ModelSegmenter segmenter)
      throws IOException, UserErrorException {
    LabelledFiles truthFiles = LabelledFiles.in(right, suffixTruth);
    List<LabelledFiles> compared = new ArrayList<>();
    for (ChannelImages channel : from) {
      compared.add(
          LabelledFiles.in(channel.place(), segmenter == null ? suffixPredictions : suffixImages));
    }
    LabelledFiles drawn =
        segmenter == null && !images.isEmpty()
            ? LabelledFiles.in(images.get(0).place(), suffixImages)
            : null;
    Pairing pairing = Pairing.of(truthFiles, compared, drawn, partial);
    if (!pairing.problems().isEmpty() || pairing.pairs().isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      pairing.problems().forEach(problem -> err.println("scopeside: " + problem));
      throw new UserErrorException(
          ExitCode.INPUT,
          "%d of the files cannot be compared; names without extension must be equal but for the suffixes%s"
              .formatted(
                  pairing.problems().size(),
                  partial ? "" : ", and --partial leaves out files without a partner"));
    }
    return pairing;
  }

  private static Path folder(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return Files.isDirectory(path) || parent == null ? path : parent;
  }

  private double[] thresholds() {
    return thresholds.isEmpty()
        ? IouThresholds.standard()
        : thresholds.stream().mapToDouble(Double::doubleValue).sorted().distinct().toArray();
  }

  private void print(List<EvaluationResult> results) {
    PrintWriter out = spec.commandLine().getOut();
    boolean one = results.size() == 1;
    if (json) {
      out.println(one ? EvaluationJson.of(results.get(0)) : EvaluationJson.of(results));
      out.flush();
    } else if (one) {
      EvaluationTable.print(results.get(0), out);
    } else {
      EvaluationTable.compare(results, out);
    }
  }

  private ExitCode verdict(List<EvaluationResult> results) throws UserErrorException {
    List<String> failures = new ArrayList<>();
    for (EvaluationResult result : results) {
      String of = results.size() == 1 ? "" : result.settings().model() + ": ";
      for (Requirement requirement : requirements) {
        double reached;
        try {
          reached = requirement.reached(result.pooled(), convention);
        } catch (IllegalArgumentException unknown) {
          throw usage(String.valueOf(unknown.getMessage()));
        }
        if (!(reached >= requirement.least())) {
          failures.add(
              String.format(
                  Locale.ROOT, "%s%s: only %.4f is reached", of, requirement.text(), reached));
        }
      }
    }
    if (!failures.isEmpty()) {
      throw new UserErrorException(ExitCode.FAILED, String.join("; ", failures));
    }
    return ExitCode.OK;
  }
}
