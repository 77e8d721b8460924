package org.scopeside.segmenter.model;

import org.scopeside.segmenter.image.GreyImage;

/**
 * What a model is given of a field.
 *
 * @param image grey values {@code [y][x]} in the camera's units; only read
 * @param pixelSizeUm size of a pixel in the specimen, µm; NaN where it is not known
 */
public record FieldInput(GreyImage image, double pixelSizeUm) {}
