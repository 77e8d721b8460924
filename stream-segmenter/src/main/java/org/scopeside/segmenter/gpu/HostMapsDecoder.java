package org.scopeside.segmenter.gpu;

import java.nio.ByteBuffer;
import org.scopeside.segmenter.engine.EngineException;
import org.scopeside.segmenter.engine.cuda.Cuda;
import org.scopeside.segmenter.engine.cuda.DeviceMemory;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.network.KindDecoder;

/**
 * Brings the maps to the host and has them decoded there: for decoders that have no part on the
 * device, and for planes that exceed what such a part has set aside.
 */
final class HostMapsDecoder implements DeviceDecoder {
  private final Cuda cuda;
  private final KindDecoder.MapsDecoder decoder;
  private final ByteBuffer pinned;
  private final DeviceMaps maps;
  private final int width;
  private final int height;
  private final double rescale;

  /**
   * @param maps what the decoder reads
   * @param width columns of the label image wanted
   * @param rescale as {@link KindDecoder.MapsDecoder#decode} takes it
   */
  HostMapsDecoder(
      Cuda cuda,
      DeviceMemory memory,
      KindDecoder.MapsDecoder decoder,
      DeviceMaps maps,
      int width,
      int height,
      double rescale)
      throws EngineException {
    this.cuda = cuda;
    this.decoder = decoder;
    this.width = width;
    this.height = height;
    this.rescale = rescale;
    this.maps = maps;
    pinned = memory.takePinned("dense maps", maps.bytes());
  }

  @Override
  public void enqueue(long stream) throws EngineException {
    cuda.copyToHost(pinned, 0, maps.address(), maps.bytes(), stream);
  }

  @Override
  public boolean fetch(long stream) {
    return false;
  }

  @Override
  public FoundObjects finish() {
    var values = pinned.asFloatBuffer();
    float[][] channels = new float[maps.channels()][maps.width() * maps.height()];
    for (int c = 0; c < channels.length; c++) {
      values.get(c * channels[c].length, channels[c]);
    }
    return decoder.decode(
        new DenseMaps(channels, maps.width(), maps.height()), width, height, rescale);
  }
}
