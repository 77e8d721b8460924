package org.scopeside.deploy.models;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelFolder;
import org.scopeside.segmenter.modelpackage.ModelPackage;

/** A model in a table. */
record ModelRow(List<String> cells) {
  private static final List<String> TITLES =
      List.of(
          "MODEL",
          "NAME",
          "OBJECTS",
          "DECODER",
          "CHANNELS",
          "SCALE",
          "PRECISION",
          "QUALITY",
          "STATE");
  private static final int WIDEST = 40;

  static ModelRow of(ModelPackage model) {
    return of(model.description(), ModelWords.precisions(model), "ok");
  }

  static ModelRow builtIn(ModelDescription model) {
    return of(model, "-", "built in");
  }

  private static ModelRow of(ModelDescription model, String precisions, String state) {
    return new ModelRow(
        List.of(
            model.reference(),
            model.name(),
            ModelWords.objects(model),
            ModelWords.decoders(model),
            model.channels().stream().map(ChannelRole::wireName).collect(Collectors.joining("+")),
            ModelWords.briefScale(model.scale()),
            precisions,
            model.quality().isEmpty() ? "-" : ModelWords.measured(model.quality().get(0)),
            state));
  }

  static ModelRow broken(ModelFolder.Entry entry) {
    String reference = entry.reference();
    int problems = entry.problems().size();
    return new ModelRow(
        List.of(
            reference == null ? String.valueOf(entry.origin().getFileName()) : reference,
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            problems + (problems == 1 ? " problem" : " problems")));
  }

  /** Lines of a table, each column as wide as it needs to be. */
  static List<String> table(List<ModelRow> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(TITLES);
    rows.forEach(row -> all.add(row.cells().stream().map(ModelRow::cut).toList()));
    List<String> lines = new ArrayList<>();
    for (List<String> cells : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.size(); i++) {
        line.append(cells.get(i)).append(" ".repeat(width(all, i) - cells.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
  }

  private static String cut(String cell) {
    String clean = ModelWords.clean(cell).replaceAll("\\s+", " ");
    return clean.length() <= WIDEST ? clean : clean.substring(0, WIDEST - 1) + "…";
  }
}
