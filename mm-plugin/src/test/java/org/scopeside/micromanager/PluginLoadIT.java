package org.scopeside.micromanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scopeside.micromanager.check.PluginLoadCheck;

/**
 * The built jar in class loaders arranged as Micro-Manager's, above it what Micro-Manager pins, in
 * every Java of this computer: the one of the build, those under {@code /usr/lib/jvm} and those in
 * the variable {@code SCOPESIDE_JAVA_HOMES}.
 */
class PluginLoadIT {
  private static final Path JAR = Path.of(System.getProperty("scopeside.plugin.jar"));
  private static final Path PINNED = Path.of(System.getProperty("scopeside.micromanager.pinned"));
  private static final Path NEIGHBOUR = Path.of(System.getProperty("scopeside.neighbour"));
  private static final Path CLASSES = Path.of(System.getProperty("scopeside.check.classes"));

  /** Once more, for Java 8, so that an old Java can run it. */
  @BeforeAll
  static void compileForJava8() throws Exception {
    Path annotations =
        Path.of(Nullable.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> classPath = new ArrayList<>(jars(PINNED));
    classPath.add(annotations);
    Files.createDirectories(CLASSES);
    List<String> arguments =
        new ArrayList<>(List.of("--release", "8", "-nowarn", "-Xlint:-options"));
    arguments.addAll(List.of("-proc:none", "-cp", join(classPath)));
    arguments.addAll(List.of("-d", CLASSES.toString()));
    try (Stream<Path> sources = Files.list(Path.of(System.getProperty("scopeside.check.source")))) {
      sources.forEach(source -> arguments.add(source.toString()));
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.out, arguments.toArray(String[]::new));
    assertEquals(0, status);
  }

  static Stream<Arguments> javasAndLoaders() throws IOException {
    return javas().entrySet().stream()
        .flatMap(
            java ->
                Stream.of("own", "shared")
                    .map(loader -> Arguments.of(java.getKey(), loader, java.getValue())));
  }

  @ParameterizedTest(name = "Java {0}, {1} class loader")
  @MethodSource("javasAndLoaders")
  void shouldLoadAndWorkWhereMicroManagerPutsIt(String version, String loader, Path java)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "-Xmx256m", "-Djava.awt.headless=true"));
    List<Path> classPath = new ArrayList<>(List.of(CLASSES));
    classPath.addAll(jars(PINNED));
    command.addAll(List.of("-cp", join(classPath), PluginLoadCheck.class.getName()));
    command.addAll(List.of(System.getProperty("scopeside.plugin.version"), loader, JAR.toString()));
    if (loader.equals("shared")) {
      jars(NEIGHBOUR).forEach(jar -> command.add(jar.toString()));
    }
    String output = run(command);
    assertTrue(output.contains("checked on Java " + version), output);
    assertEquals(List.of("logback is listening"), linesOfLogback(output), output);
  }

  /** Micro-Manager's logback prints all that it gets, in lines with a time and a thread first. */
  private static List<String> linesOfLogback(String output) {
    return output
        .lines()
        .filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\[.*"))
        .map(line -> line.substring(line.lastIndexOf(" - ") + 3))
        .toList();
  }

  private static String run(List<String> command) throws Exception {
    Path output = Files.createTempFile(CLASSES.getParent(), "check", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertTrue(ended, () -> "no end after two minutes: " + text);
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  /** The javas of this computer by version. */
  private static Map<String, Path> javas() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    String more = System.getenv().getOrDefault("SCOPESIDE_JAVA_HOMES", "");
    Arrays.stream(more.split(File.pathSeparator, -1))
        .filter(home -> !home.isEmpty())
        .forEach(home -> homes.add(Path.of(home)));
    Path debian = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> folders = Files.list(debian)) {
        folders.sorted().forEach(homes::add);
      }
    }
    Map<String, Path> javas = new TreeMap<>();
    for (Path home : homes) {
      Path java = home.resolve("bin").resolve("java");
      if (Files.isExecutable(java)) {
        javas.putIfAbsent(version(java), java);
      }
    }
    return javas;
  }

  private static String version(Path java) throws IOException {
    Process process =
        new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
            .redirectErrorStream(true)
            .start();
    String settings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return settings
        .lines()
        .filter(line -> line.trim().startsWith("java.version ="))
        .map(line -> line.substring(line.indexOf('=') + 1).trim())
        .findFirst()
        .orElseThrow(() -> new IOException(java + " tells no version: " + settings));
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static String join(List<Path> classPath) {
    return String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
  }
}
