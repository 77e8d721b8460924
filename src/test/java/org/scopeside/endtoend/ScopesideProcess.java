package org.scopeside.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code deploy/scopeside} as a process of its own, started as a user would. Standard output and
 * error are kept apart, in files under {@code target/processes}. Closing kills it.
 */
final class ScopesideProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration RUN = Duration.ofMinutes(4);
  private static final Pattern DASHBOARD = Pattern.compile("Dashboard: (http://\\S+)");
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final ObjectMapper STRICT_JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String line;
  private final Process process;
  private final Path out;
  private final Path err;

  private ScopesideProcess(String line, Process process, Path out, Path err) {
    this.line = line;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a command: {@code start("demo", "--wells", "2")}. */
  static ScopesideProcess start(String... arguments) {
    return start(List.of(), List.of(arguments));
  }

  /** Starts a command with the signals of a terminal, even where the tests run without one. */
  static ScopesideProcess startAsInTerminal(String... arguments) {
    return start(List.of("env", "--default-signal=INT"), List.of(arguments));
  }

  private static ScopesideProcess start(List<String> before, List<String> arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(Places.root().resolve("deploy/scopeside").toString());
    command.addAll(arguments);
    String name = "%02d-%s".formatted(NUMBER.incrementAndGet(), arguments.get(0));
    try {
      keepFromBuilding();
      Path folder = Files.createDirectories(Places.target().resolve("processes"));
      Path out = folder.resolve(name + "-" + ProcessHandle.current().pid() + ".out");
      Path err = folder.resolve(name + "-" + ProcessHandle.current().pid() + ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Places.root().toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(key -> key.startsWith("SCOPESIDE_"));
      return new ScopesideProcess(String.join(" ", command), builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Maven has packaged the launcher before these tests. A build by the script would replace the
   * jars that this JVM runs on, so its stamp is made younger than every source.
   */
  private static void keepFromBuilding() throws IOException {
    Path target = Places.root().resolve("deploy/target");
    assertTrue(
        Files.isDirectory(target.resolve("lib")), () -> target + " holds no packaged launcher");
    Files.writeString(target.resolve("built"), "");
  }

  /** Runs a command to its end. */
  static ScopesideProcess run(String... arguments) {
    try (ScopesideProcess process = start(arguments)) {
      process.awaitExit(RUN);
      return process;
    }
  }

  /** The exit status, once the process has ended. */
  int awaitExit(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + patience + ": " + this);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return process.exitValue();
  }

  /** The exit status of a process that has ended. */
  int status() {
    return process.exitValue();
  }

  /** Fails with everything it said if it has ended. */
  void requireAlive() {
    assertTrue(process.isAlive(), this::toString);
  }

  /** Where its dashboard is, once it says so. */
  URI awaitUrl() {
    return URI.create(awaitError(DASHBOARD).group(1));
  }

  /** Waits until standard error holds something. */
  Matcher awaitError(Pattern pattern) {
    Matcher[] found = new Matcher[1];
    await("'" + pattern + "' from " + line)
        .atMost(START)
        .failFast(
            () -> {
              if (!pattern.matcher(err()).find()) {
                requireAlive();
              }
            })
        .until(
            () -> {
              found[0] = pattern.matcher(err());
              return found[0].find();
            });
    return found[0];
  }

  /** Standard output so far. */
  String out() {
    return read(out);
  }

  /** Standard error so far. */
  String err() {
    return read(err);
  }

  /** Standard output as the one JSON document that it must be. */
  JsonNode json() {
    try {
      return STRICT_JSON.readTree(out());
    } catch (IOException e) {
      throw new AssertionError("standard output is not one JSON document: " + this, e);
    }
  }

  /** Fails with everything the process said unless it ended with that status. */
  ScopesideProcess requireStatus(int status) {
    assertEquals(status, status(), this::toString);
    return this;
  }

  /** As {@code kill -9}: nothing of it gets a chance to tidy up. */
  void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().orTimeout(20, TimeUnit.SECONDS).join());
  }

  /** As Ctrl-C in a terminal, which reaches every process of the command. */
  void interrupt() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-INT", Long.toString(process.pid())));
    process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  @Override
  public void close() {
    kill();
  }

  @Override
  public String toString() {
    String state = process.isAlive() ? "running" : "exit status " + process.exitValue();
    return "%s%n%s%n--- standard output%n%s%n--- standard error%n%s"
        .formatted(line, state, out(), err());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
