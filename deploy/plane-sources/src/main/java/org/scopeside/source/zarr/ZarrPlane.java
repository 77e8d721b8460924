package org.scopeside.source.zarr;

import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;

/** A plane of an image, counted by time, then channel, then section. */
record ZarrPlane(PlanePlace place, OmeImage image, ChunkCache cache) implements StoredPlane {
  @Override
  public String file() {
    return image.shown();
  }

  @Override
  public int page() {
    return (place.theT() * image.sizeC() + place.theC()) * image.sizeZ() + place.theZ();
  }

  @Override
  public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
    return image.read(place.theT(), place.theZ(), place.theC(), buffers, cache);
  }
}
