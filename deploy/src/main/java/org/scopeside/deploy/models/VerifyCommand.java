package org.scopeside.deploy.models;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.CacheFolder;
import org.scopeside.segmenter.engine.EngineOptions;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.modelpackage.BuiltInModels;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.PackageVerification;
import org.scopeside.segmenter.modelpackage.PackageVerification.Check;
import org.scopeside.segmenter.modelpackage.UnknownModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside models verify}: whether packages are whole and work on this machine. */
@Command(
    name = "verify",
    header = "Check packages, and run their networks against what they record.",
    description = {
      "",
      "Reads each package, checks its hashes, loads the network, compares its tensors with the"
          + " description, runs it on the package's test tensors and compares what comes out; so for"
          + " each precision that the package has. Exit status 4 tells that a package failed.",
      ""
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside models verify stardist-dsb2018|@",
      "  @|yellow scopeside models verify models/*.zip --threads 4|@",
      "  @|yellow scopeside models verify ./my-model --engine onnxruntime --json|@"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Ids, id@version, or paths of folders and zips.")
  private List<String> models = List.of();

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "What runs the networks. Default: ${DEFAULT-VALUE}, the fastest there is.")
  private String engine = Engines.AUTO;

  @Option(
      names = "--precision",
      split = ",",
      paramLabel = "NAME",
      description = "Only these of the networks: fp32, fp16, int8. Default: all there are.")
  private Set<Precision> precisions = EnumSet.allOf(Precision.class);

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a run on the processor. Default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (threads < 1 || threads > 256) {
      throw new UserErrorException(
          ExitCode.USAGE, "--threads " + threads + " is not from 1 to 256");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> results = new ArrayList<>();
    boolean passed = true;
    for (String model : models) {
      passed &= verify(model, out, results);
    }
    if (json) {
      out.println(ModelJson.verified(results));
    }
    out.flush();
    return (passed ? ExitCode.OK : ExitCode.INPUT).status();
  }

  private boolean verify(String reference, PrintWriter out, List<Map<String, Object>> results) {
    if (BuiltInModels.find(reference).isPresent()) {
      say(out, "@|bold " + reference + "|@");
      say(out, tick("package", "built in: nothing to check"));
      results.add(Map.of("reference", reference, "passed", true, "checks", List.of()));
      return true;
    }
    ModelPackage model;
    try {
      model = options.folder().resolve(reference);
    } catch (InvalidModelPackageException e) {
      return failed(reference, null, e.problems(), out, results);
    } catch (UnknownModelException | IOException e) {
      return failed(reference, null, List.of(String.valueOf(e.getMessage())), out, results);
    }
    say(out, "@|bold " + model.description().reference() + "|@  " + model.origin());
    say(out, tick("package", "description, files and hashes are sound"));
    EngineOptions run = new EngineOptions(threads, 1, 1, 0, CacheFolder.of("engines"));
    PackageVerification.Result result =
        new PackageVerification(engine, run, precisions)
            .verify(model, check -> say(out, line(check)));
    results.add(ModelJson.result(result));
    return result.passed();
  }

  private boolean failed(
      String reference,
      @Nullable Path origin,
      List<String> problems,
      PrintWriter out,
      List<Map<String, Object>> results) {
    say(out, "@|bold " + reference + "|@");
    problems.forEach(problem -> say(out, "  @|red ✗|@ " + ModelWords.clean(problem)));
    results.add(ModelJson.unreadable(reference, origin, problems));
    return false;
  }

  private static String line(Check check) {
    return switch (check.state()) {
      case PASSED -> tick(check.what(), check.finding());
      case FAILED -> "  @|red ✗|@ " + ModelWords.clean(check.what() + ": " + check.finding());
      case NOTED -> "  @|yellow !|@ " + ModelWords.clean(check.what() + ": " + check.finding());
    };
  }

  private static String tick(String what, String finding) {
    return "  @|green ✓|@ " + ModelWords.clean(what + ": " + finding);
  }

  /** Progress, as it comes; nothing but the document with {@code --json}. */
  private void say(PrintWriter out, String line) {
    if (!json) {
      out.println(spec.commandLine().getColorScheme().ansi().string(line));
      out.flush();
    }
  }
}
