package org.scopeside.deploy;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.scopeside.runtime.InvalidSettingsException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Failures as one line on standard error, with the stack trace only when asked for. */
final class ErrorLines implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final BooleanSupplier verbose;

  ErrorLines(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    ExitCode status = ExitCode.FAILED;
    List<String> lines = List.of(oneLine(e));
    if (e instanceof UserErrorException user) {
      status = user.exitCode();
    } else if (e instanceof InvalidSettingsException settings) {
      status = ExitCode.USAGE;
      lines = settings.problems();
    } else if (e instanceof ParameterException parameter) {
      return handleParseException(parameter, new String[0]);
    } else {
      lines = List.of(e.getClass().getSimpleName() + ": " + oneLine(e) + " (--verbose tells more)");
    }
    print(command, e, lines);
    return status.status();
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    List<String> suggestions = List.of();
    String fact = oneLine(e);
    if (e instanceof UnmatchedArgumentException unmatched) {
      suggestions = unmatched.getSuggestions();
      fact = "unknown argument " + String.join(" ", unmatched.getUnmatched());
    }
    String hint =
        suggestions.isEmpty()
            ? "see " + command.getCommandSpec().qualifiedName() + " --help"
            : "did you mean " + suggestions.get(0) + "?";
    print(command, e, List.of(fact + "; " + hint));
    return ExitCode.USAGE.status();
  }

  private void print(CommandLine command, Exception e, List<String> lines) {
    PrintWriter err = command.getErr();
    lines.forEach(line -> err.println("scopeside: " + line));
    if (verbose.getAsBoolean()) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
