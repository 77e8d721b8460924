package org.scopeside.deploy.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.deploy.run.Installation;
import org.scopeside.deploy.run.LiveRun;
import org.scopeside.deploy.run.LocalInstallation;
import org.scopeside.deploy.run.RemoteOptions;
import org.scopeside.deploy.run.RunOptions;
import org.scopeside.deploy.sources.SourceArguments;
import org.scopeside.source.PlaneDataset;
import org.scopeside.source.SentJournal;
import org.scopeside.source.StoredAcquisition;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnusableSourceException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scopeside replay}: files of any microscope through the same path as live planes. */
@Command(
    name = "replay",
    header = "Send the planes of files as the microscope would have.",
    description = {
      "",
      "Starts everything on this machine and sends the planes of a file or folder through it: OME-TIFF, TIFF, NDTiff, "
          + "Micro-Manager's folders, OME-Zarr, folders of images, and with your bioformats_package.jar what "
          + "Bio-Formats reads. What it is is found out; scopeside sources PATH tells.",
      "",
      "Of a folder of images the names must tell what they are, by a known scheme or by --pattern: {well}, or {row} "
          + "and {column}; {field}, {channel}, {z}, {t}, {plate}, and * for anything.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  scopeside replay plate7.ome.tif",
      "  scopeside replay plate7.zarr --model nuclei-flow --diff",
      "  scopeside replay plate/images --pattern '{well}_{channel}' --wells A01-C06",
      "  scopeside replay scans --pattern '{plate}/{well}_s{field}_w{channel}_z{z}.tif' --rate 5",
      "  scopeside replay fields --pattern '{field}' --labels-out labels --exit-when-complete --json"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PATH", description = "A file or a folder.")
  @Nullable Path path;

  @Mixin SourceArguments source = new SourceArguments();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Of several acquisitions in PATH only this one; may be given more than once.")
  List<String> only = new ArrayList<>();

  @Mixin PlaneSelection selection = new PlaneSelection();

  @ArgGroup(exclusive = true)
  ReplayPacing pacing = new ReplayPacing();

  @Option(
      names = "--channel",
      paramLabel = "NAME",
      description =
          "The channel that is segmented. Default: the one named like a nuclear stain, else the first.")
  @Nullable String channel;

  @Option(
      names = "--acquisition",
      paramLabel = "ID",
      description =
          "Id of the acquisition; sending again under the same id replaces. Default: the file's or folder's name.")
  @Nullable String acquisition;

  @Option(
      names = "--resume",
      description = "Go on where an earlier replay of the same files was interrupted.")
  boolean resume;

  @Option(
      names = "--diff",
      description =
          "Tell per well how the counts differ from those of the former analysis; also at /api/acquisitions/ID/differences.")
  boolean diff;

  @Option(
      names = "--labels-out",
      paramLabel = "DIR",
      description = "Write what was segmented: a 16-bit label image a plane, named as its source.")
  @Nullable Path labelsOut;

  @Mixin RemoteOptions remote = new RemoteOptions();

  @Mixin RunOptions options = new RunOptions();

  private final List<ReplayJournal> journals = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path from = Objects.requireNonNull(path);
    try (PlaneDataset dataset = source.open(from)) {
      dataset.remarks().forEach(System.err::println);
      ExitCode verdict =
          new LiveRun(options, this::installation).comparing(diff).execute(runs(from, dataset));
      closeJournals(verdict);
      dataset.unread().forEach(file -> System.err.println(file.file() + ": " + file.reason()));
      boolean whole = verdict != ExitCode.OK || dataset.unread().isEmpty();
      return (whole ? verdict : ExitCode.INPUT).status();
    } catch (UnusableSourceException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.FAILED, e.toString(), e);
    }
  }

  private Installation installation() throws Exception {
    return remote.given() ? remote.installation() : LocalInstallation.start(options, "replay");
  }

  private List<StoredRun> runs(Path from, PlaneDataset dataset)
      throws IOException, UserErrorException {
    Path root = folderOf(from);
    LabelWriter labels = labelsOut == null ? null : LabelWriter.into(labelsOut, root);
    List<StoredAcquisition> chosen = chosen(dataset.acquisitions());
    Set<String> ids = new HashSet<>();
    List<StoredRun> runs = new ArrayList<>();
    for (StoredAcquisition stored : chosen) {
      requireChannel(stored);
      List<StoredPlane> planes = selection.of(stored);
      String id = unique(id(from, stored, chosen.size()), ids);
      StoredRun.Settings settings =
          new StoredRun.Settings(
              root,
              channel,
              pacing,
              remote.given() ? options.model() : null,
              labels,
              journal(id, from, planes));
      runs.add(new StoredRun(id, stored, planes, settings));
    }
    return runs;
  }

  private static Path folderOf(Path from) {
    Path parent = from.toAbsolutePath().getParent();
    return Files.isDirectory(from) || parent == null ? from : parent;
  }

  private List<StoredAcquisition> chosen(List<StoredAcquisition> all) throws UserErrorException {
    String names = all.stream().map(StoredAcquisition::name).collect(Collectors.joining(", "));
    for (String name : only) {
      if (all.stream().noneMatch(stored -> stored.name().equals(name))) {
        throw new UserErrorException(
            ExitCode.USAGE, "--only " + name + " is not among the acquisitions: " + names);
      }
    }
    List<StoredAcquisition> chosen =
        all.stream().filter(stored -> only.isEmpty() || only.contains(stored.name())).toList();
    if (chosen.size() > 1 && acquisition != null) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "--acquisition names one acquisition, and there are several; choose by --only: " + names);
    }
    return chosen;
  }

  private void requireChannel(StoredAcquisition stored) throws UserErrorException {
    if (channel != null && !stored.channelNames().contains(channel)) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "--channel "
              + channel
              + " is not among the channels of "
              + stored.name()
              + ": "
              + String.join(", ", stored.channelNames()));
    }
  }

  private String id(Path from, StoredAcquisition stored, int acquisitions) {
    if (acquisition != null) {
      return AcquisitionName.required(acquisition);
    }
    return acquisitions > 1
        ? AcquisitionName.idOf(stored.name())
        : AcquisitionName.idOf(AcquisitionName.of(from));
  }

  private static String unique(String id, Set<String> taken) {
    String unique = id;
    for (int n = 2; !taken.add(unique); n++) {
      unique = AcquisitionName.idOf(n + "-" + id);
    }
    return unique;
  }

  private SentJournal journal(String id, Path from, List<StoredPlane> planes)
      throws IOException, UserErrorException {
    String to = remote.given() ? String.valueOf(remote.kafka()) : "here";
    ReplayJournal journal =
        ReplayJournal.open(
            options.data("replay"),
            id,
            List.of(from.toRealPath().toString(), to, options.settings()));
    journals.add(journal);
    if (resume) {
      System.err.println(
          id + ": " + journal.sent() + " of " + planes.size() + " planes were sent before.");
    } else if (journal.sent() > 0) {
      System.err.println(
          id
              + ": an earlier replay was interrupted after "
              + journal.sent()
              + " planes; all are sent again, --resume would go on.");
      journal.restart();
    }
    return journal.planes();
  }

  private void closeJournals(ExitCode verdict) throws IOException {
    for (ReplayJournal journal : journals) {
      journal.close(verdict == ExitCode.OK || verdict == ExitCode.INPUT);
    }
  }
}
