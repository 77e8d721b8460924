package org.scopeside.deploy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the README tells people to type is understood by the command. */
class ReadmeTest {
  private static final String COMMAND = "deploy/scopeside";
  private static final Pattern FENCED =
      Pattern.compile(
          "^```(?:sh|shell|bash|console)?[ \\t]*\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  @TestFactory
  Stream<DynamicTest> shouldUnderstandEveryCommandOfReadme() throws IOException {
    Path root =
        Path.of(Objects.requireNonNull(System.getProperty("scopeside.root"), "scopeside.root"));
    List<String> commands = commands(Files.readString(root.resolve("README.md")));
    assertTrue(
        commands.stream().anyMatch(c -> c.startsWith(COMMAND + " demo")), commands::toString);
    assertTrue(
        commands.stream().anyMatch(c -> c.startsWith(COMMAND + " test")), commands::toString);
    return commands.stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command,
                    () ->
                        assertDoesNotThrow(
                            () -> Scopeside.commandLine().parseArgs(arguments(command)), command)));
  }

  /** Commands of the fenced shell blocks; a backslash at the end of a line continues it. */
  private static List<String> commands(String markdown) {
    List<String> commands = new ArrayList<>();
    for (MatchResult block : FENCED.matcher(markdown).results().toList()) {
      block
          .group(1)
          .replaceAll("\\\\\\R\\s*", " ")
          .lines()
          .map(line -> line.strip().replaceFirst("^\\$ ", ""))
          .filter(line -> line.equals(COMMAND) || line.startsWith(COMMAND + " "))
          .map(line -> line.replaceFirst("\\s#.*", "").strip())
          .forEach(commands::add);
    }
    return commands;
  }

  /**
   * Words as a shell would hand them over, without the command itself and what comes after a pipe.
   */
  private static String[] arguments(String command) {
    return WORD.matcher(command)
        .results()
        .skip(1)
        .takeWhile(word -> !word.group().matches("[|>&;].*"))
        .map(
            word ->
                Stream.of(1, 2, 3).map(word::group).filter(Objects::nonNull).findFirst().orElse(""))
        .toArray(String[]::new);
  }
}
