package org.scopeside.segmenter.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.engine.EngineSession;
import org.scopeside.segmenter.engine.TensorSpec;
import org.scopeside.segmenter.engine.TensorType;
import org.scopeside.segmenter.modelpackage.ModelDescription;
import org.scopeside.segmenter.modelpackage.ModelDescription.Input;
import org.scopeside.segmenter.modelpackage.ModelDescription.Layout;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;

/** What goes into a network and comes out, checked against the session. Immutable. */
public final class NetworkShape {
  public final Input input;

  /** Outputs that are stitched, in the order of the description. */
  public final List<Output> dense;

  /** Outputs whose shape only the run tells. */
  public final List<String> allocated;

  /** Pixels to which tiles and regions are aligned. */
  public final int spacing;

  /** Size of the batch axis that the network insists on; 0 where it takes any. */
  public final int fixedBatch;

  /**
   * Checks a network.
   *
   * @param maps names of outputs that are stitched
   * @param others names of those that are read as they come
   * @throws EngineException if the session's tensors do not fit
   */
  public NetworkShape(
      ModelDescription description, EngineSession session, Set<String> maps, Set<String> others)
      throws EngineException {
    List<String> problems = new ArrayList<>();
    input = Objects.requireNonNull(description.input(), "a fusion has no network");
    List<Output> stitched = new ArrayList<>();
    int common = 1;
    for (Output output : description.outputs()) {
      if (maps.contains(output.id())) {
        stitched.add(output);
        common = leastCommonMultiple(common, Math.max(1, output.spacing()));
        if (output.layout() == null || output.channels() < 1 || output.spacing() < 1) {
          problems.add("output " + output.id() + " is no image");
        }
      }
    }
    dense = List.copyOf(stitched);
    allocated = List.copyOf(others);
    spacing = common;
    Set<String> undescribed = new LinkedHashSet<>(maps);
    dense.forEach(output -> undescribed.remove(output.id()));
    undescribed.forEach(name -> problems.add("output " + name + " is not described"));
    TensorSpec in = spec("input", input.id(), session.inputs(), problems);
    long batch = in == null || input.layout() == Layout.CYX ? 1 : in.shape().get(0);
    fixedBatch = batch == TensorSpec.DYNAMIC ? 0 : (int) batch;
    Set<String> wanted = new LinkedHashSet<>(maps);
    wanted.addAll(others);
    wanted.forEach(name -> spec("output", name, session.outputs(), problems));
    if (!problems.isEmpty()) {
      throw new EngineException(
          Reason.TENSOR_MISMATCH, description.reference() + ": " + String.join("; ", problems));
    }
  }

  private static @Nullable TensorSpec spec(
      String what, String name, List<TensorSpec> specs, List<String> problems) {
    for (TensorSpec spec : specs) {
      if (spec.name().equals(name)) {
        if (spec.type() != TensorType.FLOAT32 && what.equals("input")) {
          problems.add(what + " " + spec + " is not float32");
        }
        return spec;
      }
    }
    problems.add("the network has no %s %s; there are %s".formatted(what, name, specs));
    return null;
  }

  /** Output of that name among {@link #dense}. */
  public int denseIndex(String name) {
    for (int i = 0; i < dense.size(); i++) {
      if (dense.get(i).id().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no dense output " + name);
  }

  /** Bytes of the dense maps for one pixel that the network sees. */
  public double denseBytesPerPixel() {
    double bytes = 0;
    for (Output output : dense) {
      bytes += 4.0 * output.channels() / ((double) output.spacing() * output.spacing());
    }
    return bytes;
  }

  /** Shape of the input for a batch of tiles. */
  public long[] inputShape(int batch, int height, int width) {
    return shape(input.layout(), batch, input.channels(), height, width);
  }

  /** Shape of a dense output for it. */
  public static long[] outputShape(Output output, int batch, int height, int width) {
    return shape(
        Objects.requireNonNull(output.layout()),
        batch,
        output.channels(),
        height / output.spacing(),
        width / output.spacing());
  }

  private static long[] shape(Layout layout, int batch, int channels, int height, int width) {
    return switch (layout) {
      case BCYX -> new long[] {batch, channels, height, width};
      case BYXC -> new long[] {batch, height, width, channels};
      case CYX -> new long[] {channels, height, width};
    };
  }

  private static int leastCommonMultiple(int a, int b) {
    int common = a;
    while (common % b != 0) {
      common += a;
    }
    return common;
  }
}
