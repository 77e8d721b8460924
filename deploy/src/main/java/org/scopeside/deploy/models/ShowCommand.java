package org.scopeside.deploy.models;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.modelpackage.BuiltInModels;
import org.scopeside.segmenter.modelpackage.InvalidModelPackageException;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.UnknownModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside models show}: what a model is for, what it expects and how good it is. */
@Command(
    name = "show",
    header = "Say what a model is for, what it expects and how good it is.",
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside models show classical|@",
      "  @|yellow scopeside models show stardist-dsb2018@1 --models /data/models|@",
      "  @|yellow scopeside models show ./my-model --json|@"
    })
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(
      paramLabel = "MODEL",
      description =
          "Its id, for the highest version there is; id@version; or the path of a folder or zip.")
  private String model = "";

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Optional<ModelDescription> builtIn = BuiltInModels.find(model);
    PrintWriter out = spec.commandLine().getOut();
    if (builtIn.isPresent()) {
      print(out, ModelText.of(builtIn.get()), ModelJson.show(builtIn.get()));
    } else {
      ModelPackage found = resolve();
      print(out, ModelText.of(found), ModelJson.show(found));
    }
    out.flush();
    return 0;
  }

  private void print(PrintWriter out, List<String> text, String document) {
    if (json) {
      out.println(document);
    } else {
      text.forEach(line -> out.println(spec.commandLine().getColorScheme().ansi().string(line)));
    }
  }

  private ModelPackage resolve() throws UserErrorException {
    try {
      return options.folder().resolve(model);
    } catch (UnknownModelException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    } catch (InvalidModelPackageException e) {
      throw new UserErrorException(
          ExitCode.INPUT, model + " cannot be used: " + String.join("; ", e.problems()), e);
    } catch (IOException e) {
      throw ModelOptions.unreadable(e);
    }
  }
}
