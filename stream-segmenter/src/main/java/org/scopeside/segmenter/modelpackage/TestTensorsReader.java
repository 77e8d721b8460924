package org.scopeside.segmenter.modelpackage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.modelpackage.PackageDetails.Expected;
import org.scopeside.segmenter.modelpackage.PackageDetails.TestTensors;

/** Reads {@code test_tensor} of inputs and outputs, and how closely outputs must be met. */
final class TestTensorsReader {
  /** bioimage.io's default, relative and absolute. */
  private static final double TOLERANCE = 1e-3;

  private final PackageFiles files;
  private final YamlValue tolerances;

  /**
   * @param tolerances bioimage.io's {@code config.bioimageio.reproducibility_tolerance}
   */
  TestTensorsReader(PackageFiles files, YamlValue tolerances) {
    this.files = files;
    this.tolerances = tolerances;
  }

  /**
   * The test of a package.
   *
   * @param tensors of the outputs by their ids
   * @return null where the input or every output is without one
   */
  @Nullable TestTensors read(
      YamlValue input, Map<String, YamlValue> tensors, Map<String, Output> outputs) {
    String image = file(input.get("test_tensor"));
    List<Expected> expected = new ArrayList<>();
    for (Map.Entry<String, YamlValue> tensor : tensors.entrySet()) {
      String recorded = file(tensor.getValue().get("test_tensor"));
      Output output = outputs.get(tensor.getKey());
      if (recorded != null && output != null) {
        expected.add(expected(tensor.getKey(), output.id(), recorded));
      }
    }
    return image == null || expected.isEmpty() ? null : new TestTensors(image, expected);
  }

  /** Path of a file that is there and has the hash stated; null where there is none. */
  private @Nullable String file(YamlValue descriptor) {
    if (!descriptor.isPresent()) {
      return null;
    }
    YamlValue source = descriptor.isMapping() ? descriptor.get("source") : descriptor;
    String path = source.text();
    if (path.isEmpty()) {
      return null;
    }
    try {
      String hash = files.sha256(path, NpyArray.MAX_BYTES);
      YamlValue stated = descriptor.isMapping() ? descriptor.get("sha256") : null;
      if (stated != null && !stated.text(hash).toLowerCase(Locale.ROOT).equals(hash)) {
        stated.problem("is %s, but that of %s is %s".formatted(stated.text(), path, hash));
        return null;
      }
      return path;
    } catch (IOException e) {
      source.problem(e.getMessage() == null ? e.toString() : e.getMessage());
      return null;
    }
  }

  private Expected expected(String id, String name, String file) {
    for (YamlValue entry : tolerances.items()) {
      List<String> ids = entry.get("output_ids").texts();
      List<String> formats = entry.get("weights_formats").texts();
      if ((ids.isEmpty() || ids.contains(id)) && (formats.isEmpty() || formats.contains("onnx"))) {
        return new Expected(
            name,
            file,
            entry.get("relative_tolerance").number(TOLERANCE, 0, 1),
            entry.get("absolute_tolerance").number(TOLERANCE, 0, 1e6),
            entry.get("mismatched_elements_per_million").number(100, 0, 1e6));
      }
    }
    return new Expected(name, file, TOLERANCE, TOLERANCE, 0);
  }
}
