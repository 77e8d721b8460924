package org.scopeside.segmenter.engine.tensorrt;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.TensorSpec;

/**
 * The calls of TensorRT that Scopeside makes, on one device. Every null pointer and every false
 * that TensorRT returns becomes an {@link EngineException} with the call's name and what the
 * library logged.
 */
interface TensorRt {
  /** Version of the library that is loaded: {@code 10.15.1}. */
  String version();

  /**
   * Builds an engine from an ONNX file; minutes for a large network.
   *
   * @throws EngineException naming the operator where one is not supported
   */
  Plan build(BuildRequest request, BuildProgress progress) throws EngineException;

  /**
   * Loads an engine.
   *
   * @param plan direct buffer, from position to limit
   * @throws EngineException if it was built by another version or for another device, or is damaged
   */
  LoadedEngine load(ByteBuffer plan) throws EngineException;

  /**
   * What is built.
   *
   * @param network ONNX file; its own types are kept (strongly typed)
   * @param profile shapes of each input with a dynamic axis, by its name
   * @param timingCache what earlier builds measured; empty for nothing
   * @param refittable whether weights can be changed later
   * @param workspaceBytes device memory that tactics may use
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record BuildRequest(
      Path network,
      Map<String, ShapeRange> profile,
      byte[] timingCache,
      boolean refittable,
      long workspaceBytes) {
    public BuildRequest {
      profile = Map.copyOf(profile);
    }
  }

  /** Shapes that an input may take, and the one that is tuned for. */
  record ShapeRange(List<Long> min, List<Long> opt, List<Long> max) {
    public ShapeRange {
      min = List.copyOf(min);
      opt = List.copyOf(opt);
      max = List.copyOf(max);
    }
  }

  /** What a build gives: the serialized engine, and what was measured on the way. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Plan(byte[] engine, byte[] timingCache) {}

  /** Told how a build goes on. */
  interface BuildProgress {
    /** A phase, from 0 to 1; called from the building thread. */
    void at(String phase, double done);
  }

  /** An engine on the device. Thread-safe. */
  interface LoadedEngine extends AutoCloseable {
    List<TensorSpec> inputs();

    List<TensorSpec> outputs();

    /** Weights on the device, bytes. */
    long weightBytes();

    /** Scratch that each context needs, bytes. */
    long contextBytes();

    Context createContext() throws EngineException;

    /**
     * Replaces all weights by those of an ONNX file of the same architecture. No context may be
     * running.
     *
     * @throws EngineException if the architecture differs, naming a weight; the old ones stay
     */
    void refit(Path network) throws EngineException;

    /** Contexts must be closed before. */
    @Override
    void close();
  }

  /** One run at a time. Used by one thread at a time. */
  interface Context extends AutoCloseable {
    /**
     * Sets the shape of an input.
     *
     * @throws EngineException if the shape lies outside the profile, with both
     */
    void shape(String input, long[] shape) throws EngineException;

    /** Where a tensor lies on the device; stays until set anew. */
    void address(String tensor, long address) throws EngineException;

    /** Shape of an output for the inputs' shapes that are set. */
    long[] outputShape(String output) throws EngineException;

    /** Enqueues a run. */
    void enqueue(long stream) throws EngineException;

    @Override
    void close();
  }
}
