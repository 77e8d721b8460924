package org.scopeside.source.micromanager;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.PlaneReader;

/**
 * A frame of an image folder: one file.
 *
 * @param shown the file relative to the opened path
 * @param facts what metadata.txt says
 */
record FolderFrame(
    FrameAt at, Path path, String shown, PlaneFacts facts, @Nullable Integer bitDepth)
    implements FramePlan.Frame {
  @Override
  public StoredPlane plane(PlanePlace place) {
    return new FolderPlane(place, this);
  }

  private record FolderPlane(PlanePlace place, FolderFrame frame) implements StoredPlane {
    @Override
    public String file() {
      return frame.shown();
    }

    @Override
    public int page() {
      return 0;
    }

    @Override
    public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
      PlanePixels read = PlaneReader.read(frame.path(), 0, buffers);
      return new PlanePixels(
          read.sizeX(),
          read.sizeY(),
          read.samplesPerPixel(),
          read.pixelType(),
          significantBits(read),
          frame.facts().equals(PlaneFacts.NONE) ? read.facts() : frame.facts(),
          read.littleEndian());
    }

    private @Nullable Integer significantBits(PlanePixels read) {
      Integer bits = frame.bitDepth();
      return bits == null || bits > 8 * read.pixelType().bytes() ? read.significantBits() : bits;
    }
  }
}
