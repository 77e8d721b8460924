package org.scopeside.deploy.models;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.scopeside.segmenter.modelpackage.BuiltInModels;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scopeside models list}: a line a model, the broken ones too. */
@Command(
    name = "list",
    header = "List the models that are built in or in the folders of packages.",
    description = {
      "",
      "Packages are read and their weights' hashes checked; what is wrong with a package stands below"
          + " the table. The exit status is 0 as long as the folders can be read.",
      ""
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside models list|@",
      "  @|yellow scopeside models list --models /data/models --models ~/models --json|@"
    })
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ModelOptions options = new ModelOptions();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<ModelFolder.Entry> entries;
    try {
      entries = options.folder().list();
    } catch (IOException e) {
      throw ModelOptions.unreadable(e);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ModelJson.list(BuiltInModels.all(), entries));
    } else {
      print(out, entries);
    }
    out.flush();
    return 0;
  }

  private void print(PrintWriter out, List<ModelFolder.Entry> entries) {
    List<ModelRow> rows = new ArrayList<>();
    BuiltInModels.all().forEach(model -> rows.add(ModelRow.builtIn(model)));
    for (ModelFolder.Entry entry : entries) {
      ModelPackage model = entry.model();
      rows.add(model == null ? ModelRow.broken(entry) : ModelRow.of(model));
    }
    ModelRow.table(rows).forEach(out::println);
    for (ModelFolder.Entry entry : entries) {
      if (entry.model() == null) {
        out.println();
        out.println(entry.origin() + " cannot be used:");
        entry.problems().forEach(problem -> out.println("  " + ModelWords.clean(problem)));
      }
    }
  }
}
