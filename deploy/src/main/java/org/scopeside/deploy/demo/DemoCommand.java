package org.scopeside.deploy.demo;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.run.LiveRun;
import org.scopeside.deploy.run.LocalInstallation;
import org.scopeside.deploy.run.RunOptions;
import org.scopeside.simulator.SimulationSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scopeside demo}: a simulated plate through a real broker to a live dashboard. */
@Command(
    name = "demo",
    header = "Acquire a simulated plate and watch its counts arrive.",
    description = {
      "",
      "Starts everything on this machine (a real Kafka broker, one segmenter, one results service), acquires a simulated "
          + "96-well dose-response plate at a microscope's pace, and shows at one URL how the plate fills with counts.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  scopeside demo",
      "  scopeside demo --wells 12 --fields 1 --rate 20 --exit-when-complete --json"
    })
public final class DemoCommand implements Callable<Integer> {
  static final String SOURCE = "/microscopes/simulated";
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Option(
      names = "--wells",
      paramLabel = "N",
      defaultValue = "96",
      description = "Wells to visit, 1 to 96. Default: ${DEFAULT-VALUE}.")
  int wells;

  @Option(
      names = "--fields",
      paramLabel = "N",
      defaultValue = "2",
      description = "Fields a well. Default: ${DEFAULT-VALUE}.")
  int fields;

  @Option(
      names = "--channels",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "DAPI,GFP",
      description =
          "Channels, 1 to 4: nuclei, a translocating protein, membrane, mitochondria. Default: ${DEFAULT-VALUE}.")
  List<String> channels = List.of();

  @Option(
      names = "--z",
      paramLabel = "N",
      defaultValue = "1",
      description = "Z-planes a field. Default: ${DEFAULT-VALUE}.")
  int sizeZ;

  @Option(
      names = "--time-points",
      paramLabel = "N",
      defaultValue = "1",
      description = "Time points. Default: ${DEFAULT-VALUE}.")
  int sizeT;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "1024",
      description = "Width and height of a plane, 64 to 4096. Default: ${DEFAULT-VALUE}.")
  int size;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "5",
      description = "Planes a second. Default: ${DEFAULT-VALUE}.")
  double rate;

  @Option(
      names = "--defects",
      paramLabel = "SHARE",
      defaultValue = "0.06",
      description =
          "Share of fields out of focus, saturated or with a bubble. Default: ${DEFAULT-VALUE}.")
  double defects;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed is another plate. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Mixin RunOptions options = new RunOptions();

  @Override
  public Integer call() throws Exception {
    return new LiveRun(options, () -> LocalInstallation.start(options, "demo"))
        .execute(List.of(plate()))
        .status();
  }

  private SimulatedAcquisition plate() throws UserErrorException {
    if (wells < 1 || wells > 96) {
      throw new UserErrorException(ExitCode.USAGE, "--wells " + wells + " is not from 1 to 96");
    }
    if (!(rate > 0)) {
      throw new UserErrorException(ExitCode.USAGE, "--rate " + rate + " is not above 0");
    }
    try {
      SimulationSettings settings =
          SimulationSettings.defaults(seed)
              .withSize(size, size)
              .withChannels(channels)
              .withFields(fields)
              .withStack(sizeZ, 1.5)
              .withTimePoints(sizeT)
              .withDefectFraction(defects);
      String id = "demo-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
      return new SimulatedAcquisition(id, settings, wells, rate);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
