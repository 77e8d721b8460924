/**
 * What a plane is worth before anything is looked for in it: focus, saturation, background, noise.
 *
 * <p>Measures bear CellProfiler's names where they are CellProfiler's (module MeasureImageQuality;
 * Bray et al. 2012, J. Biomol. Screen. 17:266). Intensities are in the camera's units, not scaled
 * to 0..1.
 */
package org.scopeside.segmenter.quality;
