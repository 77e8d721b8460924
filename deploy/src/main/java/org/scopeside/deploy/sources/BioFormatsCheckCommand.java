package org.scopeside.deploy.sources;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.source.SourceOptions;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.bioformats.BioFormatsDataset;
import org.scopeside.source.bioformats.BioFormatsPlace;
import org.scopeside.source.bioformats.BioFormatsSource;
import org.scopeside.source.bioformats.IsolatedBioFormats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside bio-formats check}: what was found, whether it fits, and what a file holds. */
@Command(
    name = "check",
    header = "Say which Bio-Formats is found, whether it fits, and what it makes of a file.",
    description = {
      "",
      "Looks where --bio-formats says, else SCOPESIDE_BIO_FORMATS, else in ~/.scopeside/bio-formats."
          + " Everything that Scopeside calls in it is looked up; what is missing is named, and the exit"
          + " status is 1.",
      ""
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside bio-formats check --readers|@",
      "  @|yellow scopeside bio-formats check --bio-formats ~/Downloads/bioformats_package.jar cells.czi|@"
    })
final class BioFormatsCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "File to open, or a folder with an index of its files.")
  private @Nullable Path file;

  @Option(
      names = "--bio-formats",
      paramLabel = "PATH",
      description = "bioformats_package.jar, or a folder with the jars of Bio-Formats.")
  private @Nullable Path bioFormats;

  @Option(names = "--readers", description = "List the formats it has readers for.")
  private boolean readers;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try {
      BioFormatsReport report = report();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(BioFormatsJson.of(report));
      } else {
        BioFormatsText.of(report, readers).forEach(out::println);
      }
      out.flush();
      return (report.fits() ? ExitCode.OK : ExitCode.FAILED).status();
    } catch (UnusableSourceException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private BioFormatsReport report() throws IOException, UserErrorException {
    SourceOptions options = new SourceOptions(null, bioFormats);
    BioFormatsPlace place = BioFormatsPlace.find(options);
    if (place == null) {
      throw new UserErrorException(
          ExitCode.FAILED,
          "no Bio-Formats found: neither --bio-formats nor %s is given, and %s has none; %s"
              .formatted(
                  BioFormatsPlace.VARIABLE,
                  BioFormatsPlace.usualFolder(),
                  BioFormatsPlace.howToGet()));
    }
    IsolatedBioFormats found = IsolatedBioFormats.of(place);
    BioFormatsReport report = BioFormatsReport.of(place, found);
    Path asked = file;
    if (asked == null || !report.fits()) {
      return report;
    }
    if (!Files.exists(asked)) {
      throw new UserErrorException(ExitCode.INPUT, asked + " does not exist");
    }
    try (BioFormatsDataset opened = new BioFormatsSource().open(asked, options)) {
      return report.with(BioFormatsReport.OpenedFile.of(asked, opened));
    }
  }
}
