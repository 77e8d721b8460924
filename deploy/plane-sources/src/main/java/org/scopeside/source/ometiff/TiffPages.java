package org.scopeside.source.ometiff;

import java.io.IOException;
import java.nio.file.Path;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.UnreadableImageException;
import org.scopeside.source.image.TiffFile;

/**
 * The pages of a TIFF, with Micro-Manager's JSON of a page where there is any.
 *
 * @param documented true where OME-XML tells the times of its pages, so that a date in the file is
 *     nothing more
 */
record TiffPages(OpenTiffs tiffs, Path path, String shown, boolean documented)
    implements PlaneFile {
  @Override
  public PlanePixels read(int page, PlaneBuffers buffers) throws UnreadableImageException {
    return tiffs.with(path, tiff -> read(tiff, page, buffers));
  }

  private PlanePixels read(TiffFile tiff, int page, PlaneBuffers buffers) throws IOException {
    PlanePixels pixels = tiff.read(page, buffers);
    MicroManagerPage told = MicroManagerPage.of(tiff.page(page), !documented);
    if (told != null) {
      return pixels.withFacts(overlaid(told.facts(), pixels.facts()));
    }
    return documented ? pixels.withFacts(sizeOnly(pixels.facts())) : pixels;
  }

  private static PlaneFacts sizeOnly(PlaneFacts file) {
    return PlaneFacts.NONE.withPhysicalSize(file.physicalSizeXUm(), file.physicalSizeYUm());
  }

  /** Micro-Manager's own words, and the file's where it says nothing. */
  private static PlaneFacts overlaid(PlaneFacts told, PlaneFacts file) {
    boolean sized = told.physicalSizeXUm() != null;
    return told.withPhysicalSize(
            sized ? told.physicalSizeXUm() : file.physicalSizeXUm(),
            sized ? told.physicalSizeYUm() : file.physicalSizeYUm())
        .withRecordedAt(told.recordedAt());
  }
}
