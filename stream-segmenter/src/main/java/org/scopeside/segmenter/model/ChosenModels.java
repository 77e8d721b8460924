package org.scopeside.segmenter.model;

import org.jspecify.annotations.Nullable;

/**
 * The models that segment an acquisition.
 *
 * @param active the one whose objects are counted
 * @param shadow runs beside it, for comparison; null for none
 */
public record ChosenModels(SegmentationModel active, @Nullable SegmentationModel shadow) {}
