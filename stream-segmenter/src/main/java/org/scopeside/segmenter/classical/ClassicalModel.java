package org.scopeside.segmenter.classical;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.image.GreyImage;
import org.scopeside.segmenter.image.LabelImage;
import org.scopeside.segmenter.model.FieldInput;
import org.scopeside.segmenter.model.FieldSegmentation;
import org.scopeside.segmenter.model.SegmentationModel;

/** A classical pipeline as a model: no weights, on the calling thread, scratch kept per thread. */
public final class ClassicalModel implements SegmentationModel {
  private static final int WARM_UP_ROUNDS = 20;
  private static final int WARM_UP_SIDE = 384;
  private static final int DISC_SPACING = 24;

  private final String id;
  private final ThreadLocal<Pipeline> perThread;
  private final int threads;

  /** From a plane and its pixel size in µm (NaN: unknown) to labels; belongs to one thread. */
  private interface Pipeline {
    LabelImage segment(GreyImage plane, double pixelSizeUm);
  }

  private ClassicalModel(String id, Supplier<Pipeline> pipeline, int threads) {
    this.id = id;
    this.perThread = ThreadLocal.withInitial(pipeline);
    this.threads = threads;
  }

  /**
   * The basic pipeline.
   *
   * @param threads threads that will call it
   */
  public static ClassicalModel basic(ClassicalSettings settings, int threads) {
    return new ClassicalModel(
        "classical@1", () -> new ClassicalSegmentation(settings)::segment, threads);
  }

  /**
   * The advanced pipeline, for uneven illumination.
   *
   * @param threads threads that will call it
   */
  public static ClassicalModel advanced(AdvancedSettings settings, int threads) {
    return new ClassicalModel(
        "classical-advanced@1", () -> new AdvancedSegmentation(settings)::segment, threads);
  }

  @Override
  public String id() {
    return id;
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
    Pipeline pipeline = perThread.get();
    return CompletableFuture.completedFuture(
        fields.stream()
            .map(field -> pipeline.segment(field.image(), field.pixelSizeUm()))
            .map(labels -> FieldSegmentation.of(FieldSegmentation.NUCLEI, labels))
            .toList());
  }

  /** Lets the JIT compile the loops, on discs in noise. */
  @Override
  public void warmUp() {
    GreyImage discs = discs();
    Pipeline pipeline = perThread.get();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      pipeline.segment(discs, Double.NaN);
    }
    perThread.remove();
  }

  private static GreyImage discs() {
    SplittableRandom random = new SplittableRandom(1);
    float[] pixels = new float[WARM_UP_SIDE * WARM_UP_SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int dx = i % WARM_UP_SIDE % DISC_SPACING - DISC_SPACING / 2;
      int dy = i / WARM_UP_SIDE % DISC_SPACING - DISC_SPACING / 2;
      // Wider than their spacing, so that they touch and the watershed has work.
      boolean inside = 4 * (dx * dx + dy * dy) < 1.1 * DISC_SPACING * DISC_SPACING;
      pixels[i] = (inside ? 2000 : 200) + random.nextInt(50);
    }
    return new GreyImage(pixels, WARM_UP_SIDE, WARM_UP_SIDE);
  }

  @Override
  public void close() {
    perThread.remove();
  }
}
