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
  private final int channels;
  private final int mapWidth;
  private final int mapHeight;
  private final int width;
  private final int height;
  private final double rescale;

  /**
   * @param maps of this shape, at any address
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
    channels = maps.channels();
    mapWidth = maps.width();
    mapHeight = maps.height();
    pinned = memory.takePinned("dense maps", maps.bytes());
  }

  @Override
  public void enqueue(DeviceMaps maps, long stream) throws EngineException {
    cuda.copyToHost(pinned, 0, maps.address(), maps.bytes(), stream);
  }

  @Override
  public boolean fetch(long stream) {
    return false;
  }

  @Override
  public FoundObjects finish() {
    var values = pinned.asFloatBuffer();
    float[][] maps = new float[channels][mapWidth * mapHeight];
    for (int c = 0; c < channels; c++) {
      values.get(c * maps[c].length, maps[c]);
    }
    return decoder.decode(new DenseMaps(maps, mapWidth, mapHeight), width, height, rescale);
  }
}
