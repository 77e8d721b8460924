package org.scopeside.segmenter.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * NVIDIA's libraries as tests make them: compiled from C into a folder, and loaded by a JVM of its
 * own, which runs a class of the tests with what it says in the environment.
 */
public final class FakeNvidia {
  private final Path folder;

  private FakeNvidia(Path folder) {
    this.folder = folder;
  }

  /** Driver and runtime of CUDA, and NVRTC. */
  public static FakeNvidia complete(Path folder) throws Exception {
    FakeNvidia fake = driverOnly(folder);
    fake.compile("libcudart.so.13", "", "libcudart.so.13");
    fake.compile("libnvrtc.so.13", source("libnvrtc.c"), "");
    return fake;
  }

  /** A driver and nothing else. */
  public static FakeNvidia driverOnly(Path folder) throws Exception {
    assumeTrue(NvidiaLibraries.platform(), "JavaCPP's glue is for Linux on x86-64");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "there is no C compiler");
    FakeNvidia fake = new FakeNvidia(folder);
    fake.compile("libcuda.so.1", source("libcuda.c"), "");
    return fake;
  }

  private static String source(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FakeNvidia.class.getResourceAsStream("/fake-nvidia/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A library of that name; where a version is given, its symbols are of it. */
  public void compile(String library, String source, String version) throws Exception {
    Path code = folder.resolve(library + ".c");
    Files.writeString(code, source);
    Path map = folder.resolve(library + ".map");
    List<String> line = new ArrayList<>();
    line.addAll(List.of("/usr/bin/gcc", "-w", "-shared", "-fPIC", "-Wl,-soname," + library));
    if (!version.isEmpty()) {
      Files.writeString(map, version + " { };");
      line.add("-Wl,--version-script=" + map);
    }
    line.addAll(List.of("-o", folder.resolve(library).toString(), code.toString()));
    Process gcc = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, gcc.waitFor(), said);
  }

  /** The command line of a JVM with these libraries and variables. */
  public List<String> java(Map<String, String> environment, String mainClass) {
    List<String> line = new ArrayList<>(List.of("/usr/bin/env", "-u", "LD_LIBRARY_PATH"));
    environment.forEach((name, value) -> line.add(name + "=" + value));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx64m", "-Xss512k", "-Xcheck:jni", "-XX:+UseSerialGC"));
    line.addAll(List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"));
    line.add("-D" + LibrarySearch.PROPERTY + "=" + folder);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return line;
  }

  /** What a class prints, on both streams, without the warnings of {@code -Xcheck:jni}. */
  public List<String> run(Map<String, String> environment, Class<?> mainClass) throws Exception {
    Process child =
        new ProcessBuilder(java(environment, mainClass.getName()))
            .redirectErrorStream(true)
            .start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, child.exitValue(), said);
    return said.lines().filter(line -> line.startsWith("> ")).map(l -> l.substring(2)).toList();
  }
}
