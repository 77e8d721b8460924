/**
 * From the camera's grey values to the numbers and the size that a network was trained on.
 *
 * <p>{@link org.scopeside.segmenter.normalise.Normaliser} turns the steps of a model package into
 * one {@link org.scopeside.segmenter.normalise.IntensityMap} a channel, which is applied while a
 * tile is copied: no normalised plane is ever made. {@link
 * org.scopeside.segmenter.normalise.LinearAxis} does the same for the rescaling of a plane; {@link
 * org.scopeside.segmenter.normalise.ImageScaler} brings maps and labels back to its size.
 */
package org.scopeside.segmenter.normalise;
