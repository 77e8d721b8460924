package org.scopeside.deploy.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Citation;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.modelpackage.ModelDescription.Fusion;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.MeasuredQuality;
import org.scopeside.segmenter.modelpackage.ModelPackage;
import org.scopeside.segmenter.modelpackage.NetworkVariant;
import org.scopeside.segmenter.modelpackage.PackageDetails;

/**
 * A model on one screen: what it is for, what it expects, how planes go through it, how good it is,
 * and whose it is.
 */
final class ModelText {
  private static final int COLUMN = 14;
  private static final int WIDTH = 100;

  private final ModelDescription model;
  private final List<String> lines = new ArrayList<>();

  private ModelText(ModelDescription model) {
    this.model = model;
  }

  /** A model without a package. */
  static List<String> of(ModelDescription model) {
    return new ModelText(model).text(null);
  }

  static List<String> of(ModelPackage model) {
    return new ModelText(model.description()).text(model);
  }

  private List<String> text(@Nullable ModelPackage packaged) {
    lines.add("@|bold " + ModelWords.clean(model.name()) + "|@  " + model.reference());
    if (!model.description().isEmpty()) {
      wrap("", ModelWords.clean(model.description()));
    }
    lines.add("");
    expects();
    lines.add("");
    works();
    lines.add("");
    quality();
    lines.add("");
    belongs(packaged);
    return lines;
  }

  private void expects() {
    String channels =
        model.channels().stream().map(ChannelRole::wireName).collect(Collectors.joining(", then "));
    row("Expects", (model.channels().size() == 1 ? "one channel: " : "channels: ") + channels);
    row("", "grey values of any bit depth");
    if (model.fusion() == null) {
      row("Scale", ModelWords.scale(model.scale()));
    }
    Input input = model.input();
    if (input != null) {
      row("Normalised", ModelWords.preprocessing(input.preprocessing()));
    }
  }

  private void works() {
    Fusion fusion = model.fusion();
    if (fusion != null) {
      row(
          "Finds",
          "nuclei by " + fusion.nuclei() + " and cells by " + fusion.cells() + ", combined");
      return;
    }
    Input input = model.input();
    if (input != null) {
      row("Takes", ModelWords.size(input));
      row("Cut into", ModelWords.tiling(model.tiling()));
    }
    for (DecoderChoice decoder : model.decoders()) {
      row("Finds", ModelWords.decoder(decoder));
    }
  }

  private void quality() {
    if (model.quality().isEmpty()) {
      row("Quality", "nobody has stated how good it is: try `scopeside evaluate` on your images");
    }
    for (MeasuredQuality quality : model.quality()) {
      row(
          "Quality",
          "%s on %s (%s)"
              .formatted(ModelWords.measured(quality), quality.dataset(), quality.source()));
    }
  }

  private void belongs(@Nullable ModelPackage packaged) {
    row("Licence", model.licence());
    row("Authors", model.authors().isEmpty() ? "not stated" : String.join(", ", model.authors()));
    for (Citation citation : model.cite()) {
      String where = citation.doi() == null ? citation.url() : "doi:" + citation.doi();
      row("Cite", citation.text() + (where == null ? "" : ", " + where));
    }
    if (packaged != null) {
      origin(packaged, packaged.details());
    }
  }

  private void origin(ModelPackage packaged, PackageDetails details) {
    if (details.gitRepo() != null) {
      row("Developed at", details.gitRepo());
    }
    if (details.parent() != null) {
      row("Made from", details.parent());
    }
    if (!details.weightsComment().isEmpty()) {
      row("Weights", details.weightsComment());
    }
    OnnxFile header = details.header();
    if (header != null) {
      String hash = Objects.requireNonNull(model.weights()).sha256();
      row("Network", "ONNX, %s, SHA-256 %s…".formatted(header.summary(), hash.substring(0, 12)));
    }
    for (NetworkVariant variant : packaged.variants()) {
      row(
          "",
          "also as %s: %s, SHA-256 %s…"
              .formatted(
                  variant.precision().word(),
                  variant.header().summary(),
                  variant.sha256().substring(0, 12)));
    }
    if (!details.otherWeights().isEmpty()) {
      row("Not used", "weights as " + String.join(", ", details.otherWeights()));
    }
    if (!details.tags().isEmpty()) {
      row("Tags", String.join(", ", details.tags()));
    }
    row("Package", packaged.origin().toString());
    row(
        "",
        details.test() == null
            ? "no test tensors"
            : "with test tensors: `scopeside models verify`");
  }

  /** A title, once for rows of the same one, and text that goes on below itself. */
  private void row(String title, String text) {
    String shown = title + " ".repeat(COLUMN - title.length());
    boolean again = !title.isEmpty() && Collections.frequency(titles(), title) > 0;
    wrap(
        again ? " ".repeat(COLUMN) : "@|bold " + title + "|@" + shown.substring(title.length()),
        ModelWords.clean(text));
  }

  private List<String> titles() {
    return lines.stream()
        .filter(line -> line.startsWith("@|bold "))
        .map(line -> line.substring("@|bold ".length(), line.indexOf("|@")))
        .toList();
  }

  private void wrap(String start, String text) {
    int indent = start.isEmpty() ? 0 : COLUMN;
    StringBuilder line = new StringBuilder(start);
    int column = indent;
    for (String word : text.strip().split("\\s+", -1)) {
      if (column > indent && column + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(indent));
        column = indent;
      }
      line.append(column > indent ? " " : "").append(word);
      column += word.length() + (column > indent ? 1 : 0);
    }
    lines.add(line.toString());
  }
}
