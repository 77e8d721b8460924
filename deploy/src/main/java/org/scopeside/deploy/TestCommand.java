package org.scopeside.deploy;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Listed here for the help; the shell script does it, as it needs no built Scopeside. */
@Command(
    name = "test",
    header = "Run the whole test suite; installs what it needs and the machine lacks.",
    description =
        "On Debian and Ubuntu missing packages (headless Chromium, NumPy) are installed by apt where"
            + " that is allowed; elsewhere the command says what is missing and stops.")
final class TestCommand implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "MAVEN-ARGUMENT", description = "Passed on to Maven.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws UserErrorException {
    throw new UserErrorException(
        ExitCode.USAGE,
        "the tests start by the script: deploy/scopeside test " + String.join(" ", arguments));
  }
}
