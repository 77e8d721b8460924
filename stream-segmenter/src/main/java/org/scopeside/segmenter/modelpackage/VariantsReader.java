package org.scopeside.segmenter.modelpackage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.OnnxFile;
import org.scopeside.segmenter.engine.Precision;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.modelpackage.NetworkVariant.Tolerance;

/**
 * Reads {@code config.scopeside.variants}: the network in other precisions. Each is checked like
 * the weights, and must take and give the same tensors as the fp32 network.
 */
final class VariantsReader {
  private final YamlValue variants;
  private final PackageFiles files;
  private final WeightsCache cache;

  VariantsReader(YamlValue variants, PackageFiles files, WeightsCache cache) {
    this.variants = variants;
    this.files = files;
    this.cache = cache;
  }

  /**
   * The variants that can be used, in the order of {@link Precision}.
   *
   * @param fp32 header of the network that they stand for; null where that cannot be read, or is
   *     none
   * @param format of the weights
   */
  List<NetworkVariant> read(@Nullable OnnxFile fp32, @Nullable String format) {
    if (variants.isPresent() && format != null && !format.equals("onnx")) {
      variants.problem("have no meaning beside weights as " + format);
      return List.of();
    }
    variants.onlyKeys(Precision.FP16.word(), Precision.INT8.word());
    List<NetworkVariant> all = new ArrayList<>();
    for (Precision precision : List.of(Precision.FP16, Precision.INT8)) {
      if (variants.keys().contains(precision.word())) {
        NetworkVariant variant = variant(variants.get(precision.word()), precision, fp32);
        if (variant != null) {
          all.add(variant);
        }
      }
    }
    return all;
  }

  private @Nullable NetworkVariant variant(
      YamlValue where, Precision precision, @Nullable OnnxFile fp32) {
    where.onlyKeys("source", "sha256", "tolerance", "comment");
    Tolerance tolerance = tolerance(where.get("tolerance"), Tolerance.usual(precision));
    WeightsFile weights = WeightsFile.of(where, files, cache);
    OnnxFile header = weights == null ? null : weights.header(where);
    if (weights == null || header == null) {
      return null;
    }
    YamlValue source = where.get("source");
    if (header.precision() != precision) {
      source.problem(
          "%s is %s, not %s"
              .formatted(weights.source(), header.precision().word(), precision.word()));
    }
    if (fp32 != null) {
      compare(source, "input", header.inputs(), fp32.inputs());
      compare(source, "output", header.outputs(), fp32.outputs());
    }
    return new NetworkVariant(
        precision, weights.source(), weights.sha256(), weights.file(), header, tolerance);
  }

  private static Tolerance tolerance(YamlValue stated, Tolerance usual) {
    stated.onlyKeys("relative_tolerance", "absolute_tolerance", "mismatched_elements_per_million");
    return new Tolerance(
        stated.get("relative_tolerance").number(usual.relative(), 0, 1),
        stated.get("absolute_tolerance").number(usual.absolute(), 0, 1e6),
        usual.absoluteShare(),
        stated.get("mismatched_elements_per_million").number(usual.perMillion(), 0, 1e6));
  }

  private static void compare(
      YamlValue where, String kind, List<TensorSpec> found, List<TensorSpec> wanted) {
    for (TensorSpec want : wanted) {
      TensorSpec same = named(want.name(), found);
      if (same == null) {
        where.problem("the network has no %s %s as the fp32 one has".formatted(kind, want));
      } else if (!fits(same, want)) {
        where.problem("%s %s is %s in the fp32 network".formatted(kind, same, want));
      }
    }
    for (TensorSpec other : found) {
      if (named(other.name(), wanted) == null) {
        where.problem("the fp32 network has no %s %s".formatted(kind, other));
      }
    }
  }

  private static @Nullable TensorSpec named(String name, List<TensorSpec> specs) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst().orElse(null);
  }

  /**
   * Programs that quantise networks state more, or less, of the outputs' shapes than those that
   * export them; what both state must be the same.
   */
  private static boolean fits(TensorSpec found, TensorSpec wanted) {
    boolean fits = found.type() == wanted.type();
    boolean stated = !found.shape().isEmpty() && !wanted.shape().isEmpty();
    fits &= !stated || found.shape().size() == wanted.shape().size();
    for (int i = 0; fits && stated && i < found.shape().size(); i++) {
      long size = found.shape().get(i);
      long want = wanted.shape().get(i);
      fits = size == want || size == TensorSpec.DYNAMIC || want == TensorSpec.DYNAMIC;
    }
    return fits;
  }
}
