package org.scopeside.deploy.evaluate;

import org.scopeside.segmenter.evaluate.ImageEvaluation;

/**
 * An image and what was measured of it.
 *
 * @param name of the files, without extension and suffix
 * @param seconds that the model took; NaN where labels were given
 */
record EvaluatedImage(
    String name, int sizeX, int sizeY, double seconds, ImageEvaluation evaluation) {}
