package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code models/train} as a facility would use it: images with labels in, a package out that
 * counts. The networks are trained for seconds only, so what they find says nothing of what they
 * can.
 */
class TrainIT {
  private static final String PYTHON = "/usr/bin/python3";
  private static final Path TRAINING = Places.root().resolve("models/training");

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void drawImages() {
    assumeTrue(
        canTrain(), "skipped: Python has no torch, onnx, scipy, skimage, tifffile or matplotlib");
    simulate("nuclei", "--nuclei", "--count", "6", "--size", "192");
  }

  @Test
  void shouldPassThePythonTests() throws Exception {
    Said tests = python(TRAINING, PYTHON, "-B", "-m", "unittest", "discover", "-s", "tests", "-v");

    System.out.print(tests.text());
    assertEquals(0, tests.status(), tests.text());
  }

  @Test
  void shouldTrainAModelThatVerifiesAndIsMeasured() throws Exception {
    Path model = folder.resolve("own");

    JsonNode result = train("nuclei-star", images("nuclei"), "--steps", "20", "--out", model + "");

    verify(model);
    assertEquals("nuclei-star", result.path("recipe").asText(), result::toString);
    String card = Files.readString(model.resolve("README.md"));
    assertTrue(card.contains("F1") && card.contains("curve.png"), card);
    assertTrue(Files.size(model.resolve("curve.png")) > 1000);
    JsonNode measured = ScopesideProcess.run(evaluate(model, "nuclei")).requireStatus(0).json();
    assertEquals(6, measured.path("images").size(), measured::toString);
  }

  @Test
  void shouldTeachTheShippedModelFromFiveImagesAndCompareBeforeAndAfter() throws Exception {
    Path model = folder.resolve("taught");
    Path shipped = Places.root().resolve("models/nuclei-star");

    JsonNode result =
        train("--from", shipped + "", images("nuclei"), "--steps", "10", "--out", model + "");

    verify(model);
    assertTrue(result.path("before").path("f1").isNumber(), result::toString);
    assertTrue(result.path("after").path("f1").isNumber(), result::toString);
    String card = Files.readString(model.resolve("README.md"));
    assertTrue(card.contains("Before") || card.contains("before"), card);
  }

  @Test
  void shouldRefuseAPackageOfAnotherDecoderBeforeAnyTraining() throws Exception {
    Path shipped = Places.root().resolve("models/nuclei-star");
    List<String> line = command("nuclei-flow", "--from", shipped + "");
    line.addAll(images("nuclei"));
    line.addAll(List.of("--out", folder.resolve("never") + ""));

    Said said = python(Places.root(), line.toArray(String[]::new));

    assertEquals(2, said.status(), said.text());
    assertTrue(said.text().contains("star-convex") && said.text().contains("flows"), said.text());
    assertTrue(Files.notExists(folder.resolve("never")));
  }

  private static JsonNode train(Object... words) throws Exception {
    List<String> line = command("--json", "--threads", "2", "--simulated", "0");
    for (Object word : words) {
      if (word instanceof List<?> several) {
        several.forEach(one -> line.add(String.valueOf(one)));
      } else {
        line.add(String.valueOf(word));
      }
    }
    line.addAll(List.of("--work", Files.createTempDirectory(folder, "work") + ""));
    Said said = python(Places.root(), line.toArray(String[]::new));
    assertEquals(0, said.status(), said.text());
    return new ObjectMapper().readTree(said.out());
  }

  private static List<String> command(String... words) {
    List<String> line = new ArrayList<>(List.of(PYTHON, "-B", "models/train"));
    line.addAll(List.of(words));
    return line;
  }

  private static List<String> images(String name) {
    Path drawn = folder.resolve(name);
    return List.of(
        "--images", drawn.resolve("images") + "", "--labels", drawn.resolve("labels") + "");
  }

  private static String[] evaluate(Path model, String name) {
    Path drawn = folder.resolve(name);
    return new String[] {
      "evaluate",
      "--model",
      model + "",
      "--images",
      drawn.resolve("images") + "",
      "--truth",
      drawn.resolve("labels") + "",
      "--json"
    };
  }

  private static void verify(Path model) {
    JsonNode verified =
        ScopesideProcess.run("models", "verify", model + "", "--json").requireStatus(0).json();
    assertTrue(verified.toString().contains("passed"), verified::toString);
  }

  private static void simulate(String name, String... words) {
    List<String> line = new ArrayList<>(List.of("simulate"));
    line.addAll(List.of(words));
    line.addAll(List.of("--seed", "3", "--out", folder.resolve(name) + ""));
    ScopesideProcess.run(line.toArray(String[]::new)).requireStatus(0);
  }

  private static boolean canTrain() {
    try {
      String modules = "import torch, onnx, scipy, skimage, tifffile, matplotlib, PIL, tqdm, yaml";
      return python(Places.root(), PYTHON, "-c", modules).status() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /** What a program printed on standard output, and all it printed. */
  private record Said(int status, String out, String text) {}

  private static Said python(Path directory, String... line)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "train", ".out");
    Path err = Files.createTempFile(folder, "train", ".err");
    Process process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(6, TimeUnit.MINUTES), () -> String.join(" ", line));
    String printed = Files.readString(out, StandardCharsets.UTF_8);
    return new Said(process.exitValue(), printed, printed + Files.readString(err));
  }
}
