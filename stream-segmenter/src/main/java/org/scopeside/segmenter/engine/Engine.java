package org.scopeside.segmenter.engine;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inference runtime. Implementations are named in {@code
 * META-INF/services/org.scopeside.segmenter.engine.Engine}, have a public constructor without
 * arguments that does nothing, and inherit {@code EngineConformance} in their tests.
 */
public interface Engine {
  /** Its name in settings and results: {@code onnxruntime}. */
  String name();

  /** For people, with where it runs: {@code ONNX Runtime on the CPU}. */
  default String label() {
    return name();
  }

  /** Which engine is taken where none is named; the largest that is available. The CPU's is 0. */
  int preference();

  /** Weight formats it reads, by their bioimage.io names: {@code onnx}. */
  List<String> formats();

  /**
   * Precisions worth running without being asked for, the best first. The first that a package has
   * is taken; fp32, which every package has, must be among them.
   */
  default List<Precision> precisions() {
    return List.of(Precision.FP32);
  }

  /**
   * Whether it makes a network of one precision out of that of another by itself.
   *
   * @param wanted to run in
   * @param file that there is
   */
  default boolean derives(Precision wanted, Precision file) {
    return false;
  }

  /** Null where it can run on this machine, else why not. May take seconds the first time. */
  @Nullable String unavailable();

  /** What it is and has on this machine. May take seconds the first time. */
  default EngineReport report() {
    return new EngineReport(name(), unavailable(), "", List.of(), precisions(), formats());
  }

  /**
   * Makes beforehand what {@link #open} would otherwise need long for, if it is not there yet.
   *
   * @param options with which the network will be opened
   * @return null where there is nothing to make
   * @throws EngineException as {@link #open}
   */
  default @Nullable Preparation prepare(
      Path network, EngineOptions options, Preparation.Listener listener) throws EngineException {
    return null;
  }

  /**
   * Loads a network.
   *
   * @param network file of one of its {@link #formats()}; only read, never executed
   * @throws EngineException if it cannot be loaded here
   */
  EngineSession open(Path network, EngineOptions options) throws EngineException;
}
