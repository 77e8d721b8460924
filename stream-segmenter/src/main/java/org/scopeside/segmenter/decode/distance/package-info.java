/**
 * The decoder of networks that give distances to the centre and to the border of objects, as
 * DeepCell and Mesmer do: {@link org.scopeside.segmenter.decode.distance.DistanceDecoder}. {@link
 * org.scopeside.segmenter.decode.distance.DistanceTargets} makes such maps from labels.
 */
package org.scopeside.segmenter.decode.distance;
