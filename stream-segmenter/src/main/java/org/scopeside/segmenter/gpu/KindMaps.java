package org.scopeside.segmenter.gpu;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.decode.flows.FlowDecoder;
import org.scopeside.segmenter.decode.starconvex.StarConvexDecoder;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.modelpackage.ModelDescription.Output;
import org.scopeside.segmenter.network.KindDecoder;
import org.scopeside.segmenter.normalise.ImageScaler;
import org.scopeside.segmenter.tiling.TilePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The maps of one kind of object on the device, how they are put together and decoded. */
final class KindMaps {
  private static final Logger log = LoggerFactory.getLogger(KindMaps.class);

  private final Cuda cuda;
  private final DeviceSetup setup;
  private final KindDecoder kind;
  private final PlaneKey key;
  private final TilePlan plan;
  private final List<MapBlend> blends = new ArrayList<>();
  private final @Nullable MapResize resize;

  /** What the decoder reads. */
  private final DeviceMaps maps;

  private final DeviceDecoder decoder;

  /** Made when a plane exceeds what the decoder has set aside. */
  private @Nullable HostMapsDecoder host;

  private final LongAdder leftToHost;
  private boolean told;

  /**
   * @param outputs where all tiles' values of each dense output lie
   */
  KindMaps(
      DeviceSetup setup,
      GpuNetwork network,
      GpuKind kind,
      PlaneKey key,
      TilePlan plan,
      long[] outputs)
      throws EngineException {
    this.setup = setup;
    this.kind = kind.host();
    this.key = key;
    this.plan = plan;
    cuda = setup.cuda();
    leftToHost = network.leftToHost();
    DeviceMaps stitched = stitched(network, outputs);
    if (rescaled() && this.kind.atImageSize()) {
      resize = new MapResize(setup, stitched, key.width(), key.height());
      maps = resize.target();
    } else {
      maps = stitched;
      resize = null;
    }
    decoder = decoder(kind.decoder());
  }

  private boolean rescaled() {
    return plan.width() != key.width() || plan.height() != key.height();
  }

  private DeviceMaps stitched(GpuNetwork network, long[] outputs) throws EngineException {
    int channels = 0;
    int spacing = 1;
    for (String name : kind.maps()) {
      Output output = network.shape().dense.get(network.shape().denseIndex(name));
      channels += output.channels();
      spacing = output.spacing();
    }
    int width = divideUp(plan.width(), spacing);
    int height = divideUp(plan.height(), spacing);
    long bytes = new DeviceMaps(0, channels, width, height).bytes();
    long next = setup.memory().take("maps of " + kind.kind(), bytes);
    DeviceMaps all = new DeviceMaps(next, channels, width, height);
    for (String name : kind.maps()) {
      int index = network.shape().denseIndex(name);
      Output output = network.shape().dense.get(index);
      DeviceMaps part = new DeviceMaps(next, output.channels(), width, height);
      blends.add(new MapBlend(setup, plan, output, outputs[index], part));
      next += part.bytes();
    }
    return all;
  }

  private static int divideUp(int number, int by) {
    return (number + by - 1) / by;
  }

  /** Columns of the label image that the decoder makes. */
  private int labelWidth() {
    return resize == null ? plan.width() : key.width();
  }

  private int labelHeight() {
    return resize == null ? plan.height() : key.height();
  }

  /** As decoders on the host are told it: 1 unless maps were brought to the size of the plane. */
  private double rescale() {
    return resize == null ? 1 : key.factor();
  }

  /** Its part on the device, where it has one. */
  private DeviceDecoder decoder(DenseDecoder of) throws EngineException {
    if (of instanceof FlowDecoder flows) {
      return new DeviceFlowDecoder(setup, flows.settings(), maps, rescale());
    }
    return of instanceof StarConvexDecoder stars
        ? new DeviceStarDecoder(setup, stars, maps, labelWidth(), labelHeight())
        : hostDecoder();
  }

  private HostMapsDecoder hostDecoder() throws EngineException {
    return new HostMapsDecoder(
        cuda, setup.memory(), kind.decoder(), maps, labelWidth(), labelHeight(), rescale());
  }

  /** CellProfiler's name of the kind. */
  String name() {
    return kind.kind();
  }

  void enqueueMaps(long stream) throws EngineException {
    for (MapBlend blend : blends) {
      blend.enqueue(stream);
    }
    if (resize != null) {
      resize.enqueue(stream);
    }
  }

  void enqueueDecoding(long stream) throws EngineException {
    decoder.enqueue(stream);
  }

  boolean fetch(long stream) throws EngineException {
    return decoder.fetch(stream);
  }

  /** Objects at the size of the plane. */
  FoundObjects finish(long stream) throws EngineException {
    FoundObjects found = decoder.finish();
    if (found == null) {
      found = finishOnHost(stream);
    }
    return found.labels().width() == key.width() && found.labels().height() == key.height()
        ? found
        : ImageScaler.nearest(found, key.width(), key.height());
  }

  /** As {@link #finish}, without more than labels. */
  int finishInto(IntBuffer labels, long stream) throws EngineException {
    if (labelWidth() == key.width() && labelHeight() == key.height()) {
      int objects = decoder.finishInto(labels);
      if (objects >= 0) {
        return objects;
      }
    }
    FoundObjects found = finish(stream);
    labels.put(0, found.labels().labels());
    return found.labels().objectCount();
  }

  private FoundObjects finishOnHost(long stream) throws EngineException {
    leftToHost.increment();
    if (!told) {
      told = true;
      log.warn(
          "{} of a plane of {}×{} exceed what the GPU has set aside; the host decodes such planes",
          kind.kind(),
          key.width(),
          key.height());
    }
    HostMapsDecoder last = host;
    if (last == null) {
      last = hostDecoder();
      host = last;
    }
    last.enqueue(stream);
    cuda.synchronize(stream);
    return last.finish();
  }
}
