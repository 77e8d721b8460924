package org.scopeside.deploy.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.allinone.AllInOne;
import org.scopeside.deploy.allinone.AllInOneSettings;
import org.scopeside.deploy.run.KafkaOptions;
import org.scopeside.deploy.run.StackOptions;
import org.scopeside.deploy.sources.SourceArguments;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.pattern.NamePatternSource;
import org.scopeside.source.pattern.NamePresets;
import org.scopeside.source.pattern.NameScheme;
import org.scopeside.source.watch.FolderWatch;
import org.scopeside.source.watch.WatchMemory;
import org.scopeside.source.watch.WatchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside watch}: a folder that another microscope writes into. */
@Command(
    name = "watch",
    header = "Send the planes that another microscope writes into a folder, as they come.",
    description = {
      "",
      "Each folder in DIR is an acquisition. A file is sent once it is complete, and once only, however often the"
          + " watch is started again. What is in DIR at the first start is left alone; a folder that changes"
          + " from then on is sent whole.",
      "",
      "Without --kafka-bootstrap broker, segmenter and dashboard are started on this machine, as with serve.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  scopeside watch /mnt/microscope",
      "  scopeside watch D:\\Export --pattern operetta --kafka-bootstrap broker1:9092",
      "  scopeside watch scans --pattern '{plate}/{well}_s{field}_{channel}.tif' --channels dapi,gfp",
      "  scopeside watch scans --existing --once --json"
    })
public final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "The folder, also on a network share.")
  @Nullable Path folder;

  @Mixin SourceArguments source = new SourceArguments();

  @Option(
      names = "--existing",
      description = "At the first start send all that is there as well, not only what changes.")
  boolean existing;

  @Option(
      names = "--once",
      description = "End when everything that is there is sent; for cron, started again and again.")
  boolean once;

  @Option(
      names = "--channels",
      split = ",",
      paramLabel = "NAME",
      description =
          "Names of the channels in their order. Default: by the files' names, in the order in which they come.")
  List<String> channels = new ArrayList<>();

  @Option(
      names = "--channel",
      paramLabel = "NAME",
      description =
          "The channel that is segmented. Default: the one named like a nuclear stain, else the first.")
  @Nullable String channel;

  @Option(
      names = "--expect",
      paramLabel = "N",
      description = "Planes of each acquisition: it ends when they are there.")
  long expected;

  @Option(
      names = "--end-after",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "An acquisition without a new file for so long has ended; one that comes later opens it again. Default: ${DEFAULT-VALUE}.")
  Duration endAfter = Duration.ofMinutes(10);

  @Option(
      names = "--end-marker",
      paramLabel = "NAME",
      description = "A file of that name in its folder says that an acquisition is complete.")
  @Nullable String endMarker;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Between two looks at the folder. Default: ${DEFAULT-VALUE}.")
  Duration interval = Duration.ofMillis(250);

  @Option(
      names = "--quiet-time",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "A file that has not changed for so long, and can be read whole, is complete. Default: ${DEFAULT-VALUE}.")
  Duration quiet = Duration.ofMillis(300);

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "A file that has not changed for so long and cannot be read whole is given up. Default: ${DEFAULT-VALUE}.")
  Duration patience = Duration.ofSeconds(60);

  @Option(
      names = "--first-number",
      paramLabel = "N",
      description =
          "What numbers in names begin with, 0 or 1, where neither a preset nor the first files tell.")
  int firstNumber = NameScheme.UNKNOWN_FIRST;

  @Option(
      names = "--no-hints",
      description = "Do not ask the operating system what is new; look only.")
  boolean noHints;

  @Option(
      names = "--json",
      description = "Print one JSON line an event; everything else goes to standard error.")
  boolean json;

  @Mixin KafkaOptions kafka = new KafkaOptions();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of the Kafka broker that is started; 0 for a free one. Default: 9092.")
  int kafkaPort;

  @Mixin StackOptions stack = new StackOptions();

  @Override
  public Integer call() throws Exception {
    WatchSettings settings = settings(requiredFolder());
    WatchReport report =
        new WatchReport(
            spec.commandLine().getErr(),
            spec.commandLine().getOut(),
            json,
            Boolean.getBoolean("scopeside.terminal"));
    WatchMemory memory = memory(settings.folder());
    AllInOne local = kafka.given() ? null : start();
    WatchPublisher publisher = publisher(local);
    Stopping stopping = new Stopping(Thread.currentThread(), publisher, memory, local);
    Runtime.getRuntime().addShutdownHook(new Thread(stopping::close, "scopeside-stop"));
    try (FolderWatch watch = new FolderWatch(settings, memory, publisher, report)) {
      report.warning("Watching " + settings.folder().toAbsolutePath() + "; Ctrl-C ends it.");
      watch.run();
    } catch (InterruptedException stopped) {
      stopping.awaitClosed();
      return ExitCode.INTERRUPTED.status();
    } finally {
      stopping.watchIsOver();
    }
    stopping.close();
    return (report.refusedFiles() > 0 ? ExitCode.INPUT : ExitCode.OK).status();
  }

  private Path requiredFolder() throws UserErrorException {
    Path given = Objects.requireNonNull(folder);
    if (!Files.isDirectory(given)) {
      String fact = Files.exists(given) ? " is a file, no folder" : " does not exist";
      throw new UserErrorException(ExitCode.INPUT, given.toAbsolutePath() + fact);
    }
    return given;
  }

  private WatchSettings settings(Path watched) throws UserErrorException {
    if (firstNumber != 0 && firstNumber != 1 && firstNumber != NameScheme.UNKNOWN_FIRST) {
      throw new UserErrorException(ExitCode.USAGE, "--first-number is 0 or 1, not " + firstNumber);
    }
    return WatchSettings.of(watched)
        .schemes(schemes())
        .options(source.options())
        .source(source.name())
        .interval(interval)
        .quiet(quiet)
        .patience(patience)
        .endAfter(endAfter)
        .endMarker(endMarker)
        .existing(existing)
        .once(once)
        .channels(channels)
        .segmented(channel)
        .expectedPlanes(expected)
        .firstNumber(firstNumber)
        .hints(!noHints)
        .build();
  }

  private List<NameScheme> schemes() throws UserErrorException {
    String pattern = source.options().pattern();
    String name = source.name();
    if (pattern == null) {
      boolean byNames = name == null || name.equals(new NamePatternSource().name());
      return byNames ? List.copyOf(NamePresets.all()) : List.of();
    }
    try {
      return List.of(NamePatternSource.schemeNamed(pattern));
    } catch (UnusableSourceException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** One memory for each folder and installation: another installation has nothing of it yet. */
  private WatchMemory memory(Path watched) throws UserErrorException {
    String where = kafka.given() ? kafka.settings().get("bootstrap.servers") + "/" + topics() : "";
    Path absolute = watched.toAbsolutePath().normalize();
    String name = Objects.toString(absolute.getFileName(), "root");
    String id =
        "%s-%08x"
            .formatted(
                name.replaceAll("[^A-Za-z0-9._-]+", "-"), (absolute + "\n" + where).hashCode());
    Path at = stack.data("watch").resolve("watched").resolve(id);
    try {
      return WatchMemory.open(at);
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  private String topics() {
    return kafka.topics().frames();
  }

  private AllInOne start() throws Exception {
    AllInOne started =
        AllInOne.start(
            new AllInOneSettings(
                stack.data("watch"), stack.host(), stack.port(), kafkaPort, stack.segmenter()));
    spec.commandLine().getErr().println("Kafka: " + started.bootstrapServers());
    spec.commandLine().getErr().println("Dashboard: " + started.url());
    spec.commandLine().getErr().flush();
    return started;
  }

  private WatchPublisher publisher(@Nullable AllInOne local) throws UserErrorException {
    if (local != null) {
      return new WatchPublisher(
          Map.of("bootstrap.servers", local.bootstrapServers()), local.topics());
    }
    return new WatchPublisher(kafka.settings(), kafka.topics());
  }

  /** Reads {@code 250ms}, {@code 2s}, {@code 10m}, {@code 1h}. */
  static final class DurationConverter implements picocli.CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      java.util.regex.Matcher matcher =
          java.util.regex.Pattern.compile("([0-9]{1,9})(ms|s|m|h)")
              .matcher(text.toLowerCase(Locale.ROOT));
      if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
        throw new picocli.CommandLine.TypeConversionException(
            "'" + text + "' is no time such as 250ms, 2s, 10m or 1h");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
  }
}
