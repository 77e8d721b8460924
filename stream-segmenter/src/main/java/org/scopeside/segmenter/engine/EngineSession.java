package org.scopeside.segmenter.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A loaded network. Thread-safe: up to {@link #concurrency()} runs may be under way together; more
 * wait.
 */
public interface EngineSession extends AutoCloseable {
  /** What the network takes. */
  List<TensorSpec> inputs();

  /** What the network gives. */
  List<TensorSpec> outputs();

  /** Where it runs and what it holds. */
  DeviceReport device();

  int concurrency();

  /**
   * Runs a batch. Engines on the CPU work on the calling thread and return a completed stage;
   * engines on accelerators return at once and complete it from a thread of their own.
   *
   * @param inputs every input by name; borrowed and only read until the stage completes
   * @param pinned outputs to write into buffers of the caller, by name, of exactly the shape that
   *     the run gives; borrowed until the stage completes
   * @param allocated names of outputs whose shape only the run tells; the engine copies them into
   *     new tensors
   * @return all outputs asked for, the pinned ones being the tensors passed in; completes with an
   *     {@link EngineException} if names, types or shapes do not fit or the run fails, and the
   *     pinned tensors' content is then undefined
   */
  CompletionStage<Map<String, Tensor>> run(
      Map<String, Tensor> inputs, Map<String, Tensor> pinned, List<String> allocated);

  /**
   * Exchanges the weights for those of another file of the same architecture, while it is open.
   * Runs under way finish with the old ones, later ones have the new.
   *
   * @param network with the same nodes, and tensors of the same names and shapes
   * @throws EngineException if it is another network, or the engine cannot do this; the old weights
   *     then stay
   */
  default void refit(Path network) throws EngineException {
    throw new EngineException(
        EngineException.Reason.UNAVAILABLE,
        "this engine does not exchange the weights of an open network: open " + network + " anew");
  }

  /** Gives back what it holds. Runs under way finish first; later ones fail. */
  @Override
  void close();
}
