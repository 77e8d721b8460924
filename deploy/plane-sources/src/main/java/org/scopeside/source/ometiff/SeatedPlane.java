package org.scopeside.source.ometiff;

import org.jspecify.annotations.Nullable;
import org.scopeside.source.PlaneBuffers;
import org.scopeside.source.PlaneFacts;
import org.scopeside.source.PlanePixels;
import org.scopeside.source.PlanePlace;
import org.scopeside.source.StoredPlane;
import org.scopeside.source.UnreadableImageException;

/** A plane with its place in its acquisition. */
record SeatedPlane(PlanePlace place, FieldStack.Found found, FieldStack.FieldFacts told)
    implements StoredPlane {
  @Override
  public String file() {
    return found.file().shown();
  }

  @Override
  public int page() {
    return found.page();
  }

  double deltaTMs() {
    return told.deltaTMs(found.theT(), found.theZ(), found.theC());
  }

  @Override
  public PlanePixels read(PlaneBuffers buffers) throws UnreadableImageException {
    PlanePixels read = found.file().read(found.page(), buffers);
    PlaneFacts document = told.of(found.theT(), found.theZ(), found.theC());
    return new PlanePixels(
        read.sizeX(),
        read.sizeY(),
        read.samplesPerPixel(),
        read.pixelType(),
        significantBits(read),
        overlaid(document, read.facts()),
        read.littleEndian());
  }

  private @Nullable Integer significantBits(PlanePixels read) {
    Integer document = told.significantBits();
    boolean silent = read.significantBits() == null;
    return silent && document != null && document <= read.pixelType().bytes() * 8
        ? document
        : read.significantBits();
  }

  /**
   * The document's word, else the file's; but a date in the file, which is the page's own, before a
   * date reckoned from the document's.
   */
  private static PlaneFacts overlaid(PlaneFacts document, PlaneFacts file) {
    return new PlaneFacts(
        or(document.physicalSizeXUm(), file.physicalSizeXUm()),
        or(document.physicalSizeYUm(), file.physicalSizeYUm()),
        or(document.deltaTMs(), file.deltaTMs()),
        or(document.exposureMs(), file.exposureMs()),
        or(document.positionXUm(), file.positionXUm()),
        or(document.positionYUm(), file.positionYUm()),
        or(document.positionZUm(), file.positionZUm()),
        file.recordedAt() == null ? document.recordedAt() : file.recordedAt());
  }

  private static @Nullable Double or(@Nullable Double first, @Nullable Double second) {
    return first == null ? second : first;
  }
}
