package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.classical.ClassicalModel;
import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.SegmentationModel;

/** Any model of the pipeline, given one field at a time. */
final class ModelSegmenter implements FieldSegmenter {
  private final SegmentationModel model;

  private ModelSegmenter(SegmentationModel model) {
    this.model = model;
  }

  static ModelSegmenter open(String reference) throws UserErrorException {
    ModelSegmenter segmenter = new ModelSegmenter(load(reference));
    int channels = segmenter.model.channels().size();
    if (channels != 1) {
      segmenter.close();
      throw new UserErrorException(
          ExitCode.USAGE, reference + " takes " + channels + " channels; evaluate gives it one");
    }
    return segmenter;
  }

  private static SegmentationModel load(String reference) throws UserErrorException {
    if (reference.equals("classical") || reference.equals("classical@1")) {
      return new ClassicalModel(ClassicalSettings.defaults(), 1);
    }
    throw new UserErrorException(
        ExitCode.USAGE, "there is no model " + reference + "; there is: classical");
  }

  @Override
  public String id() {
    return model.id();
  }

  @Override
  public FoundObjects segment(GreyImage image, double pixelSizeUm) throws IOException {
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
    model.close();
  }
}
