package org.scopeside.segmenter.model;

/** Which models segment the planes of an acquisition. Thread-safe. */
public interface ModelChoice extends AutoCloseable {
  /**
   * The models of an acquisition. May load them, which takes seconds the first time.
   *
   * @throws ModelUnavailableException if the model that the acquisition asks for cannot be had
   */
  ChosenModels of(String acquisition) throws ModelUnavailableException, InterruptedException;

  /** Fields that are worth handing over together; at least 1. */
  int batchSize();

  /** Whether images shall keep the camera's samples: {@link SegmentationModel#readsRawSamples}. */
  default boolean readsRawSamples() {
    return false;
  }

  /** Closes the models. */
  @Override
  void close();
}
