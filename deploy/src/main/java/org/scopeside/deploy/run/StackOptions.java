package org.scopeside.deploy.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.library.PrecisionChoice;
import picocli.CommandLine.Option;

/** Options of every command that runs broker and services on this machine. */
public final class StackOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Port of the dashboard and the REST API; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address of the dashboard; 0.0.0.0 for the wall screen next door. Default: ${DEFAULT-VALUE}.")
  String host = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the broker and the results service keep their data. Default: ~/.scopeside/${COMMAND-NAME}.")
  @Nullable Path data;

  @Option(
      names = "--model",
      paramLabel = "REF",
      description =
          "The model that segments: a package's id (default: nuclei-star), id@version or path, or classical or classical-advanced; see scopeside models list.")
  @Nullable String model;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Folder with model packages; may be given more than once.")
  List<Path> models = new ArrayList<>();

  @Option(
      names = "--shadow-model",
      paramLabel = "REF",
      description = "A second model that runs beside it, for comparison; it is not counted.")
  @Nullable String shadowModel;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "What runs the networks: auto (default: the first that can run here), tensorrt or onnxruntime; see scopeside engines.")
  @Nullable String engine;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description =
          "Which network of a package runs: auto (default: int8 on processors where there is one), fp32, fp16 or int8.")
  @Nullable PrecisionChoice precision;

  @Option(
      names = "--object-diameter",
      paramLabel = "PX",
      description = "Diameter of a typical object in pixels, for models that want it.")
  @Nullable Double objectDiameterPx;

  /** Where data is kept. */
  public Path data(String command) {
    return data == null ? Path.of(System.getProperty("user.home"), ".scopeside", command) : data;
  }

  /** Settings of the segmenter that these options stand for. */
  public Map<String, String> segmenter() {
    Map<String, String> settings = new LinkedHashMap<>();
    if (model != null) {
      settings.put("segmenter.model", model);
    }
    if (!models.isEmpty()) {
      settings.put(
          "segmenter.models",
          models.stream()
              .map(Path::toAbsolutePath)
              .map(Path::toString)
              .collect(Collectors.joining(",")));
    }
    if (shadowModel != null) {
      settings.put("segmenter.shadow-model", shadowModel);
    }
    if (engine != null) {
      settings.put("segmenter.engine", engine);
    }
    if (precision != null) {
      settings.put("segmenter.precision", precision.name().toLowerCase(Locale.ROOT));
    }
    if (objectDiameterPx != null) {
      settings.put("segmenter.object-diameter-px", objectDiameterPx.toString());
    }
    return settings;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }
}
