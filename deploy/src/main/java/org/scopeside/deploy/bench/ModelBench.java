package org.scopeside.deploy.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.deploy.evaluate.PlaneValues;
import org.scopeside.deploy.models.ModelOptions;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.library.PrecisionChoice;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;
import org.scopeside.simulator.PlateLayout;
import org.scopeside.simulator.SimulatedField;
import org.scopeside.simulator.SimulatedMicroscope;
import org.scopeside.simulator.SimulatedWell;
import org.scopeside.simulator.SimulationSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code scopeside bench model}: what a plane costs with each model and each of its precisions. All
 * take turns on the same planes in one process, so that whatever else the machine does hits them
 * alike.
 */
@Command(
    name = "model",
    header = "CPU seconds a plane of models, in each of their precisions.",
    description = {
      "",
      "All take turns, several rounds; ratios to fp32 are of the same round, and their median is what"
          + " counts. CPU time is that of the calling thread, with several threads that of the process.",
      ""
    },
    footer = {
      "",
      "@|bold Examples|@",
      "  @|yellow scopeside bench model nuclei-star classical|@",
      "  @|yellow scopeside bench model nuclei-star cells-flow --size 2048 --planes 2 --json|@"
    })
final class ModelBench implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Built in, id, id@version or path.")
  List<String> names = List.of();

  @Option(
      names = "--planes",
      paramLabel = "N",
      defaultValue = "2",
      description = "Planes a round. Default: ${DEFAULT-VALUE}.")
  int planes;

  @Option(
      names = "--size",
      paramLabel = "PX",
      defaultValue = "1024",
      description = "Width and height of simulated planes. Default: ${DEFAULT-VALUE}.")
  int size;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "Grey images instead of simulated planes; every channel is given the same.")
  @Nullable Path images;

  @Option(
      names = "--pixel-size",
      paramLabel = "UM",
      description = "Size of a pixel of the images, µm. Default: not known.")
  double pixelSizeUm = Double.NaN;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of one run of a network. Default: ${DEFAULT-VALUE}.")
  int threads;

  @Mixin ModelOptions models = new ModelOptions();

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    if (planes < 1 || rounds < 1 || size < 64 || size > 8192 || threads < 1 || threads > 256) {
      throw new UserErrorException(
          ExitCode.USAGE,
          "--planes and --rounds are 1 or more, --size 64 to 8192, --threads 1 to 256");
    }
    List<Contender> contenders = new ArrayList<>();
    try {
      for (String name : names) {
        open(name, contenders);
      }
      List<Map<ChannelRole, GreyImage>> fields = images == null ? simulated() : files(images);
      measure(contenders, fields);
      report(contenders);
    } finally {
      contenders.forEach(Contender::close);
    }
    return 0;
  }

  /** A model in one precision, and what its planes cost, a number a round. */
  private static final class Contender {
    final String reference;
    final String precision;
    final SegmentationModel model;
    final List<Double> cpu = new ArrayList<>();
    final List<Double> wall = new ArrayList<>();
    final List<Double> network = new ArrayList<>();
    private final ModelLibrary library;

    Contender(ModelLibrary library, SegmentationModel model, String precision) {
      this.library = library;
      this.model = model;
      this.reference = model.id();
      this.precision = precision;
    }

    void close() {
      library.close();
    }
  }

  private void open(String name, List<Contender> contenders) throws UserErrorException {
    List<Precision> precisions = models.precisions(name);
    if (precisions.isEmpty()) {
      contenders.add(open(name, PrecisionChoice.AUTO, "-"));
    }
    for (Precision precision : precisions) {
      contenders.add(open(name, PrecisionChoice.valueOf(precision.name()), precision.word()));
    }
  }

  private Contender open(String name, PrecisionChoice choice, String word)
      throws UserErrorException {
    ModelLibrary library = models.library(Double.NaN, choice, threads);
    try {
      return new Contender(library, library.open(name), word);
    } catch (ModelUnavailableException e) {
      library.close();
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Fields of the demo's plate, one a well. */
  private List<Map<ChannelRole, GreyImage>> simulated() {
    SimulationSettings settings =
        SimulationSettings.defaults(1)
            .withSize(size, size)
            .withChannels(List.of("DAPI", "GFP"))
            .withDefectFraction(0);
    SimulatedMicroscope microscope = new SimulatedMicroscope(settings);
    List<Map<ChannelRole, GreyImage>> fields = new ArrayList<>();
    for (SimulatedWell well : PlateLayout.of96Wells(1).wells(planes)) {
      SimulatedField field = microscope.field(well, 0, 0);
      GreyImage nuclei = grey(field.plane(0, 0));
      GreyImage other = grey(field.plane(1, 0));
      fields.add(
          Map.of(
              ChannelRole.NUCLEUS,
              nuclei,
              ChannelRole.CELL,
              other,
              ChannelRole.MEMBRANE,
              other,
              ChannelRole.OTHER,
              other));
    }
    pixelSizeUm = Double.isNaN(pixelSizeUm) ? settings.pixelSizeUm() : pixelSizeUm;
    return fields;
  }

  private GreyImage grey(short[] samples) {
    float[] grey = new float[samples.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = samples[i] & 0xFFFF;
    }
    return new GreyImage(grey, size, size);
  }

  private List<Map<ChannelRole, GreyImage>> files(Path folder) throws UserErrorException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Map<ChannelRole, GreyImage>> fields = new ArrayList<>();
      List<Path> named =
          all.filter(path -> path.toString().matches("(?i).*\\.(tiff?|png|npy)")).sorted().toList();
      for (Path path : named.subList(0, Math.min(planes, named.size()))) {
        GreyImage image = PlaneValues.read(path).grey();
        Map<ChannelRole, GreyImage> field = new LinkedHashMap<>();
        for (ChannelRole role : ChannelRole.values()) {
          field.put(role, image);
        }
        fields.add(field);
      }
      if (fields.isEmpty()) {
        throw new UserErrorException(ExitCode.INPUT, "no .tif, .png or .npy image in " + folder);
      }
      return fields;
    } catch (IOException e) {
      throw new UserErrorException(ExitCode.INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private void measure(List<Contender> contenders, List<Map<ChannelRole, GreyImage>> fields)
      throws UserErrorException {
    PrintWriter err = spec.commandLine().getErr();
    for (Contender contender : contenders) {
      err.printf("warming up %s %s%n", contender.reference, contender.precision);
      err.flush();
      run(contender, fields.subList(0, 1));
    }
    for (int round = 1; round <= rounds; round++) {
      StringBuilder line = new StringBuilder();
      for (Contender contender : contenders) {
        measure(contender, fields);
        line.append(
            String.format(
                Locale.ROOT,
                "  %s %s %.3f s",
                contender.reference,
                contender.precision,
                contender.cpu.get(round - 1)));
      }
      err.printf("round %d:%s%n", round, line);
      err.flush();
    }
  }

  private void measure(Contender contender, List<Map<ChannelRole, GreyImage>> fields)
      throws UserErrorException {
    CpuClock clock = threads == 1 ? CpuClock.ofThread() : CpuClock.ofProcess();
    double before = contender.model.networkCpuSeconds();
    long begun = System.nanoTime();
    run(contender, fields);
    double wall = (System.nanoTime() - begun) / 1e9;
    contender.cpu.add(clock.seconds() / fields.size());
    contender.wall.add(wall / fields.size());
    contender.network.add((contender.model.networkCpuSeconds() - before) / fields.size());
  }

  private void run(Contender contender, List<Map<ChannelRole, GreyImage>> fields)
      throws UserErrorException {
    for (Map<ChannelRole, GreyImage> field : fields) {
      List<GreyImage> channels = contender.model.channels().stream().map(field::get).toList();
      try {
        contender
            .model
            .segment(List.of(new FieldInput(channels, pixelSizeUm)))
            .toCompletableFuture()
            .join();
      } catch (CompletionException e) {
        throw new UserErrorException(
            ExitCode.FAILED, contender.reference + " cannot segment a plane: " + e.getCause(), e);
      }
    }
  }

  private void report(List<Contender> contenders) throws JsonProcessingException {
    List<ModelCost> costs = new ArrayList<>();
    for (Contender contender : contenders) {
      Contender fp32 =
          contenders.stream()
              .filter(
                  other ->
                      other.reference.equals(contender.reference)
                          && other.precision.equals(Precision.FP32.word()))
              .findFirst()
              .orElse(null);
      costs.add(
          ModelCost.of(
              contender.reference,
              contender.precision,
              contender.cpu,
              contender.wall,
              threads == 1 ? contender.network : List.of(),
              fp32 == null ? List.of() : fp32.cpu));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("planes", planes);
      if (images == null) {
        document.put("size", size);
      } else {
        document.put("images", images.toString());
      }
      document.put("rounds", rounds);
      document.put("threads", threads);
      document.put("models", costs.stream().map(ModelCost::json).toList());
      out.println(new ObjectMapper().writeValueAsString(document));
    } else {
      ModelCost.table(costs).forEach(out::println);
    }
    out.flush();
  }
}
