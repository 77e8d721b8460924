package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.modelpackage.Preprocessing;
import org.scopeside.segmenter.normalise.Normaliser;
import org.scopeside.segmenter.tiling.TilePlan;

/**
 * The raw channels of a plane on the device, and what becomes of their values: settled there where
 * they are whole numbers and the steps are of whole planes, else on the host.
 */
final class PlaneChannels {
  private final Cuda cuda;
  private final RawPlanes planes;
  private final ByteBuffer pinned;
  private final ShortBuffer pinnedShorts;
  private final @Nullable PlaneStatistics statistics;
  private final @Nullable IntensityTable table;
  private final Normaliser normaliser;

  PlaneChannels(DeviceSetup setup, GpuNetwork network, PlaneKey key, TilePlan plan)
      throws EngineException {
    cuda = setup.cuda();
    List<Preprocessing> steps = network.shape().input.preprocessing();
    normaliser = new Normaliser(steps);
    int channels = Math.max(1, network.description().channels().size());
    RawPlanes size = new RawPlanes(0, key.sample(), channels, key.width(), key.height());
    pinned = setup.memory().takePinned("raw plane", size.bytes());
    pinnedShorts = pinned.asShortBuffer();
    planes =
        new RawPlanes(
            setup.memory().take("raw plane", size.bytes()),
            key.sample(),
            channels,
            key.width(),
            key.height());
    boolean covered = PlaneStatistics.covers(steps, key.sample());
    statistics = covered ? new PlaneStatistics(setup, planes, steps) : null;
    table = covered ? null : new IntensityTable(setup, plan, channels, normaliser.perTile());
  }

  RawPlanes planes() {
    return planes;
  }

  IntensityMaps maps() {
    return statistics != null ? statistics.maps() : Objects.requireNonNull(table).maps();
  }

  /** The same, of the first channel, as 16 bit. */
  ShortBuffer stagedShorts() {
    return pinnedShorts;
  }

  /** Where the pixels of a channel are put. */
  ByteBuffer staged(int channel) {
    int bytes = Math.toIntExact(planes.bytes() / planes.channels());
    return pinned.slice(channel * bytes, bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Settles on the host what the device cannot.
   *
   * @throws org.scopeside.segmenter.image.NonFinitePixelsException if a value is NaN or infinite
   */
  void settle(List<GreyImage> images) {
    if (table != null) {
      table.settle(images.stream().map(normaliser::channel).toList());
    }
  }

  void enqueue(long stream, @Nullable StepClock clock) throws EngineException {
    cuda.copyToDevice(planes.address(), pinned, 0, planes.bytes(), stream);
    PlaneProgram.done(clock, "copy up");
    if (statistics != null) {
      statistics.enqueue(stream);
    }
    if (table != null) {
      table.enqueue(stream);
    }
    PlaneProgram.done(clock, "statistics");
  }
}
