package org.scopeside.segmenter.pixels;

import java.util.Map;

/**
 * What the training itself says of a forest.
 *
 * @param images learnt from
 * @param samples pixels learnt from
 * @param outOfBagError share of samples that the trees that have not seen them get wrong, 0 to 1;
 *     NaN where every tree has seen every sample
 * @param confusion {@code [true class][class found]} in samples, out of bag, in the order of {@link
 *     PixelClass}
 * @param importance by name of the feature, the most important first, sum 1
 * @param nodes of all trees
 */
// Arrays: never compared.
@SuppressWarnings("ArrayRecordComponent")
public record TrainingReport(
    int images,
    int samples,
    double outOfBagError,
    long[][] confusion,
    Map<String, Double> importance,
    long nodes) {}
