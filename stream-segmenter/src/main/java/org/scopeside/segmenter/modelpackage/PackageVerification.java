package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.DeviceReport;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.Tensor;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.ModelDescription.Weights;
import org.scopeside.segmenter.modelpackage.NetworkVariant.Tolerance;
import org.scopeside.segmenter.modelpackage.PackageDetails.Expected;
import org.scopeside.segmenter.modelpackage.PackageDetails.TestTensors;

/**
 * Runs the network of a package that was read, in every precision that it has, and compares what it
 * gives with what the package says it gives: its tensors, and the outputs recorded for its test
 * input. Without test tensors the network runs on zeros, which shows only that it runs.
 */
public final class PackageVerification {
  private static final int TIMED_RUNS = 5;
  private static final long TIMED_NANOS = 5_000_000_000L;

  private final String engine;
  private final EngineOptions options;
  private final Set<Precision> asked;

  /**
   * @param engine an engine's name, or {@link Engines#AUTO}
   * @param asked precisions to look at; those that a package lacks fail it, unless all are asked
   */
  public PackageVerification(String engine, EngineOptions options, Set<Precision> asked) {
    this.engine = engine;
    this.options = options;
    this.asked = Set.copyOf(asked);
  }

  /** Of every precision that a package has. */
  public PackageVerification(String engine, EngineOptions options) {
    this(engine, options, EnumSet.allOf(Precision.class));
  }

  /** What became of a check. */
  public enum State {
    PASSED,
    /** The model cannot be used as the package says. */
    FAILED,
    /** Nothing is wrong with the model, but a person should know. */
    NOTED
  }

  /**
   * One thing that was looked at.
   *
   * @param what for people: {@code output prob}, and of variants {@code int8 output prob}
   * @param finding for people, with figures
   */
  public record Check(String what, State state, String finding) {}

  /**
   * What came of a verification.
   *
   * @param checks in the order in which they were made
   * @param runs of the networks that were opened, fp32 first
   */
  public record Result(String reference, Path origin, List<Check> checks, List<NetworkRun> runs) {
    public Result {
      checks = List.copyOf(checks);
      runs = List.copyOf(runs);
    }

    /** Whether nothing failed. */
    public boolean passed() {
      return problems().isEmpty();
    }

    /** What failed, one sentence each. */
    public List<String> problems() {
      return checks.stream()
          .filter(check -> check.state() == State.FAILED)
          .map(check -> check.what() + ": " + check.finding())
          .toList();
    }
  }

  /**
   * How a network ran.
   *
   * @param device where it ran
   * @param openMillis time to load the network, ms
   * @param runMillis time of a run on the test input, the median of several, ms; NaN where it was
   *     not timed
   */
  public record NetworkRun(
      Precision precision, DeviceReport device, double openMillis, double runMillis) {}

  /** Checks everything but the time; for the start of a service. */
  public Result check(ModelPackage model) {
    return new Run(model, check -> {}, false).result();
  }

  /**
   * Checks everything, and measures the time of a run.
   *
   * @param progress told of each check as it is made
   */
  public Result verify(ModelPackage model, Consumer<Check> progress) {
    return new Run(model, progress, true).result();
  }

  /**
   * A network of the package.
   *
   * @param title put before what was looked at; empty for the fp32 one
   * @param statedOpset 0 where the description states none
   * @param tolerance null for the one that was recorded
   */
  private record Candidate(
      Precision precision,
      String title,
      Path file,
      @Nullable OnnxFile header,
      int statedOpset,
      @Nullable Tolerance tolerance) {}

  /** The verification of one package. */
  private final class Run {
    private final ModelPackage model;
    private final ModelDescription description;
    private final Consumer<Check> progress;
    private final boolean timed;
    private final List<Check> checks = new ArrayList<>();
    private final List<NetworkRun> runs = new ArrayList<>();
    private String title = "";

    Run(ModelPackage model, Consumer<Check> progress, boolean timed) {
      this.model = model;
      this.description = model.description();
      this.progress = progress;
      this.timed = timed;
    }

    private String weightsFormat() {
      return Objects.requireNonNull(description.weights()).format();
    }

    Result result() {
      if (model.network() == null) {
        passed("network", "none of its own: it combines two other models");
      } else if (model.precisions().isEmpty()) {
        passed("weights", weightsFormat() + ", its hash is right; no network to run");
      } else {
        for (Candidate candidate : candidates()) {
          title = candidate.title();
          try {
            open(candidate);
          } catch (EngineException e) {
            failed("network", String.valueOf(e.getMessage()));
          }
        }
      }
      return new Result(description.reference(), model.origin(), checks, runs);
    }

    private List<Candidate> candidates() {
      List<Candidate> all = new ArrayList<>();
      Path network = Objects.requireNonNull(model.network());
      Weights weights = Objects.requireNonNull(description.weights());
      OnnxFile header = model.details().header();
      all.add(new Candidate(Precision.FP32, "", network, header, weights.opsetVersion(), null));
      for (NetworkVariant variant : model.variants()) {
        String named = variant.precision().word() + " ";
        Tolerance tolerance = variant.tolerance();
        all.add(
            new Candidate(
                variant.precision(), named, variant.network(), variant.header(), 0, tolerance));
      }
      all.removeIf(candidate -> !asked.contains(candidate.precision()));
      for (Precision precision : asked) {
        if (!model.precisions().contains(precision) && asked.size() < Precision.values().length) {
          failed("network", ModelPackage.lacking(model, precision));
        }
      }
      return all;
    }

    private void open(Candidate candidate) throws EngineException {
      compareOpset(candidate);
      Engine chosen = Engines.choose(engine, weightsFormat());
      long start = System.nanoTime();
      try (EngineSession session = chosen.open(candidate.file(), options)) {
        double openMillis = millisSince(start);
        DeviceReport device = session.device();
        passed(
            "network",
            "opened in %.0f ms on %s, %s, %.1f MiB"
                .formatted(
                    openMillis, device.device(), device.precision(), device.bytes() / 1048576.0));
        double runMillis = Double.NaN;
        if (tensorsFit(session)) {
          runMillis = run(session, candidate.tolerance());
        }
        runs.add(new NetworkRun(candidate.precision(), device, openMillis, runMillis));
      }
    }

    private void compareOpset(Candidate candidate) {
      OnnxFile header = candidate.header();
      if (header == null) {
        return;
      }
      int stated = candidate.statedOpset();
      String finding = header.summary();
      if (stated != 0 && stated != header.opset()) {
        add("file", State.NOTED, finding + "; model.yaml says opset " + stated);
      } else {
        passed("file", finding);
      }
    }

    private boolean tensorsFit(EngineSession session) {
      List<String> problems =
          NetworkCheck.problems(description, session.inputs(), session.outputs());
      problems.forEach(problem -> failed("tensors", problem));
      if (problems.isEmpty()) {
        passed("tensors", session.inputs() + " to " + session.outputs());
      }
      return problems.isEmpty();
    }

    private double run(EngineSession session, @Nullable Tolerance tolerance)
        throws EngineException {
      Input input = Objects.requireNonNull(description.input());
      TestTensors test = model.details().test();
      double runMillis = Double.NaN;
      try (PackageFiles files = PackageFiles.of(model.origin())) {
        Tensor image =
            test == null
                ? TestImage.zeros(input, description.tiling().tile())
                : TestImage.read(files, test.input(), input);
        Map<String, Tensor> results = runOnce(session, input, image);
        runMillis = timed ? medianMillis(session, input, image) : Double.NaN;
        passed(
            "run",
            (test == null ? "zeros, for want of a test tensor, of " : "test tensor ")
                + Arrays.toString(image.shape())
                + (timed ? ", %.1f ms".formatted(runMillis) : ""));
        compare(files, test, results, image, tolerance);
      } catch (IOException e) {
        failed("test tensors", e.getMessage() == null ? e.toString() : e.getMessage());
      }
      return runMillis;
    }

    private double medianMillis(EngineSession session, Input input, Tensor image)
        throws EngineException {
      List<Double> times = new ArrayList<>();
      long start = System.nanoTime();
      while (times.size() < TIMED_RUNS && System.nanoTime() - start < TIMED_NANOS) {
        long before = System.nanoTime();
        runOnce(session, input, image);
        times.add(millisSince(before));
      }
      return times.stream().sorted().toList().get(times.size() / 2);
    }

    private Map<String, Tensor> runOnce(EngineSession session, Input input, Tensor image)
        throws EngineException {
      List<String> outputs = description.outputs().stream().map(Output::id).toList();
      try {
        return session
            .run(Map.of(input.id(), image), Map.of(), outputs)
            .toCompletableFuture()
            .join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof EngineException failure) {
          throw failure;
        }
        throw e;
      }
    }

    private void compare(
        PackageFiles files,
        @Nullable TestTensors test,
        Map<String, Tensor> results,
        Tensor image,
        @Nullable Tolerance tolerance)
        throws IOException {
      for (Output output : description.outputs()) {
        Tensor tensor = results.get(output.id());
        if (tensor != null) {
          float[] values = floats(tensor);
          checkShape(output, tensor.shape(), image.shape());
          Expected expected = expected(test, output.id());
          if (expected != null) {
            activate(output, tensor.shape(), values);
            NpyArray recorded = TestImage.array(files, expected.file());
            compare(expected, recorded, tensor.shape(), values, tolerance);
          } else {
            finite(output.id(), values);
          }
        }
      }
    }

    private void checkShape(Output output, long[] shape, long[] imageShape) {
      Input input = Objects.requireNonNull(description.input());
      if (output.layout() == null) {
        return;
      }
      try {
        ImageIndex found = ImageIndex.of(output.layout(), shape);
        ImageIndex given = ImageIndex.of(input.layout(), imageShape);
        long pixels = (long) found.pixels() * output.spacing() * output.spacing();
        if (found.channels() != output.channels() || pixels != given.pixels()) {
          failed(
              "output " + output.id(),
              "is %s for an image of %s; %d channels at a spacing of %d were announced"
                  .formatted(
                      Arrays.toString(shape),
                      Arrays.toString(imageShape),
                      output.channels(),
                      output.spacing()));
        }
      } catch (IllegalArgumentException e) {
        failed("output " + output.id(), String.valueOf(e.getMessage()));
      }
    }

    private void compare(
        Expected expected,
        NpyArray recorded,
        long[] shape,
        float[] values,
        @Nullable Tolerance tolerance) {
      String what = "output " + expected.tensor();
      if (!Arrays.equals(recorded.shape(), shape)) {
        failed(
            what,
            "is %s, recorded was %s"
                .formatted(Arrays.toString(shape), Arrays.toString(recorded.shape())));
        return;
      }
      Difference difference =
          tolerance == null
              ? Difference.of(values, recorded.values(), expected)
              : Difference.of(values, recorded.values(), tolerance);
      add(what, difference.accepted() ? State.PASSED : State.FAILED, difference.words());
    }

    private void finite(String output, float[] values) {
      for (float value : values) {
        if (!Float.isFinite(value)) {
          failed("output " + output, "holds NaN or infinite values");
          return;
        }
      }
    }

    private void passed(String what, String finding) {
      add(what, State.PASSED, finding);
    }

    private void failed(String what, String finding) {
      add(what, State.FAILED, finding);
    }

    private void add(String what, State state, String finding) {
      Check check = new Check(title + what, state, finding);
      checks.add(check);
      progress.accept(check);
    }
  }

  private static @Nullable Expected expected(@Nullable TestTensors test, String output) {
    if (test == null) {
      return null;
    }
    return test.outputs().stream()
        .filter(expected -> expected.tensor().equals(output))
        .findFirst()
        .orElse(null);
  }

  private static void activate(Output output, long[] shape, float[] values) {
    if (output.activation() != Activation.NONE && output.layout() != null) {
      ImageIndex index = ImageIndex.of(output.layout(), shape);
      for (int image = 0; image < index.images(); image++) {
        float[] planes = index.gather(values, image);
        output.activation().apply(planes, index.channels());
        index.scatter(planes, values, image);
      }
    }
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.elements()];
    ByteBuffer data = tensor.data();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.type()) {
            case FLOAT32 -> data.getFloat();
            case INT32 -> data.getInt();
            case INT64 -> data.getLong();
            case UINT8 -> Byte.toUnsignedInt(data.get());
            case INT8 -> data.get();
            case FLOAT16 -> Float.NaN; // refused by NetworkCheck
          };
    }
    return values;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
