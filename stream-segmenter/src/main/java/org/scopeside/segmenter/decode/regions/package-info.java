/**
 * What decoders of dense maps share once they have a mask or seeds: where seeds are ({@link
 * org.scopeside.segmenter.decode.regions.HMaxima}, {@link
 * org.scopeside.segmenter.decode.regions.LocalPeaks}, joined by {@link
 * org.scopeside.segmenter.decode.regions.Markers}), how a mask is shared among them ({@link
 * org.scopeside.segmenter.decode.regions.MarkerFlood}), and what is done to labels afterwards
 * ({@link org.scopeside.segmenter.decode.regions.LabelEditing}). The mask itself, its components,
 * holes and small parts are {@link org.scopeside.segmenter.classical.MaskRuns}.
 *
 * <p>Planes are row-major {@code [y][x]}; a pixel is named by {@code y * width + x}.
 */
package org.scopeside.segmenter.decode.regions;
