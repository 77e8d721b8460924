package org.scopeside.source.zarr;

import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;

/**
 * A plane of an image of OME-Zarr.
 *
 * @param file path of the full resolution relative to the opened path
 */
record ZarrPlane(PlanePlace place, String file, OmeImage image, ChunkCache cache)
    implements StoredPlane {
  @Override
  public int page() {
    return (place.theT() * image.size("c") + place.theC()) * image.size("z") + place.theZ();
  }

  @Override
  public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
    int[] leading = image.leading(place.theT(), place.theZ(), place.theC());
    byte[] pixels = new PlaneAssembly(image.array(), cache, leading).plane(buffers);
    return new PlanePixels(
        image.array().sizeX(),
        image.array().sizeY(),
        1,
        image.array().type().pixelType(),
        image.significantBits(),
        PlaneFacts.NONE.withPhysicalSize(image.physicalSizeXUm(), image.physicalSizeYUm()),
        pixels);
  }
}
