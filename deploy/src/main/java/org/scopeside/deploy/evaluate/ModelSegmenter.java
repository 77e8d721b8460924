package org.scopeside.deploy.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.scopeside.contract.ChannelRole;
import org.scopeside.deploy.ExitCode;
import org.scopeside.deploy.UserErrorException;
import org.scopeside.segmenter.image.FoundObjects;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.library.ModelLibrary;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation.ObjectSet;
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
      return new ModelSegmenter(library, library.open(reference));
    } catch (ModelUnavailableException e) {
      library.close();
      throw new UserErrorException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** Name and version of the model. */
  String id() {
    return model.id();
  }

  /** What it takes, in this order. */
  List<ChannelRole> channels() {
    return model.channels();
  }

  /**
   * The objects of a field.
   *
   * @param channels one for each of {@link #channels()}
   * @param pixelSizeUm size of a pixel, µm; NaN where it is not known
   * @param kind of the objects; null for the kind that the model counts
   * @throws IOException if the field cannot be segmented, or the model finds no such kind
   */
  FoundObjects segment(List<GreyImage> channels, double pixelSizeUm, @Nullable ObjectKind kind)
      throws IOException {
    try {
      List<ObjectSet> found =
          model
              .segment(List.of(new FieldInput(channels, pixelSizeUm)))
              .toCompletableFuture()
              .get()
              .get(0)
              .objects();
      return kind == null ? found.get(0).found() : of(found, kind);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while a field was segmented", stopped);
    } catch (ExecutionException failed) {
      throw new IOException(String.valueOf(failed.getCause()), failed);
    } catch (IllegalArgumentException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  private FoundObjects of(List<ObjectSet> found, ObjectKind kind) throws IOException {
    for (ObjectSet objects : found) {
      if (objects.name().equals(kind.title())) {
        return objects.found();
      }
    }
    throw new IOException(
        "%s finds no %s, only %s"
            .formatted(
                id(),
                kind.title(),
                found.stream().map(ObjectSet::name).collect(Collectors.joining(", "))));
  }

  @Override
  public void close() {
    library.close();
  }
}
