package org.scopeside.segmenter.modelpackage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.OnnxFile;

/**
 * What a package says beyond what is needed to run its model.
 *
 * @param tags words to find it by
 * @param gitRepo where it is developed; null where not stated
 * @param parent the model it was made from; null where not stated
 * @param weightsComment how the weights came to be; empty where not stated
 * @param otherWeights formats of weights in it that are never opened here
 * @param header what the network's file says of itself; null for a fusion
 * @param test what the network is known to give; null where the package has no test tensors
 */
public record PackageDetails(
    List<String> tags,
    @Nullable String gitRepo,
    @Nullable String parent,
    String weightsComment,
    List<String> otherWeights,
    @Nullable OnnxFile header,
    @Nullable TestTensors test) {
  /** Nothing said. */
  public static final PackageDetails NONE =
      new PackageDetails(List.of(), null, null, "", List.of(), null, null);

  public PackageDetails {
    tags = List.copyOf(tags);
    otherWeights = List.copyOf(otherWeights);
  }

  /**
   * An input and the outputs recorded for it, {@code .npy} files in the package. As bioimage.io has
   * it the input is before preprocessing and the outputs are after their activation.
   *
   * @param input file of the input
   * @param outputs what is expected, at least one
   */
  public record TestTensors(String input, List<Expected> outputs) {
    public TestTensors {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * A recorded output. A value differs if {@code |value - expected| > absolute + relative *
   * |expected|}.
   *
   * @param tensor name in the network
   * @param file in the package
   * @param perMillion share of values that may differ, in a million
   */
  public record Expected(
      String tensor, String file, double relative, double absolute, double perMillion) {}
}
