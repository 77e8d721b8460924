package org.scopeside.segmenter.engine;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Rewrites a network of single precision for half precision: strongly typed networks of TensorRT
 * compute in the types that the file states.
 *
 * <p>Inputs and outputs of the network keep their names and types (float32); casts stand behind the
 * ones and before the others. {@link HalfOperators} says which operators compute in which
 * precision. Weights are rounded to the nearest number of half precision, to the even one of two;
 * batch norms become a scale and a shift. The same file always gives the same bytes, and weights
 * that are read in half precision alone keep their names.
 *
 * <p>The file is mapped and written in one pass, so memory does not grow with the weights.
 */
public final class HalfPrecision {
  private static final int MODEL_IR_VERSION = 1;
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_FUNCTIONS = 25;

  /** From this one on initializers need not be listed among the inputs. */
  private static final long IR_VERSION = 4;

  /** The first operator set whose Cast and BatchNormalization are today's. */
  private static final long OLDEST_OPSET = 7;

  private HalfPrecision() {}

  /**
   * Writes a network in half precision; one that is so already is copied.
   *
   * @param fp32 an ONNX file
   * @param target is there at once and whole, or not at all; replaced where it exists
   * @return how many weights were too small for half precision and became zero
   * @throws EngineException UNREADABLE_NETWORK if the network cannot be converted: quantised, a
   *     weight beyond 65504, weights in other files, graphs within graphs
   * @throws IOException if the file is damaged, or the target cannot be written
   */
  public static long convert(Path fp32, Path target) throws IOException, EngineException {
    OnnxFile file = OnnxFile.read(fp32);
    refuse(file);
    Path folder = target.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, target.getFileName() + ".", ".part");
    try {
      long underflows = 0;
      if (file.precision() == Precision.FP16) {
        Files.copy(fp32, part, StandardCopyOption.REPLACE_EXISTING);
      } else {
        underflows = write(fp32, part);
      }
      move(part, target);
      return underflows;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("%s: damaged ONNX file".formatted(fp32), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void refuse(OnnxFile file) throws EngineException {
    if (file.precision() == Precision.INT8) {
      throw new EngineException(
          EngineException.Reason.UNREADABLE_NETWORK,
          "a quantised network has no half precision: it runs as it is, as int8");
    }
    if (file.externalWeights()) {
      throw HalfSource.refused("weights in other files are not read");
    }
    if (file.opset() < OLDEST_OPSET) {
      throw HalfSource.refused(
          "operator set %d is older than %d".formatted(file.opset(), OLDEST_OPSET));
    }
  }

  private static long write(Path fp32, Path part) throws IOException, EngineException {
    long[] underflows = new long[1];
    try (FileChannel in = FileChannel.open(fp32, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      ByteBuffer model = in.map(FileChannel.MapMode.READ_ONLY, 0, in.size());
      ProtobufMessage.Sink sink = new ProtobufMessage.Sink(out);
      model(model, underflows).write(sink);
      sink.flush();
      out.force(true);
    }
    return underflows[0];
  }

  private static ProtobufMessage model(ByteBuffer model, long[] underflows)
      throws IOException, EngineException {
    ProtobufMessage out = new ProtobufMessage();
    ByteBuffer[] graph = new ByteBuffer[1];
    boolean[] odd = new boolean[1];
    ProtobufField.eachRaw(
        model,
        (field, raw) -> {
          switch (field.number()) {
            case MODEL_IR_VERSION ->
                out.number(MODEL_IR_VERSION, Math.max(field.value(), IR_VERSION));
            case MODEL_GRAPH -> {
              odd[0] |= graph[0] != null;
              graph[0] = field.piece();
            }
            case MODEL_FUNCTIONS -> odd[0] = true;
            default -> out.raw(raw);
          }
        });
    if (odd[0]) {
      throw HalfSource.refused("functions of the file's own are not converted");
    }
    return out.content(MODEL_GRAPH, HalfGraph.convert(graph[0], underflows));
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
