package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.modelpackage.ModelDescription.Weights;

/**
 * Reads {@code weights}: finds the file that is run, checks its hash and, of an ONNX file, looks at
 * its header.
 */
final class WeightsReader {
  /** Largest file of weights, bytes; ONNX files end at 2 GiB. */
  private static final long MAX_BYTES = 1L << 31;

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
    if (onnx.get("external_data").isPresent()) {
      onnx.get("external_data").problem("is not read; save the network as one file");
    }
    String source = onnx.get("source").text();
    String sha256 = onnx.get("sha256").text("").toLowerCase(Locale.ROOT);
    int opset = format.equals(ONNX) ? onnx.get("opset_version").whole(0, 1, 1000) : 0;
    if (source.isEmpty() || !checkFile(onnx, source, sha256)) {
      return null;
    }
    return new Weights(format, source, sha256, opset);
  }

  /** The format to run; onnx where there is none. */
  private String format() {
    return RUN.stream().filter(weights.keys()::contains).findFirst().orElse(ONNX);
  }

  private boolean checkFile(YamlValue onnx, String source, String sha256) {
    try {
      String found = files.sha256(source, MAX_BYTES);
      if (!found.equals(sha256)) {
        onnx.get("sha256")
            .problem(
                sha256.isEmpty()
                    ? "is missing; that of " + source + " is " + found
                    : "is %s, but that of %s is %s".formatted(sha256, source, found));
        return false;
      }
      Path inPlace = files.inPlace(source);
      network = inPlace == null ? cache.keep(files, source, sha256, MAX_BYTES) : inPlace;
    } catch (IOException e) {
      onnx.get("source").problem(message(e));
      return false;
    }
    return !format().equals(ONNX) || readHeader(onnx, source, network);
  }

  private boolean readHeader(YamlValue onnx, String source, Path file) {
    try {
      header = OnnxFile.read(file);
      if (header.externalWeights()) {
        onnx.get("source").problem(source + " keeps weights in another file; save it as one file");
      }
      return true;
    } catch (IOException e) {
      onnx.get("source").problem(source + " is no network that can be read: " + message(e));
      return false;
    }
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
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
