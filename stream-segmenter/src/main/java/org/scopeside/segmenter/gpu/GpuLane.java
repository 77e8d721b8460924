package org.scopeside.segmenter.gpu;

import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.DeviceSession.DeviceRun;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.EngineException.Reason;
import org.scopeside.segmenter.gpu.RawPlanes.Sample;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.network.Rescaling;

/**
 * A way through the GPU for one plane at a time: a stream, a context of the network, and a program
 * for each size of plane that came, as many as its memory holds. Used by one thread at a time; what
 * a call is given may be changed once it returns.
 */
public final class GpuLane implements AutoCloseable {
  private final GpuNetwork network;
  private final Rescaling rescaling;
  private final long budget;
  private final long stream;
  private final DeviceRun run;
  private final PlaneStaging staging = new PlaneStaging();

  /** The one used last at the end. */
  private final Map<PlaneKey, PlaneProgram> programs = new LinkedHashMap<>(8, 0.75f, true);

  private @Nullable PlaneKey lastRaw;
  private volatile long bytes;

  /**
   * @param budget device memory that its programs may hold together
   */
  GpuLane(GpuNetwork network, Rescaling rescaling, long budget) throws EngineException {
    this.network = network;
    this.rescaling = rescaling;
    this.budget = budget;
    stream = network.cuda().createStream();
    try {
      run = network.session().openRun();
    } catch (EngineException | RuntimeException e) {
      network.cuda().destroyStream(stream);
      throw e;
    }
  }

  /**
   * Segments a field.
   *
   * @throws EngineException {@link Reason#OUT_OF_MEMORY} if a plane of this size does not fit into
   *     the lane's memory; another if the device failed
   * @throws org.scopeside.segmenter.image.NonFinitePixelsException if it holds NaN or infinity
   * @throws org.scopeside.segmenter.decode.NonFiniteOutputException if the network gave such
   */
  FieldSegmentation segment(FieldInput field) throws EngineException {
    PlaneProgram program = staged(field, PlaneStaging.sample(field.channels()));
    program.run(stream);
    int minArea = network.description().scale().minArea(field.pixelSizeUm());
    return program.segmentation(stream, minArea);
  }

  /** The program for a field, with its pixels put in. */
  private PlaneProgram staged(FieldInput field, Sample sample) throws EngineException {
    GreyImage image = field.image();
    double factor = rescaling.factor(field.pixelSizeUm());
    PlaneProgram program = program(new PlaneKey(image.width(), image.height(), factor, sample));
    List<GreyImage> channels = field.channels();
    for (int c = 0; c < channels.size(); c++) {
      if (!staging.copy(channels.get(c), sample, program.staged(c))) {
        return staged(field, Sample.FLOAT32);
      }
    }
    program.settle(channels);
    return program;
  }

  /**
   * Segments a plane of a model of one channel straight from and into buffers of the caller,
   * without a description of its objects: what a benchmark measures.
   *
   * @param plane grey values {@code [y][x]}, unsigned
   * @param labels {@code [y][x]} of the kind that is counted
   * @return number of objects
   */
  public int segment(ShortBuffer plane, int width, int height, IntBuffer labels)
      throws EngineException {
    PlaneProgram program = programOfRaw(width, height);
    program.stagedShorts().put(0, plane, 0, width * height);
    program.run(stream);
    return program.labels(stream, labels);
  }

  /**
   * Runs the bare network on the tiles of a plane, whatever lies in its buffers, a number of times;
   * waits for the end.
   *
   * @return tiles of a plane, idle places of batches not counted
   */
  public int runNetworkOnly(int width, int height, int times) throws EngineException {
    PlaneProgram program = program(new PlaneKey(width, height, 1, Sample.UINT16));
    for (int i = 0; i < times; i++) {
      program.enqueueNetwork(stream);
    }
    network.cuda().synchronize(stream);
    return program.tiles();
  }

  /** Times of the steps of one plane on the device, ms, by their names, in their order. */
  public Map<String, Float> stepMillis(int width, int height) throws EngineException {
    return program(new PlaneKey(width, height, 1, Sample.UINT16)).stepMillis(stream);
  }

  /** Forgets what was recorded: weights have changed. */
  void forgetGraphs() throws EngineException {
    for (PlaneProgram program : programs.values()) {
      program.dropGraph();
    }
  }

  /** The last one again, most often: then nothing is looked up. */
  private PlaneProgram programOfRaw(int width, int height) throws EngineException {
    PlaneKey key = lastRaw;
    if (key == null || key.width() != width || key.height() != height) {
      key = new PlaneKey(width, height, 1, Sample.UINT16);
      lastRaw = key;
    }
    return program(key);
  }

  /** Device memory that its programs hold. */
  public long bytes() {
    return bytes;
  }

  /** The program for planes of a kind, made at the first of them. */
  private PlaneProgram program(PlaneKey key) throws EngineException {
    PlaneProgram program = programs.get(key);
    while (program == null) {
      try {
        program = new PlaneProgram(network, run, key, stream, budget - held());
        programs.put(key, program);
        bytes = held();
      } catch (EngineException e) {
        if (e.reason() != Reason.OUT_OF_MEMORY || !dropOldest()) {
          throw e;
        }
      }
    }
    return program;
  }

  private long held() {
    return programs.values().stream().mapToLong(PlaneProgram::bytes).sum();
  }

  /** Makes room; false if there is nothing left to give up. */
  private boolean dropOldest() throws EngineException {
    Iterator<PlaneProgram> oldest = programs.values().iterator();
    if (!oldest.hasNext()) {
      return false;
    }
    oldest.next().close();
    oldest.remove();
    return true;
  }

  @Override
  public void close() throws EngineException {
    @Nullable EngineException first = null;
    for (PlaneProgram program : new ArrayList<>(programs.values())) {
      try {
        program.close();
      } catch (EngineException e) {
        first = first == null ? e : first;
      }
    }
    programs.clear();
    run.close();
    network.cuda().destroyStream(stream);
    if (first != null) {
      throw first;
    }
  }
}
