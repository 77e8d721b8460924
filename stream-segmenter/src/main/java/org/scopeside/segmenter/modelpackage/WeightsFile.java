package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.OnnxFile;

/**
 * A file of weights that a description names by {@code source} and {@code sha256}: found, its hash
 * checked, in a place where it can be opened.
 *
 * @param file unpacked where it comes from a zip
 */
record WeightsFile(String source, String sha256, Path file) {
  /** Largest file, bytes; ONNX files end at 2 GiB. */
  private static final long MAX_BYTES = 1L << 31;

  /** Null where it cannot be used; the problems say why. */
  static @Nullable WeightsFile of(YamlValue where, PackageFiles files, WeightsCache cache) {
    if (where.get("external_data").isPresent()) {
      where.get("external_data").problem("is not read; save the network as one file");
    }
    String source = where.get("source").text();
    String sha256 = where.get("sha256").text("").toLowerCase(Locale.ROOT);
    if (source.isEmpty()) {
      return null;
    }
    try {
      String found = files.sha256(source, MAX_BYTES);
      if (!found.equals(sha256)) {
        where
            .get("sha256")
            .problem(
                sha256.isEmpty()
                    ? "is missing; that of " + source + " is " + found
                    : "is %s, but that of %s is %s".formatted(sha256, source, found));
        return null;
      }
      Path inPlace = files.inPlace(source);
      Path file = inPlace == null ? cache.keep(files, source, sha256, MAX_BYTES) : inPlace;
      return new WeightsFile(source, sha256, file);
    } catch (IOException e) {
      where.get("source").problem(message(e));
      return null;
    }
  }

  /** What an ONNX file says of itself; null, with a problem, where it is none. */
  @Nullable OnnxFile header(YamlValue where) {
    try {
      OnnxFile header = OnnxFile.read(file);
      if (header.externalWeights()) {
        where.get("source").problem(source + " keeps weights in another file; save it as one file");
      }
      return header;
    } catch (IOException e) {
      where.get("source").problem(source + " is no network that can be read: " + message(e));
      return null;
    }
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
