package org.scopeside.deploy.sources;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.PlaneSource;
import org.scopeside.source.PlaneSources;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.pattern.NamePatternException;
import picocli.CommandLine.Option;

/** Options of every command that opens files of a microscope. */
public final class SourceArguments {
  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "What the files are, as scopeside sources lists; default: found out.")
  @Nullable String source;

  @Option(
      names = "--pattern",
      paramLabel = "PATTERN",
      description =
          "What the names of a folder's images mean, as {well}_s{field}_w{channel}, or the name of a preset.")
  @Nullable String pattern;

  @Option(
      names = "--bio-formats",
      paramLabel = "PATH",
      description = "Your bioformats_package.jar; see scopeside bio-formats check.")
  @Nullable Path bioFormats;

  /** What the user says of the files. */
  public SourceOptions options() {
    return new SourceOptions(pattern, bioFormats);
  }

  /** The source that was named; null if none was. */
  public @Nullable String name() {
    return source;
  }

  /** The source for a path: the one that was named, or the one that recognises it. */
  public PlaneSource sourceFor(Path path) throws UserErrorException {
    PlaneSources installed = PlaneSources.installed();
    requireName(installed);
    try {
      return installed.forPath(path, source, options());
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private void requireName(PlaneSources installed) throws UserErrorException {
    if (source != null) {
      try {
        installed.named(source);
      } catch (UnusableSourceException e) {
        throw new UserErrorException(
            ExitCode.USAGE, "--source " + source + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Opens a path.
   *
   * @throws UserErrorException if nothing of it can be read, with the reason
   */
  public PlaneDataset open(Path path) throws UserErrorException {
    PlaneSource found = sourceFor(path);
    try {
      return found.open(path, options());
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static UserErrorException unusable(Path path, IOException e) {
    String facts =
        e instanceof UnusableSourceException ? String.valueOf(e.getMessage()) : path + ": " + e;
    boolean mistyped = e.getCause() instanceof NamePatternException;
    return new UserErrorException(mistyped ? ExitCode.USAGE : ExitCode.INPUT, facts, e);
  }
}
