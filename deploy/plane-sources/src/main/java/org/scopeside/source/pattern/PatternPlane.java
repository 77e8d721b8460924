package org.scopeside.source.pattern;

import java.nio.file.Path;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;

/**
 * A plane that its file's name tells of.
 *
 * @param file relative to the opened folder, with /
 * @param indexed what an index beside the images says of it; it goes before what the file says
 */
public record PatternPlane(Path path, String file, int page, PlanePlace place, PlaneFacts indexed)
    implements StoredPlane {

  @Override
  public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
    PlanePixels pixels = PlaneReader.read(path, page, buffers);
    if (indexed.equals(PlaneFacts.NONE)) {
      return pixels;
    }
    return new PlanePixels(
        pixels.sizeX(),
        pixels.sizeY(),
        pixels.samplesPerPixel(),
        pixels.pixelType(),
        pixels.significantBits(),
        merged(indexed, pixels.facts()),
        pixels.littleEndian());
  }

  private static PlaneFacts merged(PlaneFacts index, PlaneFacts file) {
    return new PlaneFacts(
        index.physicalSizeXUm() == null ? file.physicalSizeXUm() : index.physicalSizeXUm(),
        index.physicalSizeXUm() == null ? file.physicalSizeYUm() : index.physicalSizeYUm(),
        index.deltaTMs() == null ? file.deltaTMs() : index.deltaTMs(),
        index.exposureMs() == null ? file.exposureMs() : index.exposureMs(),
        index.positionXUm() == null ? file.positionXUm() : index.positionXUm(),
        index.positionYUm() == null ? file.positionYUm() : index.positionYUm(),
        index.positionZUm() == null ? file.positionZUm() : index.positionZUm(),
        index.recordedAt() == null ? file.recordedAt() : index.recordedAt());
  }
}
