package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.ModelUnavailableException;
import org.scopeside.segmenter.model.SegmentationModel;

/** A model that is loaded and segments one field after the other, on the calling thread. */
final class ModelSegmenter implements AutoCloseable {
  private final ModelLibrary library;
  private final SegmentationModel model;

  private ModelSegmenter(ModelLibrary library, SegmentationModel model) {
    this.library = library;
    this.model = model;
  }

  /**
   * Opens a model.
   *
   * @param library closed with it
   */
  static ModelSegmenter open(ModelLibrary library, String reference) throws UserErrorException {
    try {
      SegmentationModel model = library.open(reference);
      if (model.channels().size() != 1) {
        throw new UserErrorException(
            ExitCode.USAGE,
            "%s takes %d channels; evaluate gives it one"
                .formatted(reference, model.channels().size()));
      }
      return new ModelSegmenter(library, model);
    } catch (ModelUnavailableException e) {
      library.close();
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    } catch (UserErrorException e) {
      library.close();
      throw e;
    }
  }

  /** Name and version of the model. */
  String id() {
    return model.id();
  }

  /**
   * The objects of a field, of the kind that the model counts.
   *
   * @param pixelSizeUm size of a pixel, µm; NaN where it is not known
   * @throws IOException if the field cannot be segmented
   */
  FoundObjects segment(GreyImage image, double pixelSizeUm) throws IOException {
    try {
      return model
          .segment(List.of(FieldInput.of(image, pixelSizeUm)))
          .toCompletableFuture()
          .get()
          .get(0)
          .objects()
          .get(0)
          .found();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while a field was segmented", stopped);
    } catch (ExecutionException failed) {
      throw new IOException(String.valueOf(failed.getCause()), failed);
    } catch (IllegalArgumentException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  @Override
  public void close() {
    library.close();
  }
}
