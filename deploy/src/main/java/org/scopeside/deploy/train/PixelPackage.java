package org.scopeside.deploy.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.pixels.ForestFile;
import org.scopeside.segmenter.pixels.PixelTraining;
import org.scopeside.segmenter.pixels.TrainingReport;

/**
 * Writes a trained pixel classifier as a model package: {@code model.yaml} beside {@code
 * forest.bin}. The description follows bioimage.io as far as it has fields; the forest takes the
 * place of a network that gives three maps.
 */
final class PixelPackage {
  /**
   * Of the three-class decoder. A boundary that counts a little more keeps more objects apart; 1.4
   * was chosen on training images of BBBC038.
   */
  static final Map<String, Object> DECODER_PARAMETERS =
      Map.of("boundary_boost", 1.4, "min_size", 16, "connectivity", 4, "dilation", 1);

  private final Path folder;
  private final String id;
  private final String name;

  /**
   * @param name for people; the id is made of it
   */
  PixelPackage(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    String words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String trimmed = words.replaceAll("^-|-$", "");
    id = trimmed.isEmpty() ? "pixels" : trimmed;
  }

  String id() {
    return id;
  }

  /** Writes the package; files of those names are replaced. */
  void write(PixelTraining training, TrainingReport report, @Nullable HeldOutScore score)
      throws IOException {
    Files.createDirectories(folder);
    Path forest = folder.resolve(ForestFile.NAME);
    training.write(forest);
    new ObjectMapper(new YAMLFactory())
        .writeValue(
            folder.resolve("model.yaml").toFile(), description(sha256(forest), report, score));
  }

  private Map<String, Object> description(
      String sha256, TrainingReport report, @Nullable HeldOutScore score) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("type", "model");
    model.put("format_version", "0.5.3");
    model.put("id", id);
    model.put("version", "1");
    model.put("name", name);
    model.put(
        "description",
        "Pixel classifier (random forest) trained on %d images, %d pixels"
            .formatted(report.images(), report.samples()));
    model.put("authors", List.of(Map.of("name", "unstated")));
    model.put(
        "cite",
        List.of(
            Map.of(
                "text",
                "Caicedo et al. 2019, Evaluation of deep learning strategies for nucleus"
                    + " segmentation in fluorescence images, Cytometry A 95:952",
                "doi",
                "10.1002/cyto.a.23863")));
    model.put("license", "LicenseRef-unstated");
    model.put("inputs", List.of(tensor("image", List.of())));
    model.put("outputs", List.of(tensor("classes", List.of("background", "interior", "boundary"))));
    model.put(
        "weights",
        Map.of(ForestFile.WEIGHTS_FORMAT, ordered("source", ForestFile.NAME, "sha256", sha256)));
    model.put("config", Map.of("scopeside", scopeside(report, score)));
    return model;
  }

  private static Map<String, Object> tensor(String id, List<String> channels) {
    List<String> names = channels.isEmpty() ? List.of("nucleus") : channels;
    return ordered(
        "id",
        id,
        "axes",
        List.of(
            Map.of("type", "batch"),
            ordered("type", "channel", "channel_names", names),
            ordered("type", "space", "id", "y", "size", ordered("min", 1, "step", 1)),
            ordered("type", "space", "id", "x", "size", ordered("min", 1, "step", 1))));
  }

  private static Map<String, Object> scopeside(
      TrainingReport report, @Nullable HeldOutScore score) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("channels", List.of("nucleus"));
    block.put(
        "decoder",
        ordered(
            "name",
            "pixel-classifier",
            "objects",
            "Nuclei",
            "maps",
            List.of("classes"),
            "parameters",
            DECODER_PARAMETERS));
    List<Map<String, Object>> evaluation = new ArrayList<>();
    if (!Double.isNaN(report.outOfBagError())) {
      evaluation.add(
          measured(
              "pixels of the training images, out of bag", "pixel error", report.outOfBagError()));
    }
    if (score != null && score.trueObjects() + score.foundObjects() > 0) {
      String dataset =
          "%d images not trained on, %d objects".formatted(score.images(), score.trueObjects());
      evaluation.add(measured(dataset, "F1@0.5", score.f1()));
      evaluation.add(measured(dataset, "mean F1@0.5:0.9", score.meanF1()));
    }
    block.put("evaluation", evaluation);
    return block;
  }

  private static Map<String, Object> measured(String dataset, String metric, double value) {
    return ordered(
        "dataset",
        dataset,
        "metric",
        metric,
        "value",
        Math.round(1e4 * value) / 1e4,
        "source",
        "scopeside train pixels");
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
