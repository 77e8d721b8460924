package org.scopeside.segmenter.pipeline;

import java.util.List;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;

/**
 * What is segmented: a plane, or a projected stack.
 *
 * @param carriers the planes whose result carries the objects: one, or several that are the same
 *     frame delivered more than once
 * @param others planes of the stack that came before the carrier and carry nothing; they end with
 *     it, so that after a crash the whole stack is read again
 * @param planes z-planes in it
 * @param complete false where z-planes of the plan are missing
 */
record FieldImage(
    List<AnalysedPlane> carriers,
    List<AnalysedPlane> others,
    GreyImage image,
    int planes,
    boolean complete) {
  AnalysedPlane carrier() {
    return carriers.get(0);
  }

  FieldInput input() {
    Double pixelSizeUm = carrier().header().physicalSizeXUm();
    return FieldInput.of(image, pixelSizeUm == null ? Double.NaN : pixelSizeUm);
  }

  long bytes() {
    return 4L * image.width() * image.height();
  }
}
