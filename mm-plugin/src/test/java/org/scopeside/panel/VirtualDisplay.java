package org.scopeside.panel;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An X server in memory (Xvfb) on a free display number, and Java programs on it: the toolkit of
 * the tests' own JVM may be headless, and which display it uses is settled before a test begins.
 */
final class VirtualDisplay implements AutoCloseable {
  private static final String SERVER = "Xvfb";
  private static final long PATIENCE_MINUTES = 5;

  private final Process server;
  private final String display;

  private VirtualDisplay(Process server, String display) {
    this.server = server;
    this.display = display;
  }

  /** Whether the program is there: Debian's package xvfb. */
  static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, SERVER))) {
        return true;
      }
    }
    return false;
  }

  static VirtualDisplay open(int width, int height) throws IOException {
    Process server =
        new ProcessBuilder(
                SERVER,
                "-displayfd",
                "1",
                "-screen",
                "0",
                width + "x" + height + "x24",
                "-nolisten",
                "tcp")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    // It says its number once it takes connections.
    String number = reader(server).readLine();
    if (number == null) {
      server.destroyForcibly();
      throw new IOException(SERVER + " ended without a display number");
    }
    return new VirtualDisplay(server, ":" + number.trim());
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Runs a program with the tests' class path to its end, or for five minutes.
   *
   * @return what it printed, errors among it
   */
  String run(Class<?> program, List<String> jvmOptions, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.awt.headless=false");
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(classPath());
    command.add(program.getName());
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DISPLAY", display);
    Path output = Files.createTempFile("display", ".txt");
    try {
      Process process = builder.redirectOutput(output.toFile()).start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return Files.readString(output);
    } finally {
      Files.delete(output);
    }
  }

  /** That of the class loaders, since not every launcher puts it into the property. */
  private static String classPath() {
    Set<String> parts = new LinkedHashSet<>();
    @Nullable ClassLoader loader = VirtualDisplay.class.getClassLoader();
    while (loader != null) {
      if (loader instanceof URLClassLoader jars) {
        for (URL url : jars.getURLs()) {
          parts.add(Path.of(URI.create(url.toString())).toString());
        }
      }
      loader = loader.getParent();
    }
    parts.addAll(
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
    return String.join(File.pathSeparator, parts);
  }

  @Override
  public void close() {
    server.destroy();
    try {
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
