package org.scopeside.deploy.evaluate;

import java.io.IOException;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;

/** A model that is loaded and segments one field after the other, on the calling thread. */
interface FieldSegmenter extends AutoCloseable {
  /** Name and version of the model. */
  String id();

  /**
   * The objects of a field, of the kind that the model counts.
   *
   * @param pixelSizeUm size of a pixel, µm; NaN where it is not known
   * @throws IOException if the field cannot be segmented
   */
  FoundObjects segment(GreyImage image, double pixelSizeUm) throws IOException;

  @Override
  void close();

  /**
   * Loads a model.
   *
   * @param reference name of a model, or a path
   */
  static FieldSegmenter open(String reference) throws UserErrorException {
    return ModelSegmenter.open(reference);
  }
}
