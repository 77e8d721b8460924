package org.scopeside.deploy.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.scopeside.archive.Packing;
import org.scopeside.archive.PlaneArchive;
import org.scopeside.archive.ometiff.OmeTiffArchive;
import org.scopeside.archive.omezarr.OmeZarrArchive;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UntilInterrupted;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.run.KafkaOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopeside archive}: planes from the stream as files. */
@Command(
    name = "archive",
    header = "Write the planes of the stream as OME-TIFF or OME-Zarr.",
    description = {
      "",
      "Follows the stream of a running installation, such as scopeside serve, and keeps its planes as files that any "
          + "program of the field reads. It begins with the oldest planes that Kafka holds; a restart goes on where it "
          + "was. A plane counts as read when it is written, so nothing is left out.",
      ""
    },
    footer = {
      "@|bold Examples|@",
      "  @|yellow scopeside archive /data/record|@",
      "  @|yellow scopeside archive /data/record --format ome-zarr --kafka-bootstrap broker1:9092|@",
      "  @|yellow scopeside archive P7 --acquisition plate-7 --exit-when-complete --json|@"
    })
public final class ArchiveCommand implements Callable<Integer> {
  private static final long LINE_PERIOD_NANOS = Duration.ofSeconds(5).toNanos();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Folder for the files; made where it is missing.")
  @Nullable Path out;

  /** What is written. */
  enum Format {
    OME_TIFF,
    OME_ZARR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format = Format.OME_TIFF;

  @Option(
      names = "--compression",
      paramLabel = "NAME",
      description = "none, deflate or zstd. Default: deflate.")
  Packing packing = Packing.DEFLATE;

  @Option(
      names = "--acquisition",
      paramLabel = "ID",
      description = "Only this acquisition; may be given more than once. Default: all.")
  Set<String> acquisitions = new LinkedHashSet<>();

  @Option(
      names = "--exit-when-complete",
      description = "End when the acquisitions have ended and all their planes are written.")
  boolean exitWhenComplete;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "Consumer group; archives of one group share the work. Default: one for this folder.")
  @Nullable String group;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Planes that are compressed at once. Default: one a processor.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON summary on standard output at the end.")
  boolean json;

  @Mixin KafkaOptions kafka = new KafkaOptions();

  private final PrintStream words = System.err;
  private long lastLine = System.nanoTime();
  private volatile ArchiveProgress last = new ArchiveProgress(0, 0, 0, 0);

  @Override
  public Integer call() throws Exception {
    Path folder = folder();
    if (threads < 1) {
      throw new UserErrorException(ExitCode.USAGE, "--threads " + threads + " is not above 0");
    }
    Map<String, String> settings = kafka.settings();
    long begun = System.nanoTime();
    CountDownLatch done = new CountDownLatch(1);
    try {
      ArchiveRun run =
          new ArchiveRun(
              settings,
              kafka.topics(),
              group == null ? groupOf(folder) : group,
              archive(folder),
              acquisitions,
              exitWhenComplete,
              threads,
              words::println);
      UntilInterrupted.closing(
          () -> {
            run.stop();
            done.await(3, TimeUnit.SECONDS);
          });
      words.println("Archiving to " + folder + " as " + format + "; Ctrl-C ends it.");
      run.run(this::show);
    } catch (KafkaException e) {
      throw new UserErrorException(
          ExitCode.REFUSED, settings.get("bootstrap.servers") + ": " + e.getMessage(), e);
    } finally {
      done.countDown();
    }
    summarise((System.nanoTime() - begun) / 1e9);
    return last.unreadable() == 0 ? ExitCode.OK.status() : ExitCode.INPUT.status();
  }

  private Path folder() throws UserErrorException {
    Path folder = Objects.requireNonNull(out);
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new UserErrorException(
          ExitCode.REFUSED, "cannot write into " + folder.toAbsolutePath() + ": " + e, e);
    }
  }

  private PlaneArchive archive(Path folder) throws UserErrorException {
    try {
      return format == Format.OME_TIFF
          ? new OmeTiffArchive(folder, packing)
          : OmeZarrArchive.open(folder, packing);
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  private static String groupOf(Path folder) {
    CRC32 sum = new CRC32();
    sum.update(folder.toString().getBytes(StandardCharsets.UTF_8));
    return "scopeside-archive-%08x".formatted(sum.getValue());
  }

  private void show(ArchiveProgress now) {
    last = now;
    if (System.nanoTime() - lastLine > LINE_PERIOD_NANOS) {
      lastLine = System.nanoTime();
      words.printf(
          Locale.ROOT,
          "%d planes, %.2f GB; %d behind%n",
          now.planes(),
          now.bytes() / 1e9,
          now.behind());
    }
  }

  private void summarise(double seconds) throws IOException {
    ArchiveProgress now = last;
    words.printf(
        Locale.ROOT,
        "%d planes, %.2f GB in %.1f s%s%n",
        now.planes(),
        now.bytes() / 1e9,
        seconds,
        now.unreadable() == 0 ? "" : "; " + now.unreadable() + " records were no planes");
    if (json) {
      PrintWriter to = spec.commandLine().getOut();
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("folder", String.valueOf(out));
      tree.put("format", format.toString());
      tree.put("planes", now.planes());
      tree.put("bytes", now.bytes());
      tree.put("unreadable", now.unreadable());
      tree.put("behind", now.behind());
      tree.put("seconds", seconds);
      to.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree));
      to.flush();
    }
  }
}
