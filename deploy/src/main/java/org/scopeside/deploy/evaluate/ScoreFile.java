package org.scopeside.deploy.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Confidences of predicted objects, beside the label image {@code a.tif}: in {@code a.csv}, {@code
 * a.json} or {@code a.npy}, or in {@code a_scores.csv} and so on.
 *
 * <p>CSV: {@code label,score} a line, or a score a line. JSON: an array of scores, an object of
 * scores by label, or either of them under {@code "scores"}. NumPy: one axis of scores. A list has
 * one score an object, in the order of the labels, or one for every number up to the largest label.
 */
final class ScoreFile {
  private final Path path;
  private final Map<Integer, Double> byLabel = new HashMap<>();
  private double @Nullable [] list;

  private ScoreFile(Path path) {
    this.path = path;
  }

  /**
   * Scores of the objects of a label file; empty where no file has them.
   *
   * @param originals label of each object in the file, ascending
   * @param all labels in the file before small objects were left out, ascending
   * @throws IOException if an object has none, or a score is no number
   */
  static float[] beside(Path labels, int[] originals, int[] all) throws IOException {
    Path file = find(labels);
    if (file == null) {
      return new float[0];
    }
    ScoreFile scores = new ScoreFile(file);
    scores.read();
    return scores.of(originals, all);
  }

  private static @Nullable Path find(Path labels) {
    String name = String.valueOf(labels.getFileName());
    String stem = name.replaceFirst("(?i)(\\.ome)?\\.(tiff?|png|npy)$", "");
    for (String ending : List.of("", LabelledFiles.SCORES)) {
      for (String extension : List.of(".csv", ".json", ".npy")) {
        Path candidate = labels.resolveSibling(stem + ending + extension);
        if (!candidate.equals(labels) && Files.isRegularFile(candidate)) {
          return candidate;
        }
      }
    }
    return null;
  }

  private void read() throws IOException {
    String name = path.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy")) {
      list = NpyFile.open(path).values();
    } else if (name.endsWith(".json")) {
      JsonNode root = new ObjectMapper().readTree(path.toFile());
      readJson(root.has("scores") ? root.get("scores") : root);
    } else {
      readCsv(Files.readAllLines(path));
    }
  }

  private void readJson(JsonNode scores) throws IOException {
    if (scores.isArray()) {
      double[] values = new double[scores.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = scores.get(i).asDouble(Double.NaN);
      }
      list = values;
    } else if (scores.isObject()) {
      for (Map.Entry<String, JsonNode> entry : scores.properties()) {
        byLabel.put((int) number(entry.getKey()), entry.getValue().asDouble(Double.NaN));
      }
    } else {
      throw new IOException(path + ": holds neither a list of scores nor scores by label");
    }
  }

  private void readCsv(List<String> lines) throws IOException {
    List<String[]> rows =
        lines.stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(line -> line.split("\\s*[,;\\t]\\s*", -1))
            .toList();
    boolean headed = !rows.isEmpty() && !rows.get(0)[0].matches("[-+0-9.].*");
    List<String[]> data = headed ? rows.subList(1, rows.size()) : rows;
    double[] values = new double[data.size()];
    for (int i = 0; i < values.length; i++) {
      String[] row = data.get(i);
      if (row.length > 1) {
        byLabel.put((int) number(row[0]), number(row[1]));
      } else {
        values[i] = number(row[0]);
      }
    }
    list = byLabel.isEmpty() ? values : null;
  }

  private double number(String text) throws IOException {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException none) {
      throw new IOException(path + ": '" + text + "' is no number", none);
    }
  }

  private float[] of(int[] originals, int[] all) throws IOException {
    int largest = all.length == 0 ? 0 : all[all.length - 1];
    double[] values = list;
    if (values != null && values.length != all.length && values.length != largest) {
      throw new IOException(
          "%s: %d scores for %d objects with labels up to %d"
              .formatted(path, values.length, all.length, largest));
    }
    if (values != null) {
      for (int i = 0; i < all.length; i++) {
        byLabel.put(all[i], values[values.length == all.length ? i : all[i] - 1]);
      }
    }
    float[] scores = new float[originals.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = byLabel.getOrDefault(originals[i], Double.NaN).floatValue();
      if (!Float.isFinite(scores[i])) {
        throw new IOException(path + ": has no score for object " + originals[i]);
      }
    }
    return scores;
  }
}
