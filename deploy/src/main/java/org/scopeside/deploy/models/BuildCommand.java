package org.scopeside.deploy.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.engine.Engine;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.Engines;
import org.scopeside.segmenter.engine.Preparation;
import org.scopeside.segmenter.library.LibrarySettings;
import org.scopeside.segmenter.library.NetworkChoice;
import org.scopeside.segmenter.library.PrecisionChoice;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.UnknownModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside models build}: engines of packages for this machine's GPU, made beforehand. */
@Command(
    name = "build",
    header = "Build the engines of packages for this machine's GPU beforehand.",
    description = {
      "",
      "A network is built into an engine when it is first opened on a GPU, which takes from seconds to"
          + " minutes; this does it now. What is kept already is only checked. Engines are for one"
          + " GPU, one version of TensorRT and one precision.",
      ""
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside models build nuclei-star cells-flow|@",
      "  @|yellow scopeside models build ./my-model --precision fp32 --json|@"
    })
final class BuildCommand implements Callable<Integer> {
  private final Supplier<List<Engine>> engines;

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
      description = "What is built for. Default: ${DEFAULT-VALUE}.")
  private String engine = "tensorrt";

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "auto (what the engine is best at), fp32, fp16, int8. Default: auto.")
  private PrecisionChoice precision = PrecisionChoice.AUTO;

  @Option(
      names = "--device",
      paramLabel = "N",
      description = "Which GPU, as CUDA counts them. Default: ${DEFAULT-VALUE}.")
  private int device = 0;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  BuildCommand() {
    this(Engines::all);
  }

  BuildCommand(Supplier<List<Engine>> engines) {
    this.engines = engines;
  }

  @Override
  public Integer call() throws Exception {
    if (device < 0) {
      throw new UserErrorException(ExitCode.USAGE, "--device " + device + " is below 0");
    }
    Engine builder = builder();
    List<Map<String, Object>> built = new ArrayList<>();
    for (String model : models) {
      built.add(build(builder, resolve(model)));
    }
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(document(built));
      out.flush();
    }
    return ExitCode.OK.status();
  }

  private static String document(List<Map<String, Object>> built) throws JsonProcessingException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(Map.of("engines", built));
  }

  private Engine builder() throws UserErrorException {
    List<Engine> all = engines.get();
    for (Engine known : all) {
      if (known.name().equals(engine)) {
        String unavailable = known.unavailable();
        if (unavailable != null) {
          throw new UserErrorException(
              ExitCode.REFUSED, "no engine can be built here: " + unavailable);
        }
        return known;
      }
    }
    throw new UserErrorException(
        ExitCode.USAGE,
        "no engine '%s': there are %s"
            .formatted(engine, String.join(", ", all.stream().map(Engine::name).toList())));
  }

  private ModelPackage resolve(String model) throws UserErrorException {
    try {
      ModelPackage found = options.folder().resolve(model);
      if (found.precisions().isEmpty()) {
        throw new UserErrorException(
            ExitCode.INPUT, model + " has no network of its own: there is nothing to build");
      }
      return found;
    } catch (UnknownModelException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (InvalidModelPackageException e) {
      throw new UserErrorException(
          ExitCode.INPUT, model + " cannot be used: " + String.join("; ", e.problems()), e);
    } catch (IOException e) {
      throw ModelOptions.unreadable(e);
    }
  }

  private Map<String, Object> build(Engine builder, ModelPackage model) throws UserErrorException {
    String reference = model.description().reference();
    try {
      NetworkChoice choice =
          NetworkChoice.of(
              model,
              LibrarySettings.of(options.places()).withPrecision(precision).withGpuDevice(device),
              builder);
      Preparation done =
          builder.prepare(
              choice.network(),
              choice.options(),
              (phase, share) -> tell("%s: %s (%.0f %%)".formatted(reference, phase, 100 * share)));
      return report(reference, choice, done);
    } catch (ModelUnavailableException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    } catch (EngineException e) {
      throw new UserErrorException(
          ExitCode.FAILED, reference + " cannot be built: " + e.getMessage(), e);
    }
  }

  private void tell(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }

  private Map<String, Object> report(
      String reference, NetworkChoice choice, @Nullable Preparation done) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("model", reference);
    report.put("precision", choice.options().precision().word());
    if (done != null) {
      report.put("built", done.made());
      report.put("file", done.file().toString());
      report.put("bytes", done.bytes());
      report.put("seconds", done.seconds());
    }
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line(reference, choice, done));
      out.flush();
    }
    return report;
  }

  private static String line(String reference, NetworkChoice choice, @Nullable Preparation done) {
    String what = reference + " " + choice.options().precision().word();
    return done == null
        ? what + ": this engine builds nothing beforehand"
        : String.format(
            Locale.ROOT,
            "%s: %s in %.1f s, %.1f MB, %s",
            what,
            done.made() ? "built" : "was there, loaded",
            done.seconds(),
            done.bytes() / 1e6,
            done.file());
  }
}
