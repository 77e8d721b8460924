package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks with random weights in the files of other programs become packages, and ONNX Runtime
 * computes with them what PyTorch did.
 */
class ConvertIT {
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder = Path.of("");

  @Test
  void shouldConvertNetworksOfOtherProgramsIntoPackagesThatVerify() throws Exception {
    assumeTrue(
        python("-c", "import torch, torchvision, onnx, h5py, yaml") == 0,
        "skipped: Python has no torch, torchvision, onnx, h5py or yaml");
    Path tests = Places.root().resolve("models/convert/tests");
    assertEquals(0, python(tests.resolve("random_weights.py").toString(), folder.toString()));

    convert("cellpose", "cellpose.pth", "--unchecked", "--channels", "cell", "nucleus");
    convert("stardist", "stardist", "--unchecked");
    convert("qupath", "qupath.onnx");
    convert("maskrcnn", "maskrcnn.pth", "--backbone", "mobilenet", "--crop", "128", "--score", "0");

    for (String kind : List.of("cellpose", "stardist", "qupath", "maskrcnn")) {
      JsonNode verified =
          ScopesideProcess.run(
                  "models", "verify", folder.resolve("as-" + kind).toString(), "--json")
              .requireStatus(0)
              .json();
      assertTrue(verified.toString().contains("passed"), verified::toString);
    }
  }

  @Test
  void shouldRefuseWhatItCannotConvertWithTheReason() throws Exception {
    assumeTrue(python("-c", "import torch, yaml") == 0, "skipped: Python has no torch or yaml");

    assertEquals(1, python(command("cellpose", Places.root().resolve("README.md").toString())));
  }

  private void convert(String kind, String source, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(command(kind, folder.resolve(source).toString())));
    command.addAll(List.of(more));
    assertEquals(0, python(command.toArray(String[]::new)), kind);
  }

  private String[] command(String kind, String source) {
    return new String[] {
      "-m",
      "scopeside_convert",
      kind,
      source,
      "--out",
      folder.resolve("as-" + kind).toString(),
      "--name",
      "Test " + kind,
      "--description",
      "Random weights",
      "--licence",
      "CC0-1.0",
      "--author",
      "Scopeside tests"
    };
  }

  private static int python(String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(PYTHON, "-B"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line)
            .directory(Places.root().resolve("models/convert").toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(3, TimeUnit.MINUTES), said);
    System.out.print(said);
    return process.exitValue();
  }
}
