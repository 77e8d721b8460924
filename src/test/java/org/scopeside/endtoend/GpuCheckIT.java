package org.scopeside.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that checks a GPU on a machine with nothing but a driver: made, copied, run. */
class GpuCheckIT {
  private static final long PART_BYTES = 20_000_000;

  @TempDir private Path temp = Path.of("");

  @Test
  void shouldRunFromACopiedFolderWithoutJavaOrNetwork() throws Exception {
    assumeTrue(
        !Files.exists(Path.of("/proc/driver/nvidia/version")), "this machine has an NVIDIA driver");
    Path libraries = Files.createDirectory(temp.resolve("libraries"));
    Files.writeString(libraries.resolve("libnvinfer.so.10"), "stands for NVIDIA's");
    Path made = temp.resolve("made");
    String script = Places.root().resolve("deploy/gpu-check").toString();
    // Without nvcc: kernels that are compiled ahead are a help for machines without NVRTC.
    Result prepared =
        run(
            List.of(
                script,
                "prepare",
                made.toString(),
                "--libraries",
                libraries.toString(),
                "--parts-mb",
                String.valueOf(PART_BYTES / 1_000_000)),
            Map.of(
                "PATH", "/usr/bin:/bin",
                "JAVA_HOME", System.getProperty("java.home"),
                "HOME", System.getProperty("user.home")));
    assertEquals(0, prepared.status, prepared.text);
    assertTrue(parts(made).size() > 1);
    for (Path part : parts(made)) {
      assertTrue(Files.size(part) <= PART_BYTES, part::toString);
    }
    Path copied = temp.resolve("copied");
    Files.move(made, copied);

    Path second = parts(copied).get(1);
    byte[] whole = Files.readAllBytes(second);
    Files.write(second, new byte[] {1}, StandardOpenOption.APPEND);
    Result damaged = check(copied);
    assertEquals(4, damaged.status, damaged.text);
    assertTrue(damaged.text.contains(second.getFileName() + " (damaged)"), damaged.text);
    Files.delete(second);
    assertTrue(check(copied).text.contains(second.getFileName() + " (missing)"));
    assertFalse(Files.exists(copied.resolve("assembled")));
    Files.write(second, whole);

    Result refused = check(copied);
    assertEquals(3, refused.status, refused.text);
    assertTrue(refused.text.contains("no libcuda.so.1"), refused.text);
    assertTrue(Files.exists(copied.resolve("assembled/nvidia/libnvinfer.so.10")));
  }

  private static Result check(Path folder) throws IOException, InterruptedException {
    return run(List.of(folder.resolve("run").toString()), Map.of("PATH", "/usr/bin:/bin"));
  }

  private static List<Path> parts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part."))
          .sorted()
          .toList();
    }
  }

  private record Result(int status, String text) {}

  private static Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(300, TimeUnit.SECONDS), "does not end: " + command);
    return new Result(process.exitValue(), text);
  }
}
