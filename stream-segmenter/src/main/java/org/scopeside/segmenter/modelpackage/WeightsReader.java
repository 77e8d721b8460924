package org.scopeside.segmenter.modelpackage;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.modelpackage.ModelDescription.Weights;

/**
 * Reads {@code weights}: finds the file that is run, checks its hash and, of an ONNX file, looks at
 * its header.
 */
final class WeightsReader {
  private static final String ONNX = "onnx";

  /** Formats that are run, in the order in which they are looked for. */
  private static final List<String> RUN = List.of(ONNX, "scopeside-forest");

  private final YamlValue weights;
  private final PackageFiles files;
  private final WeightsCache cache;
  private @Nullable Path network;
  private @Nullable OnnxFile header;

  WeightsReader(YamlValue weights, PackageFiles files, WeightsCache cache) {
    this.weights = weights;
    this.files = files;
    this.cache = cache;
  }

  /** Null where the weights cannot be used; the problems say why. */
  @Nullable Weights read() {
    String format = format();
    YamlValue onnx = weights.get(format);
    if (!weights.isPresent()) {
      weights.problem("is missing");
      return null;
    }
    if (!onnx.isPresent()) {
      weights.problem(
          "there is %s, which is never opened here; only %s is run: convert the network"
              .formatted(others().isEmpty() ? "nothing" : String.join(", ", others()), ONNX));
      return null;
    }
    int opset = format.equals(ONNX) ? onnx.get("opset_version").whole(0, 1, 1000) : 0;
    WeightsFile weightsFile = WeightsFile.of(onnx, files, cache);
    if (weightsFile == null) {
      return null;
    }
    network = weightsFile.file();
    if (format.equals(ONNX)) {
      header = weightsFile.header(onnx);
      if (header == null) {
        return null;
      }
    }
    return new Weights(format, weightsFile.source(), weightsFile.sha256(), opset);
  }

  /** The format to run; onnx where there is none. */
  private String format() {
    return RUN.stream().filter(weights.keys()::contains).findFirst().orElse(ONNX);
  }

  /** The file to open; null before {@link #read()} or where it is unusable. */
  @Nullable Path network() {
    return network;
  }

  @Nullable OnnxFile header() {
    return header;
  }

  /** Formats that are in the package and never opened. */
  List<String> others() {
    return weights.keys().stream().filter(format -> !RUN.contains(format)).toList();
  }

  /** How the weights came to be. */
  String comment() {
    return weights.get(format()).get("comment").text("");
  }
}
