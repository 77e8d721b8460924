package org.scopeside.segmenter.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scopeside.segmenter.engine.EngineException.Reason;

/** Whether what a run is given fits a network: names, types, shapes. */
public final class TensorChecks {
  private TensorChecks() {}

  /**
   * Checks a run.
   *
   * @throws EngineException {@link Reason#TENSOR_MISMATCH} naming everything that does not fit
   */
  public static void demand(
      EngineSession session,
      Map<String, Tensor> given,
      Map<String, Tensor> pinned,
      List<String> allocated)
      throws EngineException {
    List<String> problems = new ArrayList<>();
    for (TensorSpec input : session.inputs()) {
      Tensor tensor = given.get(input.name());
      if (tensor == null) {
        problems.add("input " + input + " is missing");
      } else {
        check(input, tensor, problems);
      }
    }
    checkKnown("input", given.keySet(), session.inputs(), problems);
    for (TensorSpec output : session.outputs()) {
      Tensor tensor = pinned.get(output.name());
      if (tensor != null) {
        check(output, tensor, problems);
      }
    }
    checkKnown("output", pinned.keySet(), session.outputs(), problems);
    checkKnown("output", new LinkedHashSet<>(allocated), session.outputs(), problems);
    if (!problems.isEmpty()) {
      throw new EngineException(Reason.TENSOR_MISMATCH, String.join("; ", problems));
    }
  }

  private static void checkKnown(
      String what, Set<String> names, List<TensorSpec> specs, List<String> problems) {
    List<String> known = specs.stream().map(TensorSpec::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        problems.add("there is no %s %s; there are %s".formatted(what, name, known));
      }
    }
  }

  private static void check(TensorSpec spec, Tensor tensor, List<String> problems) {
    long[] shape = tensor.shape();
    boolean fits = tensor.type() == spec.type() && shape.length == spec.shape().size();
    for (int i = 0; fits && i < shape.length; i++) {
      long wanted = spec.shape().get(i);
      fits = wanted == TensorSpec.DYNAMIC || wanted == shape[i];
    }
    if (!fits) {
      problems.add("%s was given %s%s".formatted(spec, tensor.type(), Arrays.toString(shape)));
    }
  }
}
