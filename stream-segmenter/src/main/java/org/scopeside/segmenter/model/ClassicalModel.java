package org.scopeside.segmenter.model;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.scopeside.segmenter.classical.ClassicalSegmentation;
import org.scopeside.segmenter.classical.ClassicalSettings;
import org.scopeside.segmenter.image.LabelImage;

/**
 * The classical pipeline as a model: no weights, on the calling thread, scratch kept per thread.
 */
public final class ClassicalModel implements SegmentationModel {
  private final ThreadLocal<ClassicalSegmentation> perThread;
  private final int threads;

  /**
   * @param threads threads that will call it
   */
  public ClassicalModel(ClassicalSettings settings, int threads) {
    this.perThread = ThreadLocal.withInitial(() -> new ClassicalSegmentation(settings));
    this.threads = threads;
  }

  @Override
  public String id() {
    return "classical@1";
  }

  @Override
  public int batchSize() {
    return 1;
  }

  @Override
  public int concurrency() {
    return threads;
  }

  @Override
  public CompletionStage<List<LabelImage>> segment(List<FieldInput> fields) {
    ClassicalSegmentation segmentation = perThread.get();
    return CompletableFuture.completedFuture(
        fields.stream()
            .map(field -> segmentation.segment(field.image(), field.pixelSizeUm()))
            .toList());
  }

  @Override
  public void close() {
    perThread.remove();
  }
}
