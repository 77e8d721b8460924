package org.scopeside.segmenter.model;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.scopeside.contract.ChannelRole;
import org.scopeside.segmenter.image.GreyImage;

/**
 * A model that is loaded and ready: from the channels of a field to objects. Called from several
 * threads.
 *
 * <p>A model on an accelerator takes a batch, returns at once, and completes the stage from a
 * thread of its own; one on the CPU works on the calling thread and returns a completed stage.
 */
public interface SegmentationModel extends AutoCloseable {
  /** Name and version, as results carry it: {@code classical@1}. */
  String id();

  /** What each channel of a {@link FieldInput} shows, in their order; at least one. */
  List<ChannelRole> channels();

  /** Fields that are worth handing over together; at least 1. */
  int batchSize();

  /** Batches that may be under way together; the pipeline keeps to it. */
  int concurrency();

  /**
   * Segments a batch.
   *
   * @param fields of any and different sizes; only read
   * @return what was found, in the order of the fields; fails as a whole if one of them cannot be
   *     segmented
   */
  CompletionStage<List<FieldSegmentation>> segment(List<FieldInput> fields);

  /** Most bytes that it held at once beside planes and labels; 0 where it does not count. */
  default long memoryBytes() {
    return 0;
  }

  /**
   * CPU time that the threads which called {@link #segment} spent inside a network since it was
   * opened, s; 0 for a model without one.
   */
  default double networkCpuSeconds() {
    return 0;
  }

  /** Whether it is served faster by images that keep {@link GreyImage#raw}. */
  default boolean readsRawSamples() {
    return false;
  }

  /**
   * Does once, before the first plane, what the first plane would otherwise wait for. Blocks; may
   * take seconds.
   */
  void warmUp();

  @Override
  void close();
}
