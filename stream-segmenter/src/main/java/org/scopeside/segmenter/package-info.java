/**
 * The segmenter: takes planes from Kafka, finds the objects in them, and publishes what it found.
 *
 * <p>Follow a plane: {@code ingest.FrameConsumer}, {@code pipeline.PlanePipeline} (the whole
 * journey on one screen), {@code model.SegmentationModel}, {@code pipeline.ResultPublisher}.
 */
package org.scopeside.segmenter;
