package org.scopeside.segmenter.engine;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which precision each operator computes in a network of half precision.
 *
 * <table>
 * <caption>Choice by operator</caption>
 * <tr><th>precision</th><th>operators</th><th>why</th></tr>
 * <tr><td>half</td><td>convolutions, matrix products</td><td>nearly all of the time is spent in
 * them; accelerators add up their products in single precision</td></tr>
 * <tr><td>that of what they are given: half if any computed input is</td><td>additions, products,
 * rectifiers, batch norms of constant statistics, max pools, resizing, moving data</td><td>they
 * lose no more than one rounding, and a cast on each side of them would cost as much as they
 * do. Between operators of single precision they stay in single precision: the squares in a
 * norm, the epsilon beside a variance</td></tr>
 * <tr><td>single</td><td>all else: means, sums and norms over many values (a sum of 225 squares of
 * 17 is beyond 65504), Softmax, Exp, Pow, Div, Sqrt, sigmoids, comparisons, NonMaxSuppression,
 * RoiAlign, GridSample (coordinates: half precision has steps of 1/2 pixel from 512 on)</td><td>they
 * overflow or lose digits, and take little of the time</td></tr>
 * </table>
 */
final class HalfOperators {
  private static final Set<String> HALF = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private static final Set<String> FOLLOWING =
      Set.of(
          // Arithmetic of one rounding.
          "Abs",
          "Add",
          "Clip",
          "Dropout",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Max",
          "Min",
          "Mul",
          "Neg",
          "PRelu",
          "Relu",
          "Sub",
          "Sum",
          "Where",
          "BatchNormalization",
          // Data is moved.
          "Concat",
          "DepthToSpace",
          "Expand",
          "Flatten",
          "Gather",
          "GatherElements",
          "GatherND",
          "GlobalMaxPool",
          "Identity",
          "MaxPool",
          "Pad",
          "ReduceMax",
          "ReduceMin",
          "Reshape",
          "Resize",
          "Slice",
          "SpaceToDepth",
          "Split",
          "Squeeze",
          "Tile",
          "Transpose",
          "Unsqueeze",
          "Upsample");

  private static final Set<String> INT64_OUTPUT =
      Set.of("Shape", "Size", "ArgMax", "ArgMin", "NonZero", "NonMaxSuppression");

  private static final Set<String> BOOL_OUTPUT =
      Set.of(
          "Greater",
          "Less",
          "Equal",
          "GreaterOrEqual",
          "LessOrEqual",
          "And",
          "Or",
          "Not",
          "Xor",
          "IsNaN",
          "IsInf");

  /** Operators whose second output holds positions. */
  private static final Set<String> POSITIONS = Set.of("MaxPool", "TopK", "Unique");

  /** Inputs from this one on are float32 whatever the first one is. */
  private static final Map<String, Integer> FLOAT32_FROM =
      Map.of("Resize", 1, "Upsample", 1, "Dropout", 1);

  /** Not supported: their values are no tensors, or their arithmetic is that of integers. */
  private static final Set<String> REFUSED =
      Set.of(
          "SequenceAt",
          "SequenceConstruct",
          "SequenceEmpty",
          "SequenceErase",
          "SequenceInsert",
          "SequenceLength",
          "SequenceMap",
          "SplitToSequence",
          "ConcatFromSequence",
          "Optional",
          "OptionalGetElement",
          "OptionalHasElement",
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "QLinearConv",
          "QLinearMatMul",
          "ConvInteger",
          "MatMulInteger");

  private static final int INT64 = 7;
  private static final int BOOL = 9;

  private HalfOperators() {}

  static boolean computesInHalf(OnnxNode node) {
    return node.domain().isEmpty() && HALF.contains(node.operator());
  }

  static boolean follows(OnnxNode node) {
    return node.domain().isEmpty() && FOLLOWING.contains(node.operator());
  }

  static boolean refused(OnnxNode node) {
    return node.domain().isEmpty() && REFUSED.contains(node.operator());
  }

  /** Whether an input is float32 also where the operator computes in half precision. */
  static boolean keepsFloat32(OnnxNode node, int input) {
    return input >= FLOAT32_FROM.getOrDefault(node.operator(), Integer.MAX_VALUE);
  }

  /**
   * TensorProto.DataType of an output where the operator alone decides; null where that of an input
   * ({@link #typeGiver}) or an attribute ({@link #typeAttribute}) does.
   */
  static @Nullable Integer fixedType(String operator, int output) {
    if (INT64_OUTPUT.contains(operator) || (output == 1 && POSITIONS.contains(operator))) {
      return INT64;
    }
    if (output >= 1 && operator.equals("Unique")) {
      return INT64;
    }
    boolean mask = output == 1 && operator.equals("Dropout");
    return mask || BOOL_OUTPUT.contains(operator) ? BOOL : null;
  }

  /** Attribute that names the type of the outputs; empty where none does. */
  static String typeAttribute(String operator) {
    return switch (operator) {
      case "Cast" -> "to";
      case "EyeLike",
          "RandomNormal",
          "RandomUniform",
          "RandomNormalLike",
          "RandomUniformLike",
          "Bernoulli",
          "Multinomial" ->
          "dtype";
      case "HannWindow", "HammingWindow", "BlackmanWindow", "MelWeightMatrix" -> "output_datatype";
      default -> "";
    };
  }

  /** Type where the attribute is missing; 0: that of the first input. */
  static int typeWithoutAttribute(String operator) {
    return switch (operator) {
      case "Multinomial" -> 6;
      case "EyeLike", "RandomNormalLike", "RandomUniformLike", "Bernoulli" -> 0;
      default -> OnnxTensor.FLOAT;
    };
  }

  /** Index of the input whose type the outputs have. */
  static int typeGiver(String operator) {
    return switch (operator) {
      case "Where", "CastLike" -> 1;
      case "OneHot" -> 2;
      default -> 0;
    };
  }
}
