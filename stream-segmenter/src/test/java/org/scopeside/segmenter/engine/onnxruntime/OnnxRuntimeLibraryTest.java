package org.scopeside.segmenter.engine.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class OnnxRuntimeLibraryTest {
  /** What the other process runs. */
  public static void main(String[] arguments) {
    System.out.println(OnnxRuntimeLibrary.load().getVersion());
  }

  @Test
  void shouldLoadTheLibraryInAProcessWithALongCommandLine() throws Exception {
    String padding =
        IntStream.range(0, 1500)
            .mapToObj(i -> "/nonexistent/folder/of/a/class/path/library-" + i + ".jar")
            .collect(Collectors.joining(":"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xss512k",
                "-cp",
                classPath() + ":" + padding,
                OnnxRuntimeLibraryTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), said);
    assertEquals(OnnxRuntimeLibrary.load().getVersion(), said.strip());
  }

  @Test
  void shouldLoadTheLibraryOnce() {
    assertSame(OnnxRuntimeLibrary.load(), OnnxRuntimeLibrary.load());
  }

  /** Where these classes and the library's came from. */
  private static String classPath() {
    List<Class<?>> needed =
        List.of(
            OnnxRuntimeLibraryTest.class,
            OnnxRuntimeLibrary.class,
            OrtEnvironment.class,
            Test.class,
            Assertions.class);
    return needed.stream()
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .distinct()
        .collect(Collectors.joining(":"));
  }
}
