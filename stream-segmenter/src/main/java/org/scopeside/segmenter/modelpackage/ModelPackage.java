package org.scopeside.segmenter.modelpackage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.Precision;

/**
 * A package that was read and found valid.
 *
 * @param description what its {@code model.yaml} says
 * @param network file of the weights, its hash checked; null for a fusion
 * @param variants the network in other precisions, each its own file
 * @param origin the folder or zip it came from
 * @param details what else it says
 */
public record ModelPackage(
    ModelDescription description,
    @Nullable Path network,
    List<NetworkVariant> variants,
    Path origin,
    PackageDetails details) {
  public ModelPackage {
    variants = List.copyOf(variants);
  }

  /** Precisions of its network, fp32 first; none where it has no ONNX network. */
  public List<Precision> precisions() {
    if (!hasOnnxNetwork()) {
      return List.of();
    }
    List<Precision> precisions = new ArrayList<>(List.of(Precision.FP32));
    variants.forEach(variant -> precisions.add(variant.precision()));
    return precisions;
  }

  /** For people, where a precision is asked for that a package does not have. */
  public static String lacking(ModelPackage model, Precision precision) {
    return "%s has no %s network; there is %s"
        .formatted(
            model.description().reference(),
            precision.word(),
            model.precisions().stream().map(Precision::word).collect(Collectors.joining(", ")));
  }

  private boolean hasOnnxNetwork() {
    return description.weights() != null && description.weights().format().equals("onnx");
  }

  /** The file of its network in a precision; null where it has none. */
  public @Nullable Path network(Precision precision) {
    return precision == Precision.FP32
        ? network
        : variants.stream()
            .filter(variant -> variant.precision() == precision)
            .map(NetworkVariant::network)
            .findFirst()
            .orElse(null);
  }
}
