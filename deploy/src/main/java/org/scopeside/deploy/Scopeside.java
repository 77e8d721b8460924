package org.scopeside.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.scopeside.deploy.allinone.WarmUpCommand;
import org.scopeside.deploy.archive.ArchiveCommand;
import org.scopeside.deploy.bench.BenchCommand;
import org.scopeside.deploy.demo.DemoCommand;
import org.scopeside.deploy.engines.EnginesCommand;
import org.scopeside.deploy.evaluate.EvaluateCommand;
import org.scopeside.deploy.gpucheck.GpuCheckCommand;
import org.scopeside.deploy.models.ModelsCommand;
import org.scopeside.deploy.replay.ReplayCommand;
import org.scopeside.deploy.serve.ServeCommand;
import org.scopeside.deploy.service.BrokerCommand;
import org.scopeside.deploy.service.ResultsCommand;
import org.scopeside.deploy.service.SegmenterCommand;
import org.scopeside.deploy.service.TopicsCommand;
import org.scopeside.deploy.simulate.SimulateCommand;
import org.scopeside.deploy.sources.BioFormatsCommand;
import org.scopeside.deploy.sources.SourcesCommand;
import org.scopeside.deploy.train.TrainCommand;
import org.scopeside.deploy.watch.WatchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code scopeside} command. */
@Command(
    name = "scopeside",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Scopeside.Version.class,
    header = {
      "@|bold Live cell counts and quality per well while the plate is on the stage.|@",
      ""
    },
    synopsisHeading = "@|bold Usage|@%n  ",
    descriptionHeading = "%n",
    description =
        "Planes travel from the microscope through Kafka, are segmented and measured, and reach the"
            + " dashboard within a second.",
    parameterListHeading = "%n@|bold What|@%n",
    optionListHeading = "%n@|bold Options|@%n",
    commandListHeading = "%n@|bold Commands|@%n",
    footerHeading = "%n",
    usageHelpAutoWidth = true,
    sortOptions = false)
public final class Scopeside implements Runnable {
  private static final String[] EXAMPLES = {
    "@|bold Examples|@",
    "  A simulated 96-well plate, counted live in the browser:",
    "    @|yellow scopeside demo|@",
    "  Files of any microscope, as it would have sent them:",
    "    @|yellow scopeside replay plate7.ome.tif|@",
    "    @|yellow scopeside replay plate7 --pattern '{well}_s{field}_w{channel}.tif'|@",
    "  Planes that another microscope writes into a folder, as they come:",
    "    @|yellow scopeside watch /mnt/microscope|@",
    "  Everything that the plugin of Micro-Manager connects to:",
    "    @|yellow scopeside serve|@",
    "  A service alone, against your Kafka cluster:",
    "    @|yellow scopeside segmenter --config segmenter.properties|@",
    "",
    "Each command has its own help: @|yellow scopeside demo --help|@",
    "",
    "@|bold Exit status|@",
  };

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Say what happens, and show stack traces.")
  private boolean verbose;

  /** Every subcommand, in the order of the help: what one tries first comes first. */
  private static List<Object> subcommands() {
    return List.of(
        new DemoCommand(),
        new ReplayCommand(),
        new SourcesCommand(),
        new WatchCommand(),
        new ServeCommand(),
        new EvaluateCommand(),
        new ModelsCommand(),
        new EnginesCommand(),
        new TrainCommand(),
        new SimulateCommand(),
        new ArchiveCommand(),
        new BioFormatsCommand(),
        new BenchCommand(),
        new GpuCheckCommand(),
        new TestCommand(),
        new BrokerCommand(),
        new TopicsCommand(),
        new SegmenterCommand(),
        new ResultsCommand(),
        new WarmUpCommand());
  }

  /** Runs a command line and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command line; returns the exit status. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  /** The parser with all its subcommands. */
  static CommandLine commandLine() {
    Scopeside root = new Scopeside();
    CommandLine line = new CommandLine(root);
    subcommands().forEach(line::addSubcommand);
    line.getCommandSpec().usageMessage().footer(footer());
    ErrorLines errors = new ErrorLines(() -> root.verbose);
    line.setExecutionExceptionHandler(errors);
    line.setParameterExceptionHandler(errors);
    line.setExecutionStrategy(
        parsed -> {
          if (root.verbose) {
            Logging.verbose();
          }
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    return line;
  }

  private static String[] footer() {
    List<String> lines =
        Arrays.stream(ExitCode.values())
            .map(code -> "  %3d  %s".formatted(code.status(), code.meaning()))
            .collect(Collectors.toList());
    lines.addAll(0, List.of(EXAMPLES));
    return lines.toArray(String[]::new);
  }

  /** Without a command: the help, as an error of usage. */
  @Override
  public void run() {
    PrintWriter err = spec.commandLine().getErr();
    spec.commandLine().usage(err);
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** The build's version and the Java it runs on. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties build = new Properties();
      try (InputStream in = Scopeside.class.getResourceAsStream("version.properties")) {
        build.load(in);
      }
      return new String[] {
        "scopeside " + build.getProperty("version"),
        "Java " + Runtime.version() + " on " + System.getProperty("os.name")
      };
    }
  }
}
