package org.scopeside.segmenter.network;

import java.util.List;
import org.scopeside.segmenter.decode.DenseDecoder;
import org.scopeside.segmenter.image.DenseMaps;
import org.scopeside.segmenter.image.FoundObjects;

/**
 * How one kind of object is read from dense outputs.
 *
 * @param kind CellProfiler's name: {@code Nuclei}
 * @param maps outputs whose channels, one after the other, the decoder reads; all of one spacing
 * @param decoder thread-safe
 * @param atImageSize whether maps of a rescaled plane are brought back to its size before decoding,
 *     rather than the labels after it
 */
public record KindDecoder(
    String kind, List<String> maps, MapsDecoder decoder, boolean atImageSize) {
  public KindDecoder {
    maps = List.copyOf(maps);
    if (maps.isEmpty()) {
      throw new IllegalArgumentException("the decoder of " + kind + " reads no output");
    }
  }

  /** A decoder that does not care how the plane was rescaled. */
  public static KindDecoder of(String kind, List<String> maps, DenseDecoder decoder) {
    return new KindDecoder(
        kind,
        maps,
        (dense, width, height, rescale) -> decoder.decode(dense, width, height),
        decoder.decodesAtImageSize());
  }

  /** From the maps of a region to its objects, as {@link DenseDecoder#decode}. */
  public interface MapsDecoder {
    /**
     * Finds the objects of a region.
     *
     * @param width columns of the label image wanted
     * @param height its rows
     * @param rescale side of what the network saw over side of the label image; 1 unless the maps
     *     were brought back to the size of the plane
     */
    FoundObjects decode(DenseMaps maps, int width, int height, double rescale);
  }
}
