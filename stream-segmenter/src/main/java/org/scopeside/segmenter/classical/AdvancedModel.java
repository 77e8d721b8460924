package org.scopeside.segmenter.classical;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SegmentationModel;

/**
 * The advanced classical pipeline as a model: no weights, on the calling thread, scratch kept per
 * thread.
 */
public final class AdvancedModel implements SegmentationModel {
  private static final int WARM_UP_ROUNDS = 20;

  private final ThreadLocal<AdvancedSegmentation> perThread;
  private final int threads;

  /**
   * @param threads threads that will call it
   */
  public AdvancedModel(AdvancedSettings settings, int threads) {
    this.perThread = ThreadLocal.withInitial(() -> new AdvancedSegmentation(settings));
    this.threads = threads;
  }

  @Override
  public String id() {
    return "classical-advanced@1";
  }

  @Override
  public List<ChannelRole> channels() {
    return List.of(ChannelRole.NUCLEUS);
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
  public CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields) {
    AdvancedSegmentation segmentation = perThread.get();
    return CompletableFuture.completedFuture(
        fields.stream()
            .map(field -> segmentation.segment(field.image(), field.pixelSizeUm()))
            .map(labels -> FieldSegmentation.of(FieldSegmentation.NUCLEI, labels))
            .toList());
  }

  /** Lets the JIT compile the loops, on discs in noise. */
  @Override
  public void warmUp() {
    GreyImage discs = ClassicalModel.discs();
    AdvancedSegmentation segmentation = perThread.get();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      segmentation.segment(discs, Double.NaN);
    }
    perThread.remove();
  }

  @Override
  public void close() {
    perThread.remove();
  }
}
