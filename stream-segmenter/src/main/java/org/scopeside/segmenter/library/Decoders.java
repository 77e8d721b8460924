package org.scopeside.segmenter.library;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.Parameters;
import org.scopeside.segmenter.decode.boxmask.BoxMaskDecoder;
import org.scopeside.segmenter.decode.distance.DistanceDecoder;
import org.scopeside.segmenter.decode.flows.FlowDecoder;
import org.scopeside.segmenter.decode.starconvex.StarConvexDecoder;
import org.scopeside.segmenter.decode.threeclass.ForegroundDecoder;
import org.scopeside.segmenter.decode.threeclass.ThreeClassDecoder;
import org.scopeside.segmenter.modelpackage.DecoderCatalogue;
import org.scopeside.segmenter.modelpackage.ModelDescription.DecoderChoice;
import org.scopeside.segmenter.network.Detections;

/** The decoders of this installation, by the names that packages give them. */
public final class Decoders implements DecoderCatalogue {
  /** The decoder of forests: three classes, whose maps no network gives. */
  static final String PIXEL_CLASSIFIER = "pixel-classifier";

  static final String BOX_MASK = "box-mask";
  private static final String BOX_ORDER = "box_order";

  private static final Map<String, Function<Parameters, DenseDecoder>> DENSE =
      Map.of(
          "flows",
          FlowDecoder::of,
          "star-convex",
          StarConvexDecoder::of,
          "three-class",
          ThreeClassDecoder::of,
          PIXEL_CLASSIFIER,
          ThreeClassDecoder::of,
          "foreground",
          ForegroundDecoder::of,
          "distance",
          DistanceDecoder::of);

  @Override
  public Set<String> names() {
    Map<String, Object> names = new TreeMap<>(DENSE);
    names.put(BOX_MASK, BOX_MASK);
    return names.keySet();
  }

  @Override
  public Needs check(String name, Map<String, Object> parameters) {
    if (name.equals(BOX_MASK)) {
      BoxMaskDecoder.of(boxParameters(parameters));
      order(parameters);
      return new Needs(0, List.of("boxes", "scores", "masks"));
    }
    return new Needs(dense(name, parameters).channels(), List.of());
  }

  /**
   * A dense decoder.
   *
   * @throws IllegalArgumentException with every problem of the parameters
   */
  static DenseDecoder dense(String name, Map<String, Object> parameters) {
    Function<Parameters, DenseDecoder> factory = DENSE.get(name);
    if (factory == null) {
      throw new IllegalArgumentException("there is no decoder " + name + " of dense maps");
    }
    return factory.apply(new Parameters("decoder " + name, parameters));
  }

  /** How a detector's outputs are read. */
  static Detections detections(DecoderChoice choice) {
    Map<String, String> tensors = choice.tensors();
    return new Detections(
        choice.objects(),
        tensor(tensors, "boxes"),
        tensor(tensors, "scores"),
        tensors.get("labels"),
        tensor(tensors, "masks"),
        order(choice.parameters()),
        BoxMaskDecoder.of(boxParameters(choice.parameters())));
  }

  private static String tensor(Map<String, String> tensors, String meaning) {
    String name = tensors.get(meaning);
    if (name == null) {
      throw new IllegalArgumentException("decoder box-mask has no tensor for " + meaning);
    }
    return name;
  }

  /** The order of a box's numbers is for who reads the tensors, the rest for the decoder. */
  private static Parameters boxParameters(Map<String, Object> parameters) {
    Map<String, Object> rest = new TreeMap<>(parameters);
    rest.remove(BOX_ORDER);
    return new Parameters("decoder " + BOX_MASK, rest);
  }

  private static Detections.BoxOrder order(Map<String, Object> parameters) {
    Object order = parameters.getOrDefault(BOX_ORDER, "xyxy");
    Parameters one = new Parameters("decoder " + BOX_MASK, Map.of(BOX_ORDER, order));
    String chosen = one.choice(BOX_ORDER, "xyxy", List.of("xyxy", "yxyx"));
    one.finish();
    return chosen.equals("xyxy") ? Detections.BoxOrder.XYXY : Detections.BoxOrder.YXYX;
  }
}
