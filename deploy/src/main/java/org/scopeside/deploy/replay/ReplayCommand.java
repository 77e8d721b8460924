package org.scopeside.deploy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.PlaneHeader;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.labels.LabelWriter;
import org.scopeside.deploy.run.LiveRun;
import org.scopeside.deploy.run.RunOptions;
import org.scopeside.source.UnusableSourceException;
import org.scopeside.source.pattern.FolderPlan;
import org.scopeside.source.pattern.NamePattern;
import org.scopeside.source.pattern.PlaneFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scopeside replay}: a folder of images through the same path as live planes. */
@Command(
    name = "replay",
    header = "Send a folder of TIFF or PNG planes as a microscope would.",
    description = {
      "",
      "Starts everything on this machine and sends the planes of a folder through it. The pattern says what the names "
          + "mean: {well}, or {row} and {column}; {field}, {channel}, {z}, {t}, {plate}, and * for anything.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  scopeside replay plate/images --pattern '{well}_{channel}' --max",
      "  scopeside replay scans --pattern '{plate}/{well}_s{field}_w{channel}_z{z}.tif' --rate 5",
      "  scopeside replay fields --pattern '{field}' --labels-out labels --exit-when-complete --json"
    })
public final class ReplayCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder with 8- or 16-bit TIFF or PNG images.")
  @Nullable Path folder;

  @Option(
      names = "--pattern",
      required = true,
      paramLabel = "PATTERN",
      description = "What the file names mean.")
  @Nullable String pattern;

  @ArgGroup(exclusive = true)
  Pacing pacing = new Pacing();

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
          "Id of the acquisition; sending again under the same id replaces. Default: the folder's name.")
  @Nullable String acquisition;

  @Option(
      names = "--labels-out",
      paramLabel = "DIR",
      description = "Write what was segmented: a 16-bit label image a plane, named as its source.")
  @Nullable Path labelsOut;

  @Mixin RunOptions options = new RunOptions();

  /** How fast planes are sent. */
  static final class Pacing {
    @Option(names = "--rate", paramLabel = "N", description = "Planes a second.")
    @Nullable Double rate;

    @Option(names = "--as-acquired", description = "At the pace at which the files were written.")
    boolean asAcquired;

    @Option(names = "--max", description = "As fast as they are analysed (default).")
    boolean max;
  }

  @Override
  public Integer call() throws Exception {
    try {
      Path from = Objects.requireNonNull(folder);
      FolderPlan plan = PlaneFolder.list(from, NamePattern.parse(Objects.requireNonNull(pattern)));
      LabelWriter labels = labelsOut == null ? null : LabelWriter.into(labelsOut, from);
      FolderAcquisition source =
          new FolderAcquisition(acquisitionId(from), plan, segmentedChannel(plan), pacing, labels);
      source.remarks().forEach(System.err::println);
      return new LiveRun(options, "replay", labels != null).execute(source).status();
    } catch (UnusableSourceException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.FAILED, e.toString(), e);
    }
  }

  private @Nullable String segmentedChannel(FolderPlan plan) throws UserErrorException {
    if (channel != null && !plan.channelNames().contains(channel)) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "--channel "
              + channel
              + " is not among the channels of the folder: "
              + String.join(", ", plan.channelNames()));
    }
    return channel;
  }

  private String acquisitionId(Path from) throws UserErrorException {
    String id = acquisition;
    if (id == null) {
      String name =
          String.valueOf(from.toAbsolutePath().normalize().getFileName())
              .replaceAll("[^A-Za-z0-9._-]+", "-");
      id = name.matches("[A-Za-z0-9].*") ? name : "replay-" + name;
    }
    if (!PlaneHeader.isAcquisitionId(id)) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "--acquisition '" + id + "' is not letters, digits, '.', '_' or '-', at most 128");
    }
    return id;
  }
}
