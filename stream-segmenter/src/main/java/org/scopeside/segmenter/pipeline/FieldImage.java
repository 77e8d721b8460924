package org.scopeside.segmenter.pipeline;

import java.util.List;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;

/**
 * What is segmented: a plane, a projected stack, or several of these that show one field in
 * different channels.
 *
 * @param carriers the planes whose result carries the objects: one, or several that are the same
 *     frame delivered more than once
 * @param others planes of the field that came before the carrier, or in other channels, and carry
 *     nothing; they end with it, so that after a crash the whole field is read again
 * @param channels one image for each of the model's channels, in their order
 * @param planes z-planes in the first channel
 * @param complete false where z-planes of the plan, or whole channels, are missing
 */
record FieldImage(
    List<AnalysedPlane> carriers,
    List<AnalysedPlane> others,
    List<GreyImage> channels,
    int planes,
    boolean complete) {

  /** A field of one channel. */
  FieldImage(
      List<AnalysedPlane> carriers,
      List<AnalysedPlane> others,
      GreyImage image,
      int planes,
      boolean complete) {
    this(carriers, others, List.of(image), planes, complete);
  }

  AnalysedPlane carrier() {
    return carriers.get(0);
  }

  /** The first channel. */
  GreyImage image() {
    return channels.get(0);
  }

  FieldInput input() {
    Double pixelSizeUm = carrier().header().physicalSizeXUm();
    return new FieldInput(channels, pixelSizeUm == null ? Double.NaN : pixelSizeUm);
  }

  long bytes() {
    return channels.stream().mapToLong(GreyImage::bytes).sum();
  }
}
